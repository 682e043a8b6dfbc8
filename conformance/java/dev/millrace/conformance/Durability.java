package dev.millrace.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** What lives through the broker's death. Whoever runs these cases kills and restarts it meanwhile, or between the first and the second half. */
final class Durability implements Suite {
    private static final int partitions = 3;
    private static final int records = 15_000;
    private static final String state = "durability-state";

    @Override
    public void register(BiConsumer<String, Case> cases) {
        for (String way : List.of("idempotent", "plain")) {
            String name = "java-produce-" + way;
            cases.accept(name + ".before", context -> created(context, name));
            cases.accept(name + ".meanwhile", context -> produce(context, name, way.equals("idempotent")));
            cases.accept(name + ".after", context -> readBack(context, name, way.equals("idempotent")));
        }
        for (String protocol : List.of("classic", "consumer")) {
            String name = protocol.equals("classic") ? "java-consume-in-a-group" : "java-consume-in-a-consumer-group";
            Reading reading = new Reading(name, protocol);
            cases.accept(name + ".before", reading::join);
            cases.accept(name + ".meanwhile", reading::produce);
            cases.accept(name + ".after", context -> reading.readBack());
        }
        cases.accept("state.before", Durability::before);
        cases.accept("state.after", Durability::after);
    }

    /** Acknowledgements by the name of the case. */
    private final Map<String, List<Future<RecordMetadata>>> acknowledged = new ConcurrentHashMap<>();

    private static Object created(Context context, String topic) throws Exception {
        context.createTopic(topic, partitions);
        return null;
    }

    /** Produces for some seconds while the broker dies and comes back. */
    private Object produce(Context context, String topic, boolean idempotent) throws Exception {
        Map<String, Object> config = Map.of("acks", "all", "enable.idempotence", String.valueOf(idempotent), "delivery.timeout.ms", "80000", "request.timeout.ms", "5000",
            "linger.ms", "1", "reconnect.backoff.max.ms", "200", "max.in.flight.requests.per.connection", "5");
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer = context.producer(config)) {
            for (int each = 0; each < records; each++) {
                sent.add(producer.send(new ProducerRecord<>(topic, each % partitions, "k", "v" + each)));
                if (each % 20 == 0) Thread.sleep(12);
            }
        }
        acknowledged.put(topic, sent);
        return null;
    }

    /** Every acknowledged record has to stand where it was acknowledged; with idempotence, each record exactly once and in order. */
    private Object readBack(Context context, String topic, boolean idempotent) throws Exception {
        Map<Integer, List<ConsumerRecord<String, String>>> stored = new TreeMap<>();
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of())) {
            for (int partition = 0; partition < partitions; partition++) {
                TopicPartition read = new TopicPartition(topic, partition);
                stored.put(partition, context.readAll(List.of(read), consumer.endOffsets(List.of(read)).get(read).intValue()));
            }
        }
        int lost = 0;
        for (int each = 0; each < records; each++) {
            RecordMetadata metadata = acknowledged.get(topic).get(each).get();
            ConsumerRecord<String, String> record = stored.get(metadata.partition()).get((int) metadata.offset());
            if (!record.value().equals("v" + each)) lost++;
        }
        Seen seen = new Seen().with("acknowledged", records).with("not where they were acknowledged", lost);
        return idempotent ? seen.with("once and in order", onceAndInOrder(stored)) : seen;
    }

    private static boolean onceAndInOrder(Map<Integer, List<ConsumerRecord<String, String>>> stored) {
        for (int partition = 0; partition < partitions; partition++) {
            List<ConsumerRecord<String, String>> there = stored.get(partition);
            if (there.size() != records / partitions) return false;
            for (int at = 0; at < there.size(); at++) {
                if (!there.get(at).value().equals("v" + (at * partitions + partition)) || there.get(at).offset() != at) return false;
            }
        }
        return true;
    }

    /** A group that reads and commits while the broker dies and comes back. */
    private static final class Reading {
        private static final int total = 4_000;
        private final String group;
        private final String protocol;
        private final List<Member> members = new ArrayList<>();
        private final List<Future<RecordMetadata>> sent = new ArrayList<>();

        Reading(String group, String protocol) {
            this.group = group;
            this.protocol = protocol;
        }

        Object join(Context context) throws Exception {
            context.createTopic(group, partitions);
            Map<String, Object> config = Map.of("enable.auto.commit", "true", "auto.commit.interval.ms", "200", "reconnect.backoff.max.ms", "200", "group.protocol", protocol);
            for (int each = 0; each < 2; each++) members.add(new Member(context, group, List.of(group), config));
            Member.settled(members, partitions);
            return null;
        }

        Object produce(Context context) throws Exception {
            try (KafkaProducer<String, String> producer = context.producer(Map.of("delivery.timeout.ms", "80000", "request.timeout.ms", "5000", "reconnect.backoff.max.ms", "200"))) {
                for (int each = 0; each < total; each++) {
                    sent.add(producer.send(new ProducerRecord<>(group, each % partitions, "k", "v" + each)));
                    if (each % 10 == 0) Thread.sleep(20);
                }
            }
            return null;
        }

        /** The group has gone on reading and committing. */
        Object readBack() throws Exception {
            int count = 0;
            for (Future<RecordMetadata> each : sent) if (each.get().hasOffset()) count++;
            Context.waitUntil("the group has read all", () -> members.stream().mapToLong(Member::records).sum() >= total);
            long failures = members.stream().filter(member -> member.failure() != null).count();
            Member.closeAll(members);
            return new Seen().with("acknowledged", count).with("failures", failures);
        }
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
