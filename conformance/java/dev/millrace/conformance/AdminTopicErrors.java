package dev.millrace.conformance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** What CreateTopics refuses, and in which words. */
final class AdminTopicErrors implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("create-errors.names", AdminTopicErrors::names);
        cases.accept("create-errors.counts", AdminTopicErrors::counts);
        cases.accept("create-errors.assignments", AdminTopicErrors::assignments);
        cases.accept("create-errors.configs", AdminTopicErrors::configs);
        cases.accept("create-errors.several-at-once", AdminTopicErrors::several);
    }

    private static Object create(Admin admin, NewTopic topic) {
        return Seen.outcomeOf(() -> admin.createTopics(List.of(topic)).all().get());
    }

    private static Object names(Context context) throws Exception {
        Seen seen = new Seen();
        try (Admin admin = context.admin()) {
            context.createTopic(context.topic("a.b"), 1);
            List<String> names = List.of("", ".", "..", "a b", "a/b", "a:b", "ä", "x".repeat(249), "x".repeat(250), context.topic("a.b"), context.topic("a_b"), "__consumer_offsets_", "-dash", "__cluster_metadata");
            for (String name : names) seen.with(name, create(admin, new NewTopic(name, 1, (short) 1)));
            admin.deleteTopics(List.of("x".repeat(249), "__consumer_offsets_", "-dash")).all().get();
            return seen;
        }
    }

    private static Object counts(Context context) {
        Seen seen = new Seen();
        try (Admin admin = context.admin()) {
            int[][] tried = {{0, 1}, {-2, 1}, {1, 0}, {1, 2}, {1, 3}, {1, -2}, {0, 0}};
            for (int[] each : tried) {
                seen.with(each[0] + " partitions, factor " + each[1], create(admin, new NewTopic(context.topic(), each[0], (short) each[1])));
            }
            seen.with("-1 and 2", create(admin, new NewTopic(context.topic(), Optional.empty(), Optional.of((short) 2))));
            return seen;
        }
    }

    private static Object assignments(Context context) {
        Seen seen = new Seen();
        try (Admin admin = context.admin()) {
            Map<String, Map<Integer, List<Integer>>> tried = new java.util.LinkedHashMap<>();
            tried.put("missing broker", Map.of(0, List.of(99)));
            tried.put("two brokers, one missing", Map.of(0, List.of(0, 99)));
            tried.put("twice the same", Map.of(0, List.of(0, 0)));
            tried.put("nobody", Map.of(0, List.of()));
            tried.put("not from zero", Map.of(1, List.of(0)));
            tried.put("with a gap", Map.of(0, List.of(0), 2, List.of(0)));
            tried.put("uneven", Map.of(0, List.of(0), 1, List.of(0, 1)));
            tried.put("negative", Map.of(0, List.of(-1)));
            tried.forEach((name, assignment) -> seen.with(name, create(admin, new NewTopic(context.topic(), assignment))));
            return seen;
        }
    }

    private static Object configs(Context context) {
        Seen seen = new Seen();
        try (Admin admin = context.admin()) {
            String[][] tried = {
                {"no.such.config", "1"}, {"retention.ms", "soon"}, {"retention.ms", "-2"}, {"retention.ms", ""}, {"retention.bytes", "1.5"},
                {"cleanup.policy", "shred"}, {"cleanup.policy", ""}, {"cleanup.policy", "delete,delete"}, {"cleanup.policy", "compact, delete"},
                {"compression.type", "rar"}, {"compression.gzip.level", "10"}, {"compression.zstd.level", "99"}, {"compression.lz4.level", "0"},
                {"segment.bytes", "1"}, {"segment.bytes", "99999999999"}, {"segment.ms", "0"}, {"segment.index.bytes", "3"}, {"max.message.bytes", "-1"},
                {"message.timestamp.type", "Never"}, {"min.insync.replicas", "0"}, {"min.insync.replicas", "2"}, {"min.cleanable.dirty.ratio", "1.1"},
                {"preallocate", "maybe"}, {"preallocate", "TRUE"}, {"unclean.leader.election.enable", "yes"}, {"flush.messages", "0"}, {"flush.ms", "-1"},
                {"index.interval.bytes", "-1"}, {"message.format.version", "3.0"}, {"message.timestamp.difference.max.ms", "1"}, {"message.timestamp.before.max.ms", "-1"},
                {"message.timestamp.after.max.ms", "-5"}, {"remote.storage.enable", "true"}, {"local.retention.ms", "-3"}, {"local.retention.bytes", "100"},
                {"leader.replication.throttled.replicas", "0"}, {"follower.replication.throttled.replicas", "0:1,1:0"}, {"leader.replication.throttled.replicas", "*"},
                {"max.compaction.lag.ms", "0"}, {"min.compaction.lag.ms", "-1"}, {"delete.retention.ms", "x"}, {"file.delete.delay.ms", "-1"}, {"segment.jitter.ms", "-1"},
                {" retention.ms", "1"}, {"retention.ms", " 1000 "}, {"retention.ms", "9223372036854775808"},
            };
            int at = 0;
            for (String[] each : tried) {
                String name = context.topic(String.valueOf(at++));
                Object outcome = create(admin, new NewTopic(name, 1, (short) 1).configs(Map.of(each[0], each[1])));
                seen.with(each[0] + "=" + each[1], outcome);
            }
            NewTopic lags = new NewTopic(context.topic("lags"), 1, (short) 1).configs(Map.of("min.compaction.lag.ms", "100", "max.compaction.lag.ms", "50"));
            NewTopic retention = new NewTopic(context.topic("retention"), 1, (short) 1).configs(Map.of("retention.ms", "100", "local.retention.ms", "200"));
            java.util.HashMap<String, String> nothing = new java.util.HashMap<>();
            nothing.put("retention.ms", null);
            return seen.with("lags that cross", create(admin, lags)).with("local retention beyond retention", create(admin, retention))
                .with("null", create(admin, new NewTopic(context.topic("null"), 1, (short) 1).configs(nothing)));
        }
    }

    private static Object several(Context context) throws Exception {
        try (Admin admin = context.admin()) {
            context.createTopic(context.topic("there"), 1);
            var result = admin.createTopics(List.of(new NewTopic(context.topic("there"), 1, (short) 1), new NewTopic(context.topic("good"), 1, (short) 1),
                new NewTopic("not valid", 1, (short) 1), new NewTopic(context.topic("none"), 0, (short) 1)));
            Seen seen = new Seen();
            result.values().forEach((name, future) -> seen.outcome(name, future::get));
            return new java.util.TreeMap<>(seen);
        }
    }
}
