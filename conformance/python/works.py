"""What librdkafka does while the broker dies and comes back again and again, as Work.java says: each work is set up, goes on, is told that it has been
enough, and looks whether all is true that it was told."""

import random
import time
from collections import Counter

from confluent_kafka import OFFSET_BEGINNING, KafkaError, KafkaException, TopicPartition
from context import WAIT_SECONDS

PARTITIONS = 3
COMPLAINTS_SHOWN = 10
TINY_SEGMENTS = {"internal.segment.bytes": "16384"}
PATIENT = {"linger_ms": 1, "batch_size": 8192, "reconnect_backoff_max_ms": 200, "request_timeout_ms": 5000, "socket_timeout_ms": 10000}


class Work:
    def __init__(self, name):
        self.name, self.enough = name, False
        self.wrong, self.counts = [], Counter()

    def cases(self):
        return {f"{self.name}.begin": self.begin, f"{self.name}.go": self.go, f"{self.name}.enough": self.end, f"{self.name}.look": self.verdict}

    def begin(self, context):
        context.create_topic(PARTITIONS, TINY_SEGMENTS, topic=self.name)

    def end(self, _):
        self.enough = True

    def verdict(self, context):
        self.look(context)
        return {"wrong": self.wrong, "counts": self.counts}

    def complain(self, what):
        if len(self.wrong) < COMPLAINTS_SHOWN:
            self.wrong.append(what)
        self.counts["wrong"] += 1

    def read_all(self, context, isolation):
        """All records of the topic as (partition, offset, value), in their order in each partition."""
        consumer = context.consumer(isolation_level=isolation, enable_partition_eof=True)
        for partition in range(PARTITIONS):
            consumer.assign([TopicPartition(self.name, partition, OFFSET_BEGINNING)])
            end = time.monotonic() + WAIT_SECONDS
            while True:
                record = consumer.poll(0.2)
                if time.monotonic() > end:
                    raise AssertionError(f"partition {partition} of {self.name} was not read to its end")
                if record is None:
                    continue
                if record.error() and record.error().code() == KafkaError._PARTITION_EOF:
                    break
                if record.error():
                    raise KafkaException(record.error())
                yield partition, record.offset(), record.value().decode()
        consumer.close()


class Producing(Work):
    """An idempotent producer has to bring each number there once and in order; one that tries nothing twice may lose those that it was not told of."""

    IDEMPOTENT = {"enable_idempotence": True, "delivery_timeout_ms": 900_000}
    ONCE_ONLY = {"enable_idempotence": False, "acks": "all", "retries": 0, "max_in_flight": 1}

    def __init__(self, name, idempotent):
        super().__init__(name)
        self.idempotent, self.acknowledged, self.sent = idempotent, {}, 0

    def go(self, context):
        producer = context.producer(**PATIENT, **(self.IDEMPOTENT if self.idempotent else self.ONCE_ONLY))
        while not self.enough:
            self.send(producer, self.sent)
            self.sent += 1
            producer.poll(0)
            if self.sent % 20 == 0:
                time.sleep(0.02)
        if producer.flush(900) > 0:
            self.complain("not all was delivered in time")

    def send(self, producer, number):
        def delivered(error, record):
            if not error:
                self.acknowledged[number] = record.offset()
                return
            self.counts["failed"] += 1
            if self.idempotent:
                self.complain(f"{number} failed: {error}")

        while True:
            try:
                producer.produce(self.name, f"v{number}", partition=number % PARTITIONS, on_delivery=delivered)
                return
            except BufferError:
                producer.poll(0.1)

    def look(self, context):
        seen, last = set(), [-1] * PARTITIONS
        for partition, offset, value in self.read_all(context, "read_uncommitted"):
            number = int(value[1:])
            there = f"{value} at {partition}@{offset}"
            if self.acknowledged.get(number, offset) != offset:
                self.complain(f"{there} was acknowledged at {self.acknowledged[number]}")
            if number in seen:
                self.complain(f"{there} is there twice")
            if number < last[partition]:
                self.complain(f"{there} stands behind v{last[partition]}")
            seen.add(number)
            last[partition] = number
        self.counts["acknowledged"] = len(self.acknowledged)
        for number in self.acknowledged.keys() - seen:
            self.complain(f"{number} was acknowledged and is not there")
        if self.idempotent and len(seen) != self.sent:
            self.complain(f"{self.sent} were sent, {len(seen)} are there")


class Transactional(Work):
    """Writes numbers in transactions, of which some are aborted: of each, all has to be there or nothing, as it was told, and in order."""

    RECORDS, ABORTED_EVERY = 30, 7

    def __init__(self, name):
        super().__init__(name)
        self.fates, self.random = {}, random.Random(1)

    def go(self, context):
        producer = None
        transaction = 0
        while not self.enough:
            try:
                producer = producer or self.opened(context)
                self.write(producer, transaction)
                transaction += 1
            except KafkaException as failure:
                self.counts["transactions that failed"] += 1
                if not self.aborted(producer, failure):
                    producer = None
                transaction += 1
            time.sleep(0.02)

    def opened(self, context):
        """A producer that fails for good has a successor, as a process that is started again."""
        producer = context.producer(**PATIENT, transactional_id=self.name, transaction_timeout_ms=20_000, delivery_timeout_ms=15_000)
        again(lambda: producer.init_transactions(30))
        return producer

    def write(self, producer, transaction):
        producer.begin_transaction()
        self.fates[transaction] = "unknown"
        for number in range(self.RECORDS):
            producer.produce(self.name, f"{transaction}/{number}", partition=number % PARTITIONS)
        if self.random.randrange(self.ABORTED_EVERY) == 0:
            producer.flush(10)
            again(lambda: producer.abort_transaction(30))
            self.fates[transaction] = "aborted"
        else:
            again(lambda: producer.commit_transaction(30))
            self.fates[transaction] = "committed"
        self.counts[self.fates[transaction]] += 1

    def aborted(self, producer, failure):
        """Whether the producer can go on: a transaction that can't be committed may be aborted."""
        if producer is None or not failure.args[0].txn_requires_abort():
            return False
        try:
            again(lambda: producer.abort_transaction(30))
            return True
        except KafkaException:
            return False

    def look(self, context):
        seen, last = {}, [(-1, -1)] * PARTITIONS
        for partition, offset, value in self.read_all(context, "read_committed"):
            transaction, number = map(int, value.split("/"))
            if (transaction, number) <= last[partition]:
                self.complain(f"{value} at {partition}@{offset} stands behind {last[partition]}")
            last[partition] = (transaction, number)
            seen.setdefault(transaction, []).append(number)
        for transaction, fate in self.fates.items():
            count = len(seen.get(transaction, []))
            whole = sorted(seen.get(transaction, [])) == list(range(self.RECORDS))
            if not (whole and fate != "aborted" or count == 0 and fate != "committed"):
                self.complain(f"of transaction {transaction}, which was {fate}, {count} records are there")


def again(action):
    """What is to be tried again by librdkafka's own word is."""
    for attempt in range(10):
        try:
            return action()
        except KafkaException as failure:
            if attempt == 9 or not failure.args[0].retriable():
                raise


WORKS = [Producing("librdkafka-idempotent", True), Producing("librdkafka-once-only", False), Transactional("librdkafka-transactional")]
CASES = {name: case for work in WORKS for name, case in work.cases().items()}
