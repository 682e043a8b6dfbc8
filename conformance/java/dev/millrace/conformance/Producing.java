package dev.millrace.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;

/** What the producer is told, and what a consumer then reads. */
final class Producing implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
            cases.accept("produce.compression-" + codec, context -> compressed(context, codec));
        }
        for (String codec : List.of("gzip", "snappy", "lz4", "zstd", "uncompressed")) {
            cases.accept("produce.topic-compression-" + codec, context -> recompressed(context, codec));
        }
        for (String acks : List.of("0", "1", "all")) cases.accept("produce.acks-" + acks, context -> acknowledged(context, acks));
        cases.accept("produce.idempotent-in-flight", Producing::idempotent);
        cases.accept("produce.nulls-and-headers", Producing::nullsAndHeaders);
        cases.accept("produce.create-time", context -> timestamps(context, "CreateTime"));
        cases.accept("produce.log-append-time", context -> timestamps(context, "LogAppendTime"));
        cases.accept("produce.timestamp-out-of-bounds", Producing::timestampOutOfBounds);
        cases.accept("produce.large-records", Producing::largeRecords);
        cases.accept("produce.max-message-bytes", Producing::tooLarge);
        cases.accept("produce.batch-is-split-when-too-large", Producing::splitBatch);
        cases.accept("produce.auto-created-topic", Producing::autoCreated);
        cases.accept("produce.invalid-topic", Producing::invalidTopic);
        cases.accept("produce.partition-that-is-not-there", Producing::missingPartition);
        cases.accept("produce.keyless-to-compacted-topic", Producing::keylessToCompacted);
    }

    private static Object compressed(Context context, String codec) throws Exception {
        context.createTopic(context.topic(), 1);
        List<RecordMetadata> acknowledged = context.fillOneBatch(context.partition(0), 500, Map.of("compression.type", codec));
        List<ConsumerRecord<String, String>> read = context.readAll(List.of(context.partition(0)), 500);
        boolean inOrder = IntStream.range(0, 500).allMatch(at -> read.get(at).value().equals("v" + at) && read.get(at).offset() == at);
        return new Seen().with("lastOffset", acknowledged.get(499).offset()).with("inOrder", inOrder).with("last", Context.show(read.get(499)));
    }

    /** The broker compresses anew: records are the same whatever the producer sent. */
    private static Object recompressed(Context context, String codec) throws Exception {
        context.createTopic(context.topic(), 1, Map.of("compression.type", codec));
        context.fillOneBatch(context.partition(0), 50, Map.of("compression.type", "none"));
        context.fillOneBatch(context.partition(0), 50, Map.of("compression.type", codec.equals("gzip") ? "lz4" : "gzip"));
        List<ConsumerRecord<String, String>> read = context.readAll(List.of(context.partition(0)), 100);
        return read.stream().filter(record -> record.offset() % 33 == 0).map(Context::show).toList();
    }

    private static Object acknowledged(Context context, String acks) throws Exception {
        context.createTopic(context.topic(), 2);
        Map<String, Object> config = Map.of("acks", acks, "enable.idempotence", "false");
        List<String> acknowledged = new ArrayList<>();
        try (KafkaProducer<String, String> producer = context.producer(config)) {
            for (int each = 0; each < 4; each++) {
                RecordMetadata metadata = producer.send(new ProducerRecord<>(context.topic(), each % 2, 5_000L, "k", "v" + each)).get();
                acknowledged.add(metadata.partition() + "@" + metadata.offset() + " " + metadata.timestamp());
            }
        }
        List<String> read = new ArrayList<>();
        for (int partition = 0; partition < 2; partition++) {
            context.readAll(List.of(context.partition(partition)), 2).forEach(record -> read.add(Context.show(record)));
        }
        return new Seen().with("acknowledged", acknowledged).with("read", read);
    }

    private static Object idempotent(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Map<String, Object> config = Map.of("enable.idempotence", "true", "batch.size", "200", "max.in.flight.requests.per.connection", "5");
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer = context.producer(config)) {
            for (int each = 0; each < 1000; each++) sent.add(producer.send(new ProducerRecord<>(context.topic(), "k", "v" + each)));
        }
        for (int each = 0; each < 1000; each++) {
            if (sent.get(each).get().offset() != each) throw new AssertionError("record " + each + " stands at " + sent.get(each).get().offset());
        }
        List<ConsumerRecord<String, String>> read = context.readAll(List.of(context.partition(0)), 1000);
        return new Seen().with("inOrder", IntStream.range(0, 1000).allMatch(at -> read.get(at).value().equals("v" + at)));
    }

    private static Object nullsAndHeaders(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (KafkaProducer<String, String> producer = context.producer(Map.of())) {
            producer.send(new ProducerRecord<>(context.topic(), null, null)).get();
            producer.send(new ProducerRecord<>(context.topic(), "", "")).get();
            ProducerRecord<String, String> record = new ProducerRecord<>(context.topic(), "k", null);
            record.headers().add("twice", new byte[] {1}).add("twice", new byte[] {2, -1}).add("none", null).add("empty", new byte[0]).add("ключ", new byte[3]);
            producer.send(record).get();
        }
        return context.readAll(List.of(context.partition(0)), 3).stream()
            .map(record -> {
                List<String> headers = new ArrayList<>();
                for (Header header : record.headers()) headers.add(header.key() + "=" + java.util.Arrays.toString(header.value()));
                return new Seen().with("record", Context.show(record)).with("headers", headers)
                    .with("sizes", record.serializedKeySize() + "/" + record.serializedValueSize());
            })
            .toList();
    }

    private static Object timestamps(Context context, String type) throws Exception {
        context.createTopic(context.topic(), 1, Map.of("message.timestamp.type", type));
        long before = System.currentTimeMillis();
        RecordMetadata metadata;
        try (KafkaProducer<String, String> producer = context.producer(Map.of())) {
            metadata = producer.send(new ProducerRecord<>(context.topic(), 0, 12_345L, "k", "v")).get();
        }
        ConsumerRecord<String, String> read = context.readAll(List.of(context.partition(0)), 1).get(0);
        return new Seen().with("type", read.timestampType().name).with("kept", read.timestamp() == 12_345L)
            .with("isNow", read.timestamp() >= before && read.timestamp() <= System.currentTimeMillis())
            .with("acknowledgedAsRead", metadata.timestamp() == read.timestamp());
    }

    private static Object timestampOutOfBounds(Context context) throws Exception {
        context.createTopic(context.topic(), 1, Map.of("message.timestamp.before.max.ms", "60000"));
        Seen seen = new Seen();
        Map<String, Long> hoursFromNow = new java.util.TreeMap<>(Map.of("past", -2L, "now", 0L, "future", 2L));
        try (KafkaProducer<String, String> producer = context.producer(Map.of())) {
            hoursFromNow.forEach((name, hours) -> {
                long at = System.currentTimeMillis() + hours * 3_600_000;
                Object outcome = Seen.outcomeOf(() -> producer.send(new ProducerRecord<>(context.topic(), 0, at, "k", "v")).get().offset());
                if (outcome instanceof Seen error) error.put("message", ((String) error.get("message")).replaceAll("\\d{12,}", "TIME"));
                seen.put(name, outcome);
            });
        }
        return seen;
    }

    private static Object largeRecords(Context context) throws Exception {
        context.createTopic(context.topic(), 1, Map.of("max.message.bytes", "4000000"));
        String value = "x".repeat(3_500_000);
        try (KafkaProducer<String, String> producer = context.producer(Map.of("max.request.size", "5000000", "buffer.memory", "40000000"))) {
            for (int each = 0; each < 3; each++) producer.send(new ProducerRecord<>(context.topic(), 0, "k" + each, value));
        }
        return context.readAll(List.of(context.partition(0)), 3).stream().map(record -> record.offset() + ":" + record.value().length()).toList();
    }

    private static Object tooLarge(Context context) throws Exception {
        context.createTopic(context.topic(), 1, Map.of("max.message.bytes", "1000"));
        Seen seen = new Seen();
        for (int bytes : new int[] {100, 900, 1000, 5000}) {
            try (KafkaProducer<String, String> producer = context.producer(Map.of())) {
                seen.outcome(bytes + " bytes", () -> producer.send(new ProducerRecord<>(context.topic(), 0, "k", "x".repeat(bytes))).get().offset());
            }
        }
        return seen;
    }

    /** The producer halves a batch that the broker finds too large, and sends the halves. */
    private static Object splitBatch(Context context) throws Exception {
        context.createTopic(context.topic(), 1, Map.of("max.message.bytes", "2000"));
        List<RecordMetadata> acknowledged = context.fillOneBatch(context.partition(0), 1000, new HashMap<>());
        List<ConsumerRecord<String, String>> read = context.readAll(List.of(context.partition(0)), 1000);
        return new Seen().with("lastOffset", acknowledged.get(999).offset())
            .with("values", read.stream().map(ConsumerRecord::value).distinct().count());
    }

    private static Object autoCreated(Context context) throws Exception {
        try (KafkaProducer<String, String> producer = context.producer(Map.of()); Admin admin = context.admin()) {
            long offset = producer.send(new ProducerRecord<>(context.topic(), "k", "v")).get().offset();
            TopicDescription topic = admin.describeTopics(List.of(context.topic())).allTopicNames().get().get(context.topic());
            return new Seen().with("offset", offset).with("partitions", topic.partitions().size()).with("internal", topic.isInternal());
        }
    }

    private static Object invalidTopic(Context context) {
        Seen seen = new Seen();
        for (String topic : List.of("no spaces", "..", "a".repeat(250), "a/b")) {
            try (KafkaProducer<String, String> producer = context.producer(Map.of("max.block.ms", "5000"))) {
                seen.outcome(topic, () -> producer.send(new ProducerRecord<>(topic, "k", "v")).get().offset());
            }
        }
        return seen;
    }

    private static Object missingPartition(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (KafkaProducer<String, String> producer = context.producer(Map.of("max.block.ms", "2000"))) {
            return Seen.outcomeOf(() -> producer.send(new ProducerRecord<>(context.topic(), 7, "k", "v")).get().offset());
        }
    }

    private static Object keylessToCompacted(Context context) throws Exception {
        context.createTopic(context.topic(), 1, Map.of("cleanup.policy", "compact"));
        try (KafkaProducer<String, String> producer = context.producer(Map.of())) {
            return new Seen()
                .outcome("keyless", () -> producer.send(new ProducerRecord<>(context.topic(), null, "v")).get().offset())
                .outcome("with key", () -> producer.send(new ProducerRecord<>(context.topic(), "k", "v")).get().offset());
        }
    }
}
