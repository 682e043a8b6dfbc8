package dev.millrace.conformance;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** Committing offsets and getting them back. */
final class OffsetCommits implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("commit.sync-and-async", OffsetCommits::syncAndAsync);
        cases.accept("commit.metadata-round-trip", OffsetCommits::metadata);
        cases.accept("commit.metadata-too-large", OffsetCommits::metadataTooLarge);
        cases.accept("commit.auto-commit-then-go-on", OffsetCommits::goOn);
        cases.accept("commit.from-outside-of-a-running-group", OffsetCommits::fromOutside);
        cases.accept("commit.after-eviction", OffsetCommits::afterEviction);
        cases.accept("commit.topic-that-is-not-there", OffsetCommits::missingTopic);
        cases.accept("commit.deleted-topic", OffsetCommits::deletedTopic);
        cases.accept("commit.without-a-group", OffsetCommits::withoutGroup);
        cases.accept("commit.offsets-beyond-the-end", OffsetCommits::beyondTheEnd);
    }

    private static KafkaConsumer<String, String> assigned(Context context, Map<String, ?> config) {
        Map<String, Object> all = new java.util.HashMap<>(Map.of("group.id", context.topic()));
        all.putAll(config);
        KafkaConsumer<String, String> consumer = context.consumer(all);
        consumer.assign(List.of(context.partition(0)));
        return consumer;
    }

    private static String committed(Context context) {
        try (KafkaConsumer<String, String> consumer = assigned(context, Map.of())) {
            OffsetAndMetadata found = consumer.committed(Set.of(context.partition(0))).get(context.partition(0));
            return found == null ? "nothing" : found.offset() + " epoch " + found.leaderEpoch().orElse(-1) + " '" + found.metadata() + "'";
        }
    }

    private static Object syncAndAsync(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 6);
        Seen seen = new Seen().with("before", committed(context));
        try (KafkaConsumer<String, String> consumer = assigned(context, Map.of("max.poll.records", "2"))) {
            Context.read(consumer, 2);
            consumer.commitSync();
            seen.with("sync", committed(context));
            Context.read(consumer, 2);
            CompletableFuture<String> done = new CompletableFuture<>();
            consumer.commitAsync((offsets, failure) -> done.complete(String.valueOf(failure)));
            while (!done.isDone()) consumer.poll(Duration.ofMillis(50));
            return seen.with("failure", done.get(1, TimeUnit.SECONDS)).with("async", committed(context).startsWith("4 ") || committed(context).startsWith("6 "));
        }
    }

    private static Object metadata(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 1);
        Seen seen = new Seen();
        try (KafkaConsumer<String, String> consumer = assigned(context, Map.of())) {
            for (String metadata : List.of("", "plain", "ünïcode ☃", "{\"json\": [1, 2]}", "x".repeat(4000))) {
                consumer.commitSync(Map.of(context.partition(0), new OffsetAndMetadata(1, Optional.of(0), metadata)));
                seen.with("'" + metadata.substring(0, Math.min(20, metadata.length())) + "'", committed(context).equals("1 epoch 0 '" + metadata + "'"));
            }
            consumer.commitSync(Map.of(context.partition(0), new OffsetAndMetadata(1)));
            return seen.with("no epoch", committed(context));
        }
    }

    private static Object metadataTooLarge(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (KafkaConsumer<String, String> consumer = assigned(context, Map.of())) {
            Seen seen = new Seen();
            for (int length : new int[] {4096, 4097}) {
                seen.outcome(length + " bytes", () -> {
                    consumer.commitSync(Map.of(context.partition(0), new OffsetAndMetadata(0, "x".repeat(length))));
                    return null;
                });
            }
            return seen;
        }
    }

    private static Object goOn(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 10);
        Map<String, Object> config = Map.of("group.id", context.topic(), "enable.auto.commit", "true", "max.poll.records", "4");
        Seen seen = new Seen();
        for (int round = 0; round < 2; round++) {
            try (KafkaConsumer<String, String> consumer = context.consumer(config)) {
                consumer.subscribe(List.of(context.topic()));
                seen.with("round " + round, Context.read(consumer, 4).stream().map(Context::show).toList());
            }
            seen.with("committed " + round, committed(context));
        }
        return seen;
    }

    private static Object fromOutside(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (Member member = new Member(context, context.topic(), List.of(context.topic()), Map.of());
            KafkaConsumer<String, String> outsider = assigned(context, Map.of())) {
            Member.settled(List.of(member), 1);
            return Seen.outcomeOf(() -> {
                outsider.commitSync(Map.of(context.partition(0), new OffsetAndMetadata(0)));
                return null;
            });
        }
    }

    private static Object afterEviction(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Map<String, Object> config = Map.of("max.poll.interval.ms", "1500", "heartbeat.interval.ms", "500");
        try (Member member = new Member(context, context.topic(), List.of(context.topic()), config)) {
            Member.settled(List.of(member), 1);
            Object outcome = member.with(consumer -> Seen.outcomeOf(() -> {
                Thread.sleep(4_000);
                consumer.commitSync(Map.of(context.partition(0), new OffsetAndMetadata(0)));
                return null;
            }));
            return ((Seen) outcome).get("error");
        }
    }

    private static Object missingTopic(Context context) {
        try (KafkaConsumer<String, String> consumer = assigned(context, Map.of("default.api.timeout.ms", "3000", "allow.auto.create.topics", "false"))) {
            return new Seen().outcome("commit", () -> {
                consumer.commitSync(Map.of(context.partition(0), new OffsetAndMetadata(0)));
                return null;
            }).with("committed", committed(context));
        }
    }

    private static Object deletedTopic(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (KafkaConsumer<String, String> consumer = assigned(context, Map.of()); var admin = context.admin()) {
            consumer.commitSync(Map.of(context.partition(0), new OffsetAndMetadata(3)));
            admin.deleteTopics(List.of(context.topic())).all().get();
            Context.waitUntil("the offset is gone", () -> admin.listConsumerGroupOffsets(context.topic()).partitionsToOffsetAndMetadata().get().isEmpty());
            return "the offset went with the topic";
        }
    }

    private static Object withoutGroup(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of())) {
            consumer.assign(List.of(context.partition(0)));
            return Seen.outcomeOf(() -> {
                consumer.commitSync(Map.of(context.partition(0), new OffsetAndMetadata(0)));
                return null;
            });
        }
    }

    /** Kafka keeps whatever it is given. */
    private static Object beyondTheEnd(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (KafkaConsumer<String, String> consumer = assigned(context, Map.of())) {
            consumer.commitSync(Map.of(context.partition(0), new OffsetAndMetadata(1_000_000_000_000L)));
            return committed(context);
        }
    }
}
