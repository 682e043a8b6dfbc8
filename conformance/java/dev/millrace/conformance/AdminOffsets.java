package dev.millrace.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** ListOffsets with every special timestamp, and DeleteRecords. */
final class AdminOffsets implements Suite {
    private static final Map<String, OffsetSpec> specs = new LinkedHashMap<>();

    static {
        specs.put("latest -1", OffsetSpec.latest());
        specs.put("earliest -2", OffsetSpec.earliest());
        specs.put("max timestamp -3", OffsetSpec.maxTimestamp());
        specs.put("earliest local -4", OffsetSpec.earliestLocal());
        specs.put("latest tiered -5", OffsetSpec.latestTiered());
        specs.put("earliest pending upload -6", OffsetSpec.earliestPendingUpload());
        specs.put("at 0", OffsetSpec.forTimestamp(0));
        specs.put("at 1003", OffsetSpec.forTimestamp(1003));
        specs.put("at 9999", OffsetSpec.forTimestamp(9999));
    }

    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("list-offsets.empty-partition", context -> listed(context, 0, 0));
        cases.accept("list-offsets.one-record-batches", context -> listed(context, 8, 0));
        cases.accept("list-offsets.one-batch", context -> listed(context, 0, 8));
        cases.accept("list-offsets.compressed-batches", AdminOffsets::compressed);
        cases.accept("list-offsets.times-out-of-order", AdminOffsets::outOfOrder);
        cases.accept("list-offsets.log-append-time", AdminOffsets::logAppendTime);
        cases.accept("list-offsets.errors", AdminOffsets::errors);
        cases.accept("list-offsets.after-deleted-records", AdminOffsets::afterDeleted);
        cases.accept("delete-records", AdminOffsets::deleteRecords);
    }

    private static Object list(Context context, TopicPartition partition, Map<String, OffsetSpec> asked) {
        Seen seen = new Seen();
        try (Admin admin = context.admin()) {
            asked.forEach((name, spec) -> seen.outcome(name, () -> show(admin.listOffsets(Map.of(partition, spec)).all().get().get(partition))));
            return seen.outcome("latest, read committed", () -> show(admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all().get().get(partition)));
        }
    }

    private static String show(ListOffsetsResultInfo found) {
        return found.offset() + " of " + found.timestamp() + " epoch " + found.leaderEpoch().orElse(-1);
    }

    private static Object listed(Context context, int singles, int together) throws Exception {
        context.createTopic(context.topic(), 1);
        if (singles > 0) context.fill(context.partition(0), singles);
        if (together > 0) context.fillOneBatch(context.partition(0), together, Map.of());
        return list(context, context.partition(0), specs);
    }

    private static Object compressed(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        for (String codec : List.of("gzip", "snappy", "lz4", "zstd")) context.fillOneBatch(context.partition(0), 8, Map.of("compression.type", codec));
        return list(context, context.partition(0), specs);
    }

    private static Object outOfOrder(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (var producer = context.producer(Map.of("linger.ms", "0"))) {
            for (long time : new long[] {1005, 1001, 1009, 1002, 1009, 1003}) {
                producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>(context.topic(), 0, time, "k", "v")).get();
            }
        }
        return list(context, context.partition(0), specs);
    }

    private static Object logAppendTime(Context context) throws Exception {
        context.createTopic(context.topic(), 1, Map.of("message.timestamp.type", "LogAppendTime"));
        context.fillOneBatch(context.partition(0), 5, Map.of());
        Thread.sleep(20);
        context.fillOneBatch(context.partition(0), 5, Map.of());
        try (Admin admin = context.admin()) {
            var latest = admin.listOffsets(Map.of(context.partition(0), OffsetSpec.maxTimestamp())).all().get().get(context.partition(0));
            var same = admin.listOffsets(Map.of(context.partition(0), OffsetSpec.forTimestamp(latest.timestamp()))).all().get().get(context.partition(0));
            return new Seen().with("max timestamp", latest.offset()).with("at that time", same.offset());
        }
    }

    private static Object errors(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        try (Admin admin = context.admin()) {
            for (TopicPartition partition : List.of(context.partition(3), new TopicPartition(context.topic("missing"), 0), new TopicPartition("not valid", 0))) {
                seen.outcome(partition.toString(), () -> admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions().timeoutMs(3_000)).all().get());
            }
        }
        seen.values().forEach(outcome -> ((Seen) outcome).remove("message")); // tells how many tries fitted into the time
        return seen;
    }

    private static Object afterDeleted(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 8);
        try (Admin admin = context.admin()) {
            admin.deleteRecords(Map.of(context.partition(0), RecordsToDelete.beforeOffset(5))).all().get();
        }
        return list(context, context.partition(0), specs);
    }

    private static Object deleteRecords(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 10);
        Seen seen = new Seen();
        try (Admin admin = context.admin()) {
            for (long before : new long[] {3, 2, 0, 10, 11, -1, -2}) {
                seen.outcome("before " + before, () -> admin.deleteRecords(Map.of(context.partition(0), RecordsToDelete.beforeOffset(before))).lowWatermarks().get(context.partition(0)).get().lowWatermark());
            }
            TopicPartition missing = new TopicPartition(context.topic("missing"), 0);
            var patient = new org.apache.kafka.clients.admin.DeleteRecordsOptions().timeoutMs(3_000);
            Object outcome = Seen.outcomeOf(() -> admin.deleteRecords(Map.of(missing, RecordsToDelete.beforeOffset(1)), patient).all().get());
            if (outcome instanceof Seen error) error.remove("message");
            seen.with("missing topic", outcome);
            context.createTopic(context.topic("compacted"), 1, Map.of("cleanup.policy", "compact"));
            TopicPartition compacted = new TopicPartition(context.topic("compacted"), 0);
            return seen.outcome("compacted topic", () -> admin.deleteRecords(Map.of(compacted, RecordsToDelete.beforeOffset(0))).all().get());
        }
    }
}
