"""Load by librdkafka: load.py SETTINGS JOURNAL produce TOPIC PARTITIONS RATE | load.py SETTINGS JOURNAL consume TOPIC GROUP; SETTINGS are JSON.

Writes numbers to all partitions at a steady rate, or reads all there is as the only member of a group, until it gets SIGTERM. Its journal has the
lines that LoadJournal.java has.
"""

import json
import signal
import sys
import time

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer

NAME = "idempotent"
TURN_S = 0.02
ending = False


def end(*_):
    global ending
    ending = True


class Journal:
    def __init__(self, path):
        self.lines = open(path, "w")

    def write(self, what, *rest):
        print(what, int(time.time() * 1000), *rest, file=self.lines)

    def failed(self, error):
        self.write("failed", str(error).replace("\n", " "))
        self.lines.flush()


def produce(settings, journal, topic, partitions, rate):
    def delivered(error, record):
        if error:
            journal.failed(error)
        else:
            journal.write("acked", record.partition(), record.value().split()[1].decode())

    def fatal(error):
        if error.fatal():
            journal.failed(error)

    producer = Producer({**settings, "enable.idempotence": True, "linger.ms": 20, "error_cb": fatal, "log_level": 0})
    began, number = time.monotonic(), 0
    while not ending:
        due = int((time.monotonic() - began) * rate)
        while number < due:
            try:
                producer.produce(topic, f"{NAME} {number}".encode(), partition=number % partitions, on_delivery=delivered)
            except BufferError:
                break
            number += 1
        producer.poll(0)
        journal.lines.flush()
        time.sleep(TURN_S)
    producer.flush(120)


def consume(settings, journal, topic, group):
    def fatal(error):
        if error.fatal():
            journal.failed(error)

    more = {"group.id": group, "auto.offset.reset": "earliest", "isolation.level": "read_committed", "error_cb": fatal, "log_level": 0}
    consumer = Consumer({**settings, **more})
    consumer.subscribe([topic])
    while not ending:
        try:
            for record in consumer.consume(500, 0.2):
                error = record.error()
                if error is None:
                    journal.write("read", record.partition(), record.offset(), record.value().decode())
                elif not error.retriable() and error.code() != KafkaError._PARTITION_EOF:
                    journal.failed(error)
        except KafkaException as failure:
            journal.failed(failure)
        journal.lines.flush()
    consumer.close()


signal.signal(signal.SIGTERM, end)
settings, path, action, topic, *rest = sys.argv[1:]
journal = Journal(path)
if action == "produce":
    produce(json.loads(settings), journal, topic, int(rest[0]), float(rest[1]))
else:
    consume(json.loads(settings), journal, topic, rest[0])
journal.lines.close()
