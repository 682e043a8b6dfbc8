"""Writes lines as records, or reads records as lines: records.py SETTINGS produce TOPIC | records.py SETTINGS consume TOPIC COUNT; SETTINGS are JSON."""

import json
import sys
import time

from confluent_kafka import Consumer, KafkaError, Producer

ENOUGH_S = 30


def begin(kind, settings, more):
    """A client, and whether its work may go on: there is time, and it was not refused."""
    refused = []
    end = time.monotonic() + ENOUGH_S
    seen = {"error_cb": lambda error: refused.append(str(error)) if error.code() == KafkaError._AUTHENTICATION else None}
    client = kind({**settings, **more, **seen, "log_level": 0})

    def goes_on():
        if refused:
            sys.exit(refused[0])
        return time.monotonic() < end

    return client, goes_on


def produce(settings, topic):
    failures = set()
    producer, goes_on = begin(Producer, settings, {"message.timeout.ms": ENOUGH_S * 1000})
    for line in sys.stdin.read().splitlines():
        producer.produce(topic, line.encode(), on_delivery=lambda error, _: failures.add(str(error)) if error else None)
    while len(producer) > 0 and goes_on():
        producer.poll(0.1)
    if len(producer) > 0:
        failures.add("not delivered in time")
    if failures:
        sys.exit("\n".join(sorted(failures)))


def consume(settings, topic, count):
    consumer, goes_on = begin(Consumer, settings, {"auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    left = count
    while left > 0 and goes_on():
        record = consumer.poll(0.1)
        if record is None:
            continue
        if record.error():
            sys.exit(str(record.error()))
        print(record.value().decode())
        left -= 1
    consumer.close()


settings, action, topic, *rest = sys.argv[1:]
if action == "produce":
    produce(json.loads(settings), topic)
else:
    consume(json.loads(settings), topic, int(rest[0]))
