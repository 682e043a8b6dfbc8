package dev.millrace.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Reading without a group: positions, times, limits. */
final class Consuming implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
            cases.accept("consume.middle-of-batch-" + codec, context -> middleOfBatch(context, codec));
        }
        cases.accept("consume.seek", Consuming::seek);
        cases.accept("consume.offset-reset", Consuming::offsetReset);
        cases.accept("consume.beginning-and-end-offsets", Consuming::beginningAndEnd);
        cases.accept("consume.offsets-for-times", Consuming::offsetsForTimes);
        cases.accept("consume.pause-and-resume", Consuming::pause);
        cases.accept("consume.after-deleted-records", Consuming::afterDeletedRecords);
        cases.accept("consume.small-fetches", Consuming::smallFetches);
        cases.accept("consume.read-committed", Consuming::readCommitted);
        cases.accept("consume.many-partitions", Consuming::manyPartitions);
        cases.accept("consume.leader-epochs", Consuming::leaderEpochs);
        cases.accept("consume.partitions-for", Consuming::partitionsFor);
        cases.accept("consume.records-as-they-come", Consuming::asTheyCome);
        cases.accept("consume.topic-deleted-and-created-again", Consuming::topicCreatedAgain);
    }

    private static Object middleOfBatch(Context context, String codec) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fillOneBatch(context.partition(0), 20, Map.of("compression.type", codec));
        context.fillOneBatch(context.partition(0), 20, Map.of("compression.type", codec));
        Seen seen = new Seen();
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of())) {
            consumer.assign(List.of(context.partition(0)));
            for (int offset : new int[] {0, 7, 19, 20, 33, 39}) {
                consumer.seek(context.partition(0), offset);
                List<ConsumerRecord<String, String>> read = Context.read(consumer, 40 - offset);
                seen.with("from " + offset, Context.show(read.get(0)) + " … " + Context.show(read.get(read.size() - 1)));
            }
        }
        return seen;
    }

    private static Object seek(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 5);
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of())) {
            TopicPartition partition = context.partition(0);
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            long end = consumer.position(partition);
            consumer.seekToBeginning(List.of(partition));
            long beginning = consumer.position(partition);
            consumer.seek(partition, 3);
            List<String> read = Context.read(consumer, 2).stream().map(Context::show).toList();
            return new Seen().with("beginning", beginning).with("end", end).with("from 3", read).with("position", consumer.position(partition))
                .with("lag", consumer.currentLag(partition).orElse(-1));
        }
    }

    private static Object offsetReset(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 3);
        Seen seen = new Seen();
        for (String policy : List.of("earliest", "latest", "none")) {
            try (KafkaConsumer<String, String> consumer = context.consumer(Map.of("auto.offset.reset", policy))) {
                consumer.assign(List.of(context.partition(0)));
                seen.outcome(policy, () -> consumer.position(context.partition(0), Duration.ofSeconds(10)));
                consumer.seek(context.partition(0), 99);
                seen.outcome(policy + ", out of range", () -> {
                    for (int each = 0; each < 20; each++) {
                        consumer.poll(Duration.ofMillis(100));
                        if (consumer.position(context.partition(0)) != 99) break;
                    }
                    return consumer.position(context.partition(0));
                });
            }
        }
        seen.values().forEach(outcome -> {
            if (outcome instanceof Seen error) error.compute("message", (name, text) -> ((String) text).replace(context.bootstrapServers, "HOST:PORT"));
        });
        return seen;
    }

    private static Object beginningAndEnd(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        context.fill(context.partition(1), 4);
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of("allow.auto.create.topics", "false"))) {
            List<TopicPartition> partitions = List.of(context.partition(0), context.partition(1));
            Seen seen = new Seen()
                .with("beginning", new TreeMap<>(Map.of(0, consumer.beginningOffsets(partitions).get(partitions.get(0)), 1, consumer.beginningOffsets(partitions).get(partitions.get(1)))))
                .with("end", new TreeMap<>(Map.of(0, consumer.endOffsets(partitions).get(partitions.get(0)), 1, consumer.endOffsets(partitions).get(partitions.get(1)))))
                .outcome("missing partition", () -> consumer.endOffsets(List.of(context.partition(5)), Duration.ofSeconds(2)).toString());
            ((Seen) seen.get("missing partition")).remove("message"); // tells how long it waited
            return seen;
        }
    }

    private static Object offsetsForTimes(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        context.fill(context.partition(0), 10); // at 1000, 1001, …
        context.fillOneBatch(context.partition(0), 10, Map.of("compression.type", "gzip")); // the same times again
        Seen seen = new Seen();
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of())) {
            for (long time : new long[] {0, 1000, 1004, 1009, 1010, 99_999}) {
                OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(context.partition(0), time)).get(context.partition(0));
                seen.with("at " + time, found == null ? null : found.offset() + " of " + found.timestamp() + " epoch " + found.leaderEpoch().orElse(-1));
            }
            return seen.with("empty partition", consumer.offsetsForTimes(Map.of(context.partition(1), 0L)).get(context.partition(1)));
        }
    }

    private static Object pause(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        context.fill(context.partition(0), 3);
        context.fill(context.partition(1), 3);
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of())) {
            consumer.assign(List.of(context.partition(0), context.partition(1)));
            consumer.pause(List.of(context.partition(0)));
            List<String> paused = Context.read(consumer, 3).stream().map(Context::show).toList();
            consumer.resume(List.of(context.partition(0)));
            return new Seen().with("paused", paused).with("resumed", Context.read(consumer, 3).stream().map(Context::show).toList());
        }
    }

    private static Object afterDeletedRecords(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fillOneBatch(context.partition(0), 10, Map.of());
        try (Admin admin = context.admin(); KafkaConsumer<String, String> consumer = context.consumer(Map.of())) {
            admin.deleteRecords(Map.of(context.partition(0), RecordsToDelete.beforeOffset(4))).all().get();
            consumer.assign(List.of(context.partition(0)));
            List<String> read = Context.read(consumer, 6).stream().map(Context::show).toList();
            consumer.seek(context.partition(0), 1);
            String fromDeleted = Context.show(Context.read(consumer, 6).get(0));
            return new Seen().with("beginning", consumer.beginningOffsets(List.of(context.partition(0))).get(context.partition(0)))
                .with("read", read).with("from a deleted offset", fromDeleted);
        }
    }

    /** Fetch limits smaller than a batch: whole batches come all the same, so that reading goes on. */
    private static Object smallFetches(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fillOneBatch(context.partition(0), 300, Map.of());
        context.fill(context.partition(0), 20);
        Map<String, Object> config = Map.of("max.partition.fetch.bytes", "100", "fetch.max.bytes", "100", "max.poll.records", "7");
        try (KafkaConsumer<String, String> consumer = context.consumer(config)) {
            consumer.assign(List.of(context.partition(0)));
            List<ConsumerRecord<String, String>> read = Context.read(consumer, 320);
            return new Seen().with("inOrder", IntStream.range(0, 320).allMatch(at -> read.get(at).offset() == at));
        }
    }

    private static Object readCommitted(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 5);
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of("isolation.level", "read_committed"))) {
            consumer.assign(List.of(context.partition(0)));
            List<String> read = Context.read(consumer, 5).stream().map(Context::show).toList();
            return new Seen().with("read", read).with("end", consumer.endOffsets(List.of(context.partition(0))).get(context.partition(0)));
        }
    }

    private static Object manyPartitions(Context context) throws Exception {
        context.createTopic(context.topic(), 40);
        List<TopicPartition> partitions = IntStream.range(0, 40).mapToObj(context::partition).toList();
        for (TopicPartition partition : partitions) if (partition.partition() % 4 == 0) context.fill(partition, 2);
        return context.readAll(partitions, 20).stream().map(Context::show).sorted().toList();
    }

    private static Object leaderEpochs(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 2);
        return context.readAll(List.of(context.partition(0)), 2).stream().map(record -> record.offset() + " epoch " + record.leaderEpoch().orElse(-1)).toList();
    }

    private static Object partitionsFor(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of())) {
            List<String> known = consumer.partitionsFor(context.topic()).stream()
                .map(info -> info.partition() + " leader " + info.leader().id() + " replicas " + info.replicas().length + " in sync " + info.inSyncReplicas().length)
                .sorted().toList();
            Context.waitUntil("asking for a topic creates it", () -> consumer.partitionsFor(context.topic("new")).size() == 1);
            return new Seen().with("known", known)
                .with("listed", consumer.listTopics().containsKey(context.topic()));
        }
    }

    /** Long polls wake up when records arrive, not at their deadline. */
    private static Object asTheyCome(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of("fetch.max.wait.ms", "20000"))) {
            consumer.assign(List.of(context.partition(0)));
            consumer.poll(Duration.ofMillis(500));
            List<Boolean> soon = new ArrayList<>();
            for (int each = 0; each < 5; each++) {
                context.fill(context.partition(0), 1);
                long start = System.nanoTime();
                Context.read(consumer, 1);
                soon.add(System.nanoTime() - start < 5_000_000_000L);
            }
            return soon;
        }
    }

    /** The same name with another topic id: a consumer that goes on must find the new topic's records. */
    private static Object topicCreatedAgain(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 3);
        try (Admin admin = context.admin(); KafkaConsumer<String, String> consumer = context.consumer(Map.of("metadata.max.age.ms", "500"))) {
            consumer.assign(List.of(context.partition(0)));
            Context.read(consumer, 3);
            admin.deleteTopics(List.of(context.topic())).all().get();
            Context.waitUntil("the topic is gone", () -> !admin.listTopics().names().get().contains(context.topic()));
            context.createTopic(context.topic(), 1);
            context.fill(context.partition(0), 2);
            return Context.read(consumer, 2).stream().map(Context::show).toList();
        }
    }
}
