"""What cases share: clients of the broker that a case is tried on, and names of the case's own."""

import time
import uuid

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

WAIT_SECONDS = 40


class Context:
    def __init__(self, name, bootstrap_servers):
        self.topic = name
        self.config = {"bootstrap.servers": bootstrap_servers, "client.id": name}

    def admin(self):
        return AdminClient(self.config)

    def create_topic(self, partitions=1, config=None, topic=None):
        topic = topic or self.topic
        admin = self.admin()
        admin.create_topics([NewTopic(topic, partitions, 1, config=config or {})])[topic].result(20)
        usable = Consumer({**self.config, "group.id": "usable"})
        for partition in range(partitions):
            wait_until(f"{topic}-{partition} can be used", lambda: watermarks(usable, topic, partition) is not None)
        usable.close()

    def settle(self):
        """Waits until the broker knows what the controller did: what comes after it in the metadata log has arrived."""
        self.create_topic(topic=f"{self.topic}.{uuid.uuid4()}")

    def producer(self, **config):
        return Producer({**self.config, **dotted(config)})

    def consumer(self, **config):
        defaults = {"group.id": self.topic, "auto.offset.reset": "earliest", "enable.auto.commit": False}
        return Consumer({**self.config, **defaults, **dotted(config)})

    def fill(self, count, partition=0, topic=None, **config):
        """Writes records "k0"="v0", … at the times 1000, 1001, … and gives the offsets that they were acknowledged with."""
        offsets = []

        def delivered(error, message):
            offsets.append(str(error) if error else message.offset())

        producer = self.producer(**config)
        for each in range(count):
            producer.produce(topic or self.topic, f"v{each}", f"k{each}", partition, on_delivery=delivered, timestamp=1000 + each)
        if producer.flush(WAIT_SECONDS) > 0:
            raise AssertionError("not all records were acknowledged")
        return offsets


def dotted(config):
    """Names of settings, from Python's keyword form."""
    return {name.replace("_", "."): value for name, value in config.items()}


def watermarks(consumer, topic, partition):
    try:
        return consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=5)
    except KafkaException:
        return None


def wait_until(what, look):
    end = time.monotonic() + WAIT_SECONDS
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"it did not come about that {what}")
        time.sleep(0.05)


def read(consumer, count):
    """Polls until that many records came."""
    records = []
    end = time.monotonic() + WAIT_SECONDS
    while len(records) < count:
        if time.monotonic() > end:
            raise AssertionError(f"only {len(records)} of {count} records came")
        message = consumer.poll(0.2)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        records.append(message)
    return records


def show(message):
    def text(value):
        return None if value is None else value.decode()

    return f"{message.partition()}@{message.offset()} {text(message.key())}={text(message.value())}"


def outcome(action):
    """What an action gives, or the error that it ends with."""
    try:
        value = action()
        return "ok" if value is None else value
    except KafkaException as failure:
        error = failure.args[0]
        return {"error": error.name(), "message": error.str()}
