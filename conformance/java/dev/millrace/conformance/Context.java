package dev.millrace.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The broker that a case is tried on, names of the case's own, and clients that talk text. */
final class Context {
    private static final long waitMsMax = 40_000;
    private final String name;
    final String bootstrapServers;

    Context(String name, String bootstrapServers) {
        this.name = name;
        this.bootstrapServers = bootstrapServers;
    }

    /** A name for this case's topic (or group) that no other case uses. */
    String topic() {
        return name;
    }

    String topic(String suffix) {
        return name + "." + suffix;
    }

    TopicPartition partition(int partition) {
        return new TopicPartition(name, partition);
    }

    Map<String, Object> clientConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("client.id", name);
        return config;
    }

    /** An admin client that soon gives up on nodes that don't exist. */
    Admin impatientAdmin() {
        Map<String, Object> config = clientConfig();
        config.put("default.api.timeout.ms", "2000");
        config.put("request.timeout.ms", "2000");
        return Admin.create(config);
    }

    Admin admin() {
        return Admin.create(clientConfig());
    }

    KafkaProducer<String, String> producer(Map<String, ?> config) {
        Map<String, Object> all = clientConfig();
        all.putAll(config);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    /** A consumer that starts at the beginning and commits only when told to. */
    KafkaConsumer<String, String> consumer(Map<String, ?> config) {
        Map<String, Object> all = clientConfig();
        all.put("auto.offset.reset", "earliest");
        all.put("enable.auto.commit", "false");
        all.putAll(config);
        return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    }

    String brokerId() throws Exception {
        try (Admin admin = admin()) {
            return admin.describeCluster().nodes().get().iterator().next().idString();
        }
    }

    void createTopic(String topic, int partitions) throws Exception {
        createTopic(topic, partitions, Map.of());
    }

    void createTopic(String topic, int partitions, Map<String, String> configs) throws Exception {
        try (Admin admin = admin()) {
            createTopic(admin, new NewTopic(topic, partitions, (short) 1).configs(configs));
        }
    }

    private static void createTopic(Admin admin, NewTopic topic) throws Exception {
        admin.createTopics(List.of(topic)).all().get();
        // The controller answers before the broker takes the partitions over: wait until they can be used.
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int each = 0; each < topic.numPartitions(); each++) ends.put(new TopicPartition(topic.name(), each), OffsetSpec.latest());
        waitUntil("the partitions of " + topic.name() + " can be used", () -> !(Seen.outcomeOf(() -> admin.listOffsets(ends).all().get()) instanceof Seen));
    }

    /** Waits until the broker knows what the controller did before: a topic that comes after it in the metadata log has arrived. */
    static void settle(Admin admin) throws Exception {
        createTopic(admin, new NewTopic("settled-" + Uuid.randomUuid(), 1, (short) 1));
    }

    /** Writes `count` records "v0", "v1", … to one partition, each in a request and a batch of its own. */
    void fill(TopicPartition partition, int count) throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of("linger.ms", "0"))) {
            for (int each = 0; each < count; each++) {
                producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), 1_000L + each, "k" + each, "v" + each)).get();
            }
        }
    }

    /** Writes `count` records to one partition so that all stand in one batch. */
    List<RecordMetadata> fillOneBatch(TopicPartition partition, int count, Map<String, ?> config) throws Exception {
        Map<String, Object> all = new HashMap<>(Map.of("linger.ms", "60000", "batch.size", "1000000"));
        all.putAll(config);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer = producer(all)) {
            for (int each = 0; each < count; each++) {
                sent.add(producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), 1_000L + each, "k" + each, "v" + each)));
            }
            producer.flush();
        }
        List<RecordMetadata> acknowledged = new ArrayList<>();
        for (Future<RecordMetadata> each : sent) acknowledged.add(each.get());
        return acknowledged;
    }

    /** Polls until `count` records came; fails when they don't. */
    static List<ConsumerRecord<String, String>> read(KafkaConsumer<String, String> consumer, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMsMax);
        while (records.size() < count) {
            if (System.nanoTime() > end) throw new AssertionError("only " + records.size() + " of " + count + " records came");
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    /** All records of some partitions, from their beginning. */
    List<ConsumerRecord<String, String>> readAll(Collection<TopicPartition> partitions, int count) {
        try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return read(consumer, count);
        }
    }

    /** Repeats `look` until it gives true; fails when it doesn't. */
    static void waitUntil(String what, Callable<Boolean> look) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMsMax);
        while (!look.call()) {
            if (System.nanoTime() > end) throw new AssertionError("it did not come about that " + what);
            Thread.sleep(50);
        }
    }

    /** One line for a record: where it stands and what it holds. */
    static String show(ConsumerRecord<String, String> record) {
        return record.partition() + "@" + record.offset() + " " + record.key() + "=" + record.value();
    }
}
