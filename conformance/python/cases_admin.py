"""The admin client."""

from confluent_kafka import ConsumerGroupTopicPartitions, TopicCollection, TopicPartition
from confluent_kafka.admin import (
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    OffsetSpec,
    ResourceType,
)
from context import outcome, read


def topics(context):
    admin = context.admin()

    def create(name, partitions, factor, **config):
        return outcome(lambda: admin.create_topics([NewTopic(name, partitions, factor, config=config)])[name].result(20))

    context.create_topic(2)
    seen = {
        "again": create(context.topic, 1, 1),
        "no partitions": create(context.topic + ".new", 0, 1),
        "factor 3": create(context.topic + ".new", 1, 3),
        "invalid name": create("not valid", 1, 1),
        "invalid config": create(context.topic + ".new", 1, 1, **{"retention.ms": "soon"}),
        "partitions": outcome(lambda: admin.create_partitions([NewPartitions(context.topic, 4)])[context.topic].result(20)),
        "fewer partitions": outcome(lambda: admin.create_partitions([NewPartitions(context.topic, 1)])[context.topic].result(20)),
        "settled": context.settle(),
        "listed": len(admin.list_topics(context.topic, 20).topics[context.topic].partitions),
    }
    described = admin.describe_topics(TopicCollection([context.topic]), include_authorized_operations=True)[context.topic].result(20)
    seen["described"] = [described.is_internal, len(described.partitions), sorted(operation.name for operation in described.authorized_operations)]
    seen["deleted"] = outcome(lambda: admin.delete_topics([context.topic])[context.topic].result(20))
    seen["deleted again"] = outcome(lambda: admin.delete_topics([context.topic])[context.topic].result(20))
    return seen


def configs(context):
    context.create_topic(config={"retention.ms": "5000"})
    admin = context.admin()

    def resource(**config):
        entries = [ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET) for name, value in config.items()]
        return ConfigResource(ResourceType.TOPIC, context.topic, incremental_configs=entries)

    def row(name):
        plain = ConfigResource(ResourceType.TOPIC, context.topic)
        entry = admin.describe_configs([plain])[plain].result(20)[name]
        return [entry.value, entry.source, entry.is_read_only, entry.is_default, entry.is_sensitive, sorted(entry.synonyms)]

    def alter(**config):
        altered = resource(**config)
        result = outcome(lambda: admin.incremental_alter_configs([altered])[altered].result(20))
        context.settle()
        return result

    return {
        "retention.ms": row("retention.ms"),
        "segment.bytes": row("segment.bytes"),
        "altered": alter(**{"retention.ms": "6000"}),
        "then": row("retention.ms"),
        "invalid": alter(**{"retention.ms": "x"}),
        "unknown": alter(**{"no.such": "x"}),
    }


def offsets(context):
    context.create_topic()
    context.fill(8)
    admin = context.admin()
    partition = TopicPartition(context.topic, 0)
    specs = {"latest": OffsetSpec.latest(), "earliest": OffsetSpec.earliest(), "max timestamp": OffsetSpec.max_timestamp(), "at 1003": OffsetSpec.for_timestamp(1003)}
    seen = {}
    for name, spec in specs.items():
        found = admin.list_offsets({partition: spec})[partition].result(20)
        seen[name] = [found.offset, found.timestamp, found.leader_epoch]
    deleted = admin.delete_records([TopicPartition(context.topic, 0, 5)])
    seen["low watermark"] = next(iter(deleted.values())).result(20).low_watermark
    beyond = admin.delete_records([TopicPartition(context.topic, 0, 50)])
    seen["beyond"] = outcome(lambda: next(iter(beyond.values())).result(20).low_watermark)
    return seen


def groups(context):
    context.create_topic()
    context.fill(3)
    consumer = context.consumer(group_instance_id="instance")
    consumer.subscribe([context.topic])
    read(consumer, 3)
    consumer.commit(asynchronous=False)
    admin = context.admin()
    described = admin.describe_consumer_groups([context.topic])[context.topic].result(20)
    partitions = ConsumerGroupTopicPartitions(context.topic)

    def committed():
        found = admin.list_consumer_group_offsets([partitions])[context.topic].result(20)
        return [[each.topic, each.partition, each.offset] for each in found.topic_partitions]

    def alter(offset):
        change = ConsumerGroupTopicPartitions(context.topic, [TopicPartition(context.topic, 0, offset)])
        return outcome(lambda: [str(each.error) for each in admin.alter_consumer_group_offsets([change])[context.topic].result(20).topic_partitions])

    def delete():
        return outcome(lambda: admin.delete_consumer_groups([context.topic])[context.topic].result(20))

    listed = admin.list_consumer_groups().result(20)
    seen = {
        "listed": [[each.group_id, each.state.name, each.is_simple_consumer_group] for each in listed.valid if each.group_id == context.topic],
        "described": [described.state.name, described.partition_assignor, described.is_simple_consumer_group, described.coordinator.id],
        "members": [[member.client_id, member.host, member.group_instance_id, len(member.assignment.topic_partitions)] for member in described.members],
        "offsets": committed(),
        "altered while active": alter(1),
        "deleted while active": delete(),
    }
    consumer.close()
    return seen


def offsets_of_an_empty_group(context):
    context.create_topic()
    admin = context.admin()

    def alter(topic, offset):
        change = ConsumerGroupTopicPartitions(context.topic, [TopicPartition(topic, 0, offset)])
        return outcome(lambda: [str(each.error) for each in admin.alter_consumer_group_offsets([change])[context.topic].result(20).topic_partitions])

    def committed():
        return [each.offset for each in admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(context.topic)])[context.topic].result(20).topic_partitions]

    def delete():
        return outcome(lambda: admin.delete_consumer_groups([context.topic])[context.topic].result(20))

    return {
        "altered": alter(context.topic, 7),
        "missing topic": alter(context.topic + ".missing", 7),
        "committed": committed(),
        "deleted": delete(),
        "deleted again": delete(),
        "committed then": committed(),
    }


def cluster(context):
    admin = context.admin()
    described = admin.describe_cluster(include_authorized_operations=True).result(20)
    return {
        "nodes": [[node.id, f"{node.host}:{node.port}" == context.config["bootstrap.servers"]] for node in described.nodes],
        "controller": described.controller.id,
        "operations": sorted(operation.name for operation in described.authorized_operations),
    }


CASES = {
    "admin.topics": topics,
    "admin.configs": configs,
    "admin.offsets": offsets,
    "admin.groups": groups,
    "admin.offsets-of-an-empty-group": offsets_of_an_empty_group,
    "admin.cluster": cluster,
}
