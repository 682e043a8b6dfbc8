"""Producing while the broker dies and comes back: whoever runs this kills and restarts it meanwhile."""

import time

from confluent_kafka import OFFSET_BEGINNING, TopicPartition
from context import read

NAME = "librdkafka-produce-idempotent"
RECORDS = 12_000
PARTITIONS = 3
failures = []


def before(context):
    context.create_topic(PARTITIONS, topic=NAME)


def meanwhile(context):
    producer = context.producer(enable_idempotence=True, linger_ms=1, delivery_timeout_ms=80_000, reconnect_backoff_max_ms=200)
    for each in range(RECORDS):
        producer.produce(NAME, f"v{each}", "k", each % PARTITIONS, on_delivery=lambda error, _: failures.append(str(error)) if error else None)
        producer.poll(0)
        if each % 20 == 0:
            time.sleep(0.012)
    producer.flush(80)


def after(context):
    consumer = context.consumer()
    seen = {}
    for partition in range(PARTITIONS):
        consumer.assign([TopicPartition(NAME, partition, OFFSET_BEGINNING)])
        _, end = consumer.get_watermark_offsets(TopicPartition(NAME, partition), timeout=20)
        values = [record.value().decode() for record in read(consumer, end)]
        seen[str(partition)] = values == [f"v{each}" for each in range(partition, RECORDS, PARTITIONS)]
    consumer.close()
    return {"failures": failures, "once and in order": seen}


CASES = {f"{NAME}.before": before, f"{NAME}.meanwhile": meanwhile, f"{NAME}.after": after}
