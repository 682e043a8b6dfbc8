"""Producing, and reading without sharing."""

from confluent_kafka import OFFSET_BEGINNING, OFFSET_END, TIMESTAMP_LOG_APPEND_TIME, KafkaException, TopicPartition
from context import read, show


def read_all(context, count, **config):
    consumer = context.consumer(**config)
    consumer.assign([TopicPartition(context.topic, 0, OFFSET_BEGINNING)])
    records = read(consumer, count)
    consumer.close()
    return records


def compression(codec):
    def case(context):
        context.create_topic()
        offsets = context.fill(300, compression_type=codec, linger_ms=50)
        records = read_all(context, 300, check_crcs=True)
        in_order = [record.value().decode() for record in records] == [f"v{each}" for each in range(300)]
        return {"offsets": offsets == list(range(300)), "in order": in_order, "last": show(records[-1])}

    return case


def idempotent(context):
    context.create_topic()
    offsets = context.fill(2000, enable_idempotence=True, batch_num_messages=50, linger_ms=0)
    return {"offsets": offsets == list(range(2000)), "read": len(read_all(context, 2000))}


def headers(context):
    context.create_topic()
    producer = context.producer()
    producer.produce(context.topic, None, "k", headers=[("one", b"1"), ("one", b"2"), ("none", None), ("empty", b"")])
    producer.produce(context.topic, "v", None)
    producer.flush(20)
    return [[show(record), [[name, None if value is None else value.decode()] for name, value in record.headers() or []]] for record in read_all(context, 2)]


def log_append_time(context):
    context.create_topic(config={"message.timestamp.type": "LogAppendTime"})
    context.fill(1)
    kind, at = read_all(context, 1)[0].timestamp()
    return {"of the log": kind == TIMESTAMP_LOG_APPEND_TIME, "not the producer's": at > 1_000_000}


def too_large(context):
    context.create_topic(config={"max.message.bytes": "1000"})
    outcomes = []
    producer = context.producer()
    for size in (500, 5000):
        producer.produce(context.topic, "x" * size, on_delivery=lambda error, message: outcomes.append(error.name() if error else message.offset()))
        producer.flush(20)
    return outcomes


def large(context):
    context.create_topic(config={"max.message.bytes": "6000000"})
    producer = context.producer(message_max_bytes=8_000_000)
    for each in range(3):
        producer.produce(context.topic, "x" * 5_000_000, str(each))
    producer.flush(30)
    return [[record.offset(), len(record.value())] for record in read_all(context, 3)]


def middle_of_batch(context):
    context.create_topic()
    context.fill(30, compression_type="zstd", linger_ms=200)
    consumer = context.consumer()
    first = {}
    for offset in (0, 5, 29):
        consumer.assign([TopicPartition(context.topic, 0, offset)])
        first[str(offset)] = show(read(consumer, 1)[0])
    consumer.close()
    return first


def watermarks_and_times(context):
    context.create_topic(2)
    context.fill(10)
    consumer = context.consumer()
    times = {}
    for at in (0, 1004, 9999):
        found = consumer.offsets_for_times([TopicPartition(context.topic, 0, at)], 20)[0]
        times[str(at)] = found.offset if found.offset >= 0 else "end" if found.offset == OFFSET_END else "none"
    marks = [list(consumer.get_watermark_offsets(TopicPartition(context.topic, partition), timeout=20)) for partition in (0, 1)]
    consumer.close()
    return {"times": times, "watermarks": marks}


def end_of_partition(context):
    context.create_topic()
    context.fill(3)
    consumer = context.consumer(enable_partition_eof=True)
    consumer.assign([TopicPartition(context.topic, 0, OFFSET_BEGINNING)])
    try:
        read(consumer, 99)
    except KafkaException as failure:
        return {"error": failure.args[0].name(), "position": consumer.position([TopicPartition(context.topic, 0)])[0].offset}
    finally:
        consumer.close()


def unknown_topic(context):
    producer = context.producer(allow_auto_create_topics=False, message_timeout_ms=5000)
    outcomes = []
    consumer = context.consumer(allow_auto_create_topics=False)
    consumer.subscribe([context.topic])
    message = next(filter(None, (consumer.poll(1) for _ in range(20))), None)
    consumer.close()
    producer.produce("not valid", "v", on_delivery=lambda error, _: outcomes.append(error.name()))
    producer.flush(10)
    return {"subscribed": message.error().name() if message and message.error() else None, "invalid": outcomes}


CASES = {
    **{f"produce.compression-{codec}": compression(codec) for codec in ("none", "gzip", "snappy", "lz4", "zstd")},
    "produce.idempotent": idempotent,
    "produce.headers": headers,
    "produce.log-append-time": log_append_time,
    "produce.too-large": too_large,
    "produce.large": large,
    "consume.middle-of-batch": middle_of_batch,
    "consume.watermarks-and-times": watermarks_and_times,
    "consume.end-of-partition": end_of_partition,
    "consume.unknown-topic": unknown_topic,
}
