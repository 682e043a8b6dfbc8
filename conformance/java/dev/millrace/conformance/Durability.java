package dev.millrace.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What lives through the broker's death. Whoever runs these cases kills and restarts it between the first and the second half. */
final class Durability implements Suite {
    private static final String state = "durability-state";

    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("state.before", Durability::before);
        cases.accept("state.after", Durability::after);
    }

    /** Things whose acknowledgement is a promise: made before the broker is killed. */
    private static Object before(Context context) throws Exception {
        context.createTopic(state, 2, Map.of("retention.ms", "123456"));
        context.fill(new TopicPartition(state, 0), 5);
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of("group.id", state))) {
            var partition = new TopicPartition(state, 0);
            consumer.assign(List.of(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(3, "kept")));
        }
        try (Admin admin = context.admin()) {
            AdminConfigs.alter(admin, AdminConfigs.topic(state), AdminConfigs.op(OpType.SET, "segment.ms", "654321"));
            admin.createPartitions(Map.of(state, NewPartitions.increaseTo(3))).all().get();
            context.createTopic("durability-deleted", 1);
            admin.deleteTopics(List.of("durability-deleted")).all().get();
        }
        return look(context);
    }

    private static Object after(Context context) throws Exception {
        return look(context);
    }

    private static Object look(Context context) throws Exception {
        var partition = new TopicPartition(state, 0);
        try (Admin admin = context.admin(); KafkaConsumer<String, String> consumer = context.consumer(Map.of("group.id", state))) {
            Context.waitUntil("all partitions are there", () -> Seen.outcomeOf(() -> admin.describeTopics(List.of(state)).allTopicNames().get().get(state).partitions().size()).equals(3));
            var topic = admin.describeTopics(List.of(state)).allTopicNames().get().get(state);
            var committed = consumer.committed(Set.of(partition)).get(partition);
            return new Seen().with("id", topic.topicId().toString()).with("partitions", topic.partitions().size())
                .with("cluster", admin.describeCluster().clusterId().get())
                .with("configs", AdminConfigs.rows(admin, AdminConfigs.topic(state), "retention.ms", "segment.ms"))
                .with("deleted", !admin.listTopics().names().get().contains("durability-deleted"))
                .with("committed", committed.offset() + " '" + committed.metadata() + "'")
                .with("beginning", consumer.beginningOffsets(List.of(partition)).get(partition)).with("end", consumer.endOffsets(List.of(partition)).get(partition))
                .with("records", context.readAll(List.of(partition), 5).stream().map(Context::show).toList());
        }
    }
}
