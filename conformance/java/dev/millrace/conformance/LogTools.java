package dev.millrace.conformance;

import static dev.millrace.conformance.Tool.with;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/** What the command line tools find in the logs of partitions: in the broker's own files, and through it. */
final class LogTools implements Suite {
    private static final String dumpLog = "org.apache.kafka.tools.DumpLogSegments";
    private static final String consoleConsumer = "org.apache.kafka.tools.consumer.ConsoleConsumer";
    /** What `offsets.topic.num.partitions` and `transaction.state.log.num.partitions` are. */
    private static final int internalPartitions = 50;

    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("kafka-dump-log", LogTools::segment);
        cases.accept("kafka-dump-log.offsets", LogTools::offsets);
        cases.accept("kafka-dump-log.transactions", LogTools::transactions);
        cases.accept("kafka-console-consumer.internal-topics", LogTools::internalTopics);
        cases.accept("kafka-replica-verification", LogTools::replicaVerification);
        cases.accept("kafka-streams-application-reset", LogTools::applicationReset);
    }

    private static Object segment(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 2);
        transact(context);
        return dumped(context, context.partition(0), List.of("--print-data-log", "--deep-iteration"), "");
    }

    private static Object offsets(Context context) throws Exception {
        commit(context);
        return counted(dumped(context, logOf("__consumer_offsets", context.topic()), List.of("--offsets-decoder"), context.topic()));
    }

    private static Object transactions(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        transact(context);
        return counted(dumped(context, logOf("__transaction_state", context.topic("tx")), List.of("--transaction-log-decoder"), context.topic("tx")));
    }

    private static Object internalTopics(Context context) throws Exception {
        commit(context);
        TopicPartition log = logOf("__consumer_offsets", context.topic());
        Tool tool = new Tool(context, consoleConsumer);
        Seen seen = new Seen();
        for (String formatter : List.of("OffsetsMessageFormatter", "GroupMetadataMessageFormatter")) {
            Seen output = (Seen) tool.runAsProcess("--topic", log.topic(), "--partition", String.valueOf(log.partition()), "--offset", "earliest",
                "--timeout-ms", "10000", "--formatter", "org.apache.kafka.tools.consumer." + formatter);
            seen.with(formatter, withoutTopicId(context, lines(output, context.topic())));
        }
        return seen;
    }

    private static Object replicaVerification(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 5);
        return new Tool(context, "org.apache.kafka.tools.ReplicaVerificationTool").firstLine(Pattern.compile("max lag is"),
            "--broker-list", context.bootstrapServers, "--topics-include", context.topic().replace(".", "[.]"), "--report-interval-ms", "2000")
            .replaceAll("^.*?: ", "");
    }

    private static Object applicationReset(Context context) throws Exception {
        commit(context);
        String changelog = context.topic() + "-store-changelog";
        context.createTopic(changelog, 1);
        Tool tool = new Tool(context, "org.apache.kafka.tools.StreamsResetter");
        String[] application = {"--application-id", context.topic(), "--input-topics", context.topic() + "," + context.topic("missing")};
        Seen seen = new Seen().with("dry run", tool.run(with(application, "--dry-run"))).with("reset", tool.run(application));
        try (Admin admin = context.admin()) {
            Context.settle(admin);
            return seen.with("internal topic is left", admin.listTopics().names().get().contains(changelog))
                .with("offset", admin.listConsumerGroupOffsets(context.topic()).partitionsToOffsetAndMetadata().get().get(context.partition(0)).offset());
        }
    }

    /** A group that belongs to nobody commits an offset, twice. */
    private static void commit(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 3);
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of("group.id", context.topic()))) {
            consumer.assign(List.of(context.partition(0)));
            for (int offset = 1; offset <= 2; offset++)
                consumer.commitSync(Map.of(context.partition(0), new OffsetAndMetadata(offset, "at " + offset)), Duration.ofSeconds(30));
        }
    }

    /** One transaction is committed, one aborted. */
    private static void transact(Context context) throws Exception {
        try (KafkaProducer<String, String> producer = context.producer(Map.of("transactional.id", context.topic("tx")))) {
            producer.initTransactions();
            for (String value : List.of("committed", "aborted")) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(context.topic(), 0, 2_000L, "k", value)).get();
                if (value.equals("committed")) producer.commitTransaction();
                else producer.abortTransaction();
                ended(context);
            }
        }
    }

    /** Waits until the markers are written: producers are answered before that. */
    private static void ended(Context context) throws Exception {
        String id = context.topic("tx");
        try (Admin admin = context.admin()) {
            Context.waitUntil("the transaction has ended", () -> !admin.describeTransactions(List.of(id)).description(id).get().state().toString().startsWith("Prepare"));
        }
    }

    private static TopicPartition logOf(String topic, String key) {
        return new TopicPartition(topic, Utils.abs(key.hashCode()) % internalPartitions);
    }

    /** What the tool finds in a partition's first segment; only lines that contain a text. */
    private static Seen dumped(Context context, TopicPartition partition, List<String> options, String text) throws Exception {
        String directory;
        try (Admin admin = context.admin()) {
            int broker = Integer.parseInt(context.brokerId());
            directory = admin.describeLogDirs(List.of(broker)).allDescriptions().get().get(broker).keySet().iterator().next();
        }
        String file = Path.of(directory, partition.toString(), "00000000000000000000.log").toString();
        List<String> arguments = new java.util.ArrayList<>(List.of("--files", file));
        arguments.addAll(options);
        Seen output = (Seen) new Tool(context, dumpLog).runOffline(arguments.toArray(String[]::new));
        List<String> lines = lines(output, text).stream().map(line -> line.replace(file, "FILE")).toList();
        return new Seen().with("exit", output.get("exit")).with("lines", withoutTopicId(context, lines));
    }

    /** The lines with their places among themselves for offsets: other cases may write to the same partition. */
    private static Seen counted(Seen dumped) {
        List<String> counted = new java.util.ArrayList<>();
        for (Object line : (List<?>) dumped.get("lines")) counted.add(line.toString().replaceFirst("^\\| offset: \\d+", "| offset: " + counted.size()));
        return new Seen().with("exit", dumped.get("exit")).with("lines", counted);
    }

    /** Lines that contain a text, without ids, times, and what the tool's own log puts behind output that ends no line. */
    private static List<String> lines(Seen output, String text) {
        return ((List<?>) output.get("lines")).stream().map(Object::toString).filter(line -> line.contains(text))
            .map(line -> line.replaceAll("\\b\\d{13}\\b", "TIME").replaceAll("(?i)(producerId\"?: ?)\\d+", "$1ID").replaceAll("crc: \\d+", "crc: CRC")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\S+ main ERROR .*$", ""))
            .toList();
    }

    /** The lines with the id of the topic that offsets were committed of taken out; any other id stays, and is a difference. */
    private static List<String> withoutTopicId(Context context, List<String> lines) throws Exception {
        try (Admin admin = context.admin()) {
            String id = admin.describeTopics(List.of(context.topic())).allTopicNames().get().get(context.topic()).topicId().toString();
            return lines.stream().map(line -> line.replace("\"topicId\":\"" + id + "\"", "\"topicId\":\"ID of the topic\"")).toList();
        }
    }
}
