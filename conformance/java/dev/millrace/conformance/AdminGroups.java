package dev.millrace.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/** Groups as administrators see them: listed, described, deleted, their offsets set. */
final class AdminGroups implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("admin-groups.listed", AdminGroups::listed);
        cases.accept("admin-groups.missing", AdminGroups::missing);
        cases.accept("admin-groups.deleted", AdminGroups::deleted);
        cases.accept("admin-groups.offsets-altered", AdminGroups::altered);
        cases.accept("admin-groups.offsets-deleted", AdminGroups::offsetsDeleted);
        cases.accept("admin-groups.offsets-of-several", AdminGroups::offsetsOfSeveral);
        cases.accept("admin-groups.simple", AdminGroups::simple);
    }

    private static Object set(Context context, Admin admin, String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return Seen.outcomeOf(() -> admin.alterConsumerGroupOffsets(group, offsets).all().get());
    }

    private static Object offsets(Admin admin, String group) {
        return Seen.outcomeOf(() -> {
            Map<String, Object> rows = new TreeMap<>();
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().forEach((partition, offset) ->
                rows.put(partition.toString(), offset == null ? null : offset.offset() + " epoch " + offset.leaderEpoch().orElse(-1) + " '" + offset.metadata() + "'"));
            return rows;
        });
    }

    private static Object find(Context context, Admin admin, ListGroupsOptions options) {
        return Seen.outcomeOf(() -> admin.listGroups(options).all().get().stream().filter(group -> group.groupId().startsWith(context.topic()))
            .map(group -> group.groupId() + " " + group.type().map(Object::toString).orElse("-") + " '" + group.protocol() + "' " + group.groupState().map(Object::toString).orElse("-")).sorted().toList());
    }

    private static Object listed(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (Admin admin = context.admin(); Member member = new Member(context, context.topic("stable"), List.of(context.topic()), Map.of())) {
            set(context, admin, context.topic("simple"), Map.of(context.partition(0), new OffsetAndMetadata(0)));
            Member.settled(List.of(member), 1);
            return new Seen().with("all", find(context, admin, new ListGroupsOptions()))
                .with("stable", find(context, admin, new ListGroupsOptions().inGroupStates(Set.of(GroupState.STABLE))))
                .with("empty", find(context, admin, new ListGroupsOptions().inGroupStates(Set.of(GroupState.EMPTY))))
                .with("classic", find(context, admin, new ListGroupsOptions().withTypes(Set.of(GroupType.CLASSIC))))
                .with("consumer", find(context, admin, new ListGroupsOptions().withTypes(Set.of(GroupType.CONSUMER))))
                .with("of consumers", find(context, admin, ListGroupsOptions.forConsumerGroups()));
        }
    }

    private static Object missing(Context context) {
        try (Admin admin = context.admin()) {
            String group = context.topic();
            return new Seen()
                .outcome("described", () -> admin.describeConsumerGroups(List.of(group)).all().get().get(group).groupState().toString())
                .outcome("described as classic", () -> admin.describeClassicGroups(List.of(group)).all().get().get(group).state().toString())
                .outcome("deleted", () -> admin.deleteConsumerGroups(List.of(group)).all().get())
                .with("offsets", offsets(admin, group))
                .outcome("offsets deleted", () -> admin.deleteConsumerGroupOffsets(group, Set.of(context.partition(0))).all().get());
        }
    }

    private static Object deleted(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (Admin admin = context.admin()) {
            Seen seen = new Seen();
            try (Member member = new Member(context, context.topic(), List.of(context.topic()), Map.of())) {
                Member.settled(List.of(member), 1);
                member.alone(consumer -> consumer.commitSync(Map.of(context.partition(0), new OffsetAndMetadata(0))));
                seen.outcome("while it has members", () -> admin.deleteConsumerGroups(List.of(context.topic())).all().get());
            }
            Context.waitUntil("the group is empty", () -> admin.describeConsumerGroups(List.of(context.topic())).all().get().get(context.topic()).groupState() == GroupState.EMPTY);
            seen.with("offsets", offsets(admin, context.topic()));
            return seen.outcome("when empty", () -> admin.deleteConsumerGroups(List.of(context.topic())).all().get())
                .with("offsets then", offsets(admin, context.topic()))
                .outcome("again", () -> admin.deleteConsumerGroups(List.of(context.topic())).all().get())
                .with("listed", find(context, admin, new ListGroupsOptions()));
        }
    }

    private static Object altered(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        try (Admin admin = context.admin()) {
            Seen seen = new Seen()
                .with("set", set(context, admin, context.topic(), Map.of(context.partition(0), new OffsetAndMetadata(5, "from outside"), context.partition(1), new OffsetAndMetadata(6))))
                .with("offsets", offsets(admin, context.topic()))
                .with("missing topic", set(context, admin, context.topic(), Map.of(new TopicPartition(context.topic("missing"), 0), new OffsetAndMetadata(5))))
                .with("missing partition", set(context, admin, context.topic(), Map.of(context.partition(9), new OffsetAndMetadata(5))));
            try (Member member = new Member(context, context.topic(), List.of(context.topic()), Map.of())) {
                Member.settled(List.of(member), 2);
                seen.with("while it has members", set(context, admin, context.topic(), Map.of(context.partition(0), new OffsetAndMetadata(7))));
            }
            return seen.with("offsets then", offsets(admin, context.topic()));
        }
    }

    private static Object offsetsDeleted(Context context) throws Exception {
        context.createTopic(context.topic("read"), 1);
        context.createTopic(context.topic("left"), 1);
        TopicPartition read = new TopicPartition(context.topic("read"), 0);
        TopicPartition left = new TopicPartition(context.topic("left"), 0);
        try (Admin admin = context.admin()) {
            set(context, admin, context.topic(), Map.of(read, new OffsetAndMetadata(1), left, new OffsetAndMetadata(2)));
            Seen seen = new Seen();
            try (Member member = new Member(context, context.topic(), List.of(context.topic("read")), Map.of())) {
                Member.settled(List.of(member), 1);
                seen.outcome("subscribed", () -> admin.deleteConsumerGroupOffsets(context.topic(), Set.of(read)).partitionResult(read).get());
                seen.outcome("not subscribed", () -> admin.deleteConsumerGroupOffsets(context.topic(), Set.of(left)).partitionResult(left).get());
            }
            seen.with("offsets", offsets(admin, context.topic()));
            TopicPartition missing = new TopicPartition(context.topic("missing"), 0);
            return seen.outcome("when empty", () -> admin.deleteConsumerGroupOffsets(context.topic(), Set.of(read)).partitionResult(read).get())
                .outcome("missing topic", () -> admin.deleteConsumerGroupOffsets(context.topic(), Set.of(missing)).partitionResult(missing).get())
                .with("offsets then", offsets(admin, context.topic()));
        }
    }

    private static Object offsetsOfSeveral(Context context) throws Exception {
        context.createTopic(context.topic(), 3);
        try (Admin admin = context.admin()) {
            for (String group : List.of("a", "b")) set(context, admin, context.topic(group), Map.of(context.partition(0), new OffsetAndMetadata(group.equals("a") ? 1 : 2)));
            Map<String, ListConsumerGroupOffsetsSpec> asked = new TreeMap<>();
            for (String group : List.of("a", "b", "missing")) asked.put(context.topic(group), new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(context.partition(0), context.partition(1))));
            var found = admin.listConsumerGroupOffsets(asked);
            Seen seen = new Seen();
            for (String group : asked.keySet()) {
                seen.outcome(group, () -> new TreeMap<>(Map.of("rows", found.partitionsToOffsetAndMetadata(group).get().entrySet().stream()
                    .map(entry -> entry.getKey() + " " + (entry.getValue() == null ? "nothing" : entry.getValue().offset())).sorted().toList())));
            }
            return seen;
        }
    }

    /** A group that only keeps offsets. */
    private static Object simple(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (Admin admin = context.admin()) {
            set(context, admin, context.topic(), Map.of(context.partition(0), new OffsetAndMetadata(1)));
            var group = admin.describeConsumerGroups(List.of(context.topic())).all().get().get(context.topic());
            var classic = admin.describeClassicGroups(List.of(context.topic())).all().get().get(context.topic());
            return new Seen().with("state", group.groupState().toString()).with("simple", group.isSimpleConsumerGroup()).with("assignor", group.partitionAssignor())
                .with("type", group.type().toString()).with("classic", classic.state() + " '" + classic.protocol() + "' '" + classic.protocolData() + "' " + classic.members().size());
        }
    }
}
