"""Groups of consumers and their offsets."""

import threading

from confluent_kafka import TopicPartition
from context import outcome, read, show, wait_until


class Member:
    """A consumer in a group, polled by a thread of its own."""

    def __init__(self, context, subscribe=None, **config):
        self.consumer = context.consumer(**config)
        self.assignment = []
        self.error = None
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(subscribe or context.topic,), daemon=True)
        self.thread.start()

    def run(self, topic):
        self.consumer.subscribe([topic])
        while not self.stopping.is_set():
            message = self.consumer.poll(0.1)
            if message is not None and message.error():
                self.error = message.error().name()
            self.assignment = sorted(partition.partition for partition in self.consumer.assignment())
        self.consumer.close()

    def close(self):
        self.stopping.set()
        self.thread.join(20)


def settled(members, partitions):
    def look():
        have = [partition for member in members for partition in member.assignment]
        return sorted(have) == list(range(partitions)) and all(member.assignment for member in members)

    wait_until(f"the members have {partitions} partitions", look)
    return sorted(len(member.assignment) for member in members)


def shared_out(**config):
    """Two members, a third, and then without the first."""

    def case(context):
        context.create_topic(6)
        members = [Member(context, **config) for _ in range(2)]
        seen = {"two": settled(members, 6)}
        members.append(Member(context, **config))
        seen["three"] = settled(members, 6)
        members.pop(0).close()
        seen["without the first"] = settled(members, 6)
        for member in members:
            member.close()
        return seen

    return case


def assignor(name):
    return shared_out(partition_assignment_strategy=name, topic_metadata_refresh_interval_ms=1000)


def modern(name):
    """Members that speak the consumer protocol of KIP-848."""
    return shared_out(group_protocol="consumer", group_remote_assignor=name)


def static_member(context):
    context.create_topic(4)
    config = {"session_timeout_ms": 10000, "heartbeat_interval_ms": 500}
    one = Member(context, group_instance_id="one", **config)
    two = Member(context, group_instance_id="two", **config)
    settled([one, two], 4)
    had = two.assignment
    two.close()
    again = Member(context, group_instance_id="two", **config)
    settled([one, again], 4)
    seen = {"same partitions": again.assignment == had}
    one.close()
    again.close()
    return seen


def fenced(context):
    context.create_topic(1)
    first = Member(context, group_instance_id="one", heartbeat_interval_ms=500)
    settled([first], 1)
    second = Member(context, group_instance_id="one", heartbeat_interval_ms=500)
    wait_until("the first is fenced", lambda: first.error)
    seen = first.error
    first.close()
    second.close()
    return seen


def commits(context):
    context.create_topic()
    context.fill(6)
    partition = TopicPartition(context.topic, 0)
    consumer = context.consumer()
    consumer.assign([TopicPartition(context.topic, 0, 0)])
    wait_until("the group has a coordinator", lambda: isinstance(outcome(lambda: consumer.committed([partition], 20)), list))
    before = consumer.committed([partition], 20)[0].offset
    read(consumer, 3)
    consumer.commit(asynchronous=False)
    after = consumer.committed([partition], 20)[0].offset
    consumer.commit(offsets=[TopicPartition(context.topic, 0, 5, metadata="nöte")], asynchronous=False)
    found = consumer.committed([partition], 20)[0]
    missing = outcome(lambda: consumer.commit(offsets=[TopicPartition(context.topic + ".missing", 0, 1)], asynchronous=False)[0].error.name())
    consumer.close()
    return {"before": before < 0, "after": after, "metadata": [found.offset, found.metadata], "missing topic": missing}


def goes_on(**config):
    """A consumer that begins where the one before it has committed."""

    def case(context):
        context.create_topic()
        context.fill(10)
        seen = []
        for _ in range(2):
            consumer = context.consumer(**config)
            consumer.subscribe([context.topic])
            seen.append([show(message) for message in read(consumer, 4)])
            offset = int(seen[-1][-1].split("@")[1].split(" ")[0]) + 1
            consumer.commit(offsets=[TopicPartition(context.topic, 0, offset)], asynchronous=False)
            consumer.close()
        return seen

    return case


def modern_pattern(context):
    context.create_topic(2)
    member = Member(context, subscribe="^" + context.topic.replace(".", "\\."), group_protocol="consumer")
    seen = settled([member], 2)
    member.close()
    return seen


def migrated(context):
    """A group whose members go over to the consumer protocol one by one."""
    context.create_topic(4)
    classic = {"partition_assignment_strategy": "cooperative-sticky"}
    members = [Member(context, **classic) for _ in range(2)]
    seen = [settled(members, 4)]
    for _ in range(2):
        members.pop(0).close()
        members.append(Member(context, group_protocol="consumer"))
        seen.append(settled(members, 4))
    for member in members:
        member.close()
    return seen


CASES = {
    **{f"group.{name}": assignor(name) for name in ("range", "roundrobin", "cooperative-sticky")},
    **{f"group.consumer-protocol.{name}": modern(name) for name in ("uniform", "range")},
    "group.consumer-protocol.pattern": modern_pattern,
    "group.consumer-protocol.commits": goes_on(group_protocol="consumer"),
    "group.consumer-protocol.migrated": migrated,
    "group.static-member": static_member,
    "group.fenced": fenced,
    "commit.offsets": commits,
    "commit.goes-on": goes_on(),
}
