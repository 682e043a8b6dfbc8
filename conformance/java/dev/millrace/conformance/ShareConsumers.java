package dev.millrace.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Members of share groups (KIP-932): what each gets, how often, and what becomes of it. */
final class ShareConsumers implements Suite {
    private static final long waitMsMax = 60_000;
    private static final long quietMs = 3_000;

    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("share.implicit", ShareConsumers::implicit);
        cases.accept("share.explicit", ShareConsumers::explicit);
        cases.accept("share.acknowledged-one-by-one", ShareConsumers::oneByOne);
        cases.accept("share.delivery-limit", ShareConsumers::deliveryLimit);
        cases.accept("share.lock-timeout", ShareConsumers::lockTimeout);
        cases.accept("share.renewed", ShareConsumers::renewed);
        cases.accept("share.renewal-not-enabled", ShareConsumers::renewalOff);
        cases.accept("share.three-members", ShareConsumers::threeMembers);
        cases.accept("share.left-behind", ShareConsumers::leftBehind);
        cases.accept("share.record-limit", ShareConsumers::recordLimit);
        cases.accept("share.read-committed", context -> transactions(context, "read_committed"));
        cases.accept("share.read-uncommitted", context -> transactions(context, "read_uncommitted"));
        for (String reset : List.of("earliest", "latest", "by_duration:PT1H")) {
            cases.accept("share.begins-" + reset.replaceAll(":.*", ""), context -> begins(context, reset));
        }
        cases.accept("share.deleted-records", ShareConsumers::deletedRecords);
        cases.accept("share.topic-deleted", ShareConsumers::topicDeleted);
        cases.accept("share.in-flight-limit", ShareConsumers::inFlightLimit);
        cases.accept("share.kafka-console-share-consumer", ShareConsumers::console);
        cases.accept("share.kafka-share-consumer-perf-test", ShareConsumers::performance);
        cases.accept("share.kafka-verifiable-share-consumer", ShareConsumers::verifiable);
    }

    private static final Map<String, String> fromTheStart = Map.of("share.auto.offset.reset", "earliest");
    private static final Map<String, String> explicitly = Map.of("share.acknowledgement.mode", "explicit");

    private static void setGroup(Context context, Map<String, String> configs) throws Exception {
        try (Admin admin = context.admin()) {
            List<AlterConfigOp> all = configs.entrySet().stream().map(each -> new AlterConfigOp(new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET)).toList();
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, context.topic()), all)).all().get();
            Context.settle(admin);
        }
    }

    /** A topic of one partition with so many records, and a group that begins at its start. */
    private static void setUp(Context context, int records, Map<String, String> more) throws Exception {
        context.createTopic(context.topic(), 1);
        Map<String, String> configs = new HashMap<>(fromTheStart);
        configs.putAll(more);
        setGroup(context, configs);
        context.fill(context.partition(0), records);
    }

    private static KafkaShareConsumer<String, String> member(Context context, Map<String, ?> more) {
        Map<String, Object> config = context.clientConfig();
        config.put("group.id", context.topic());
        config.putAll(more);
        KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(context.topic()));
        return consumer;
    }

    private static String show(ConsumerRecord<String, String> record) {
        return Context.show(record) + " x" + record.deliveryCount().orElse((short) -1);
    }

    /** The next records, as soon as there are any. */
    private static List<ConsumerRecord<String, String>> next(KafkaShareConsumer<String, String> consumer) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMsMax);
        while (System.nanoTime() < end) {
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            if (!records.isEmpty()) return records;
        }
        throw new AssertionError("no records came");
    }

    /** What comes until so many records have come, in implicit mode. */
    private static List<String> take(KafkaShareConsumer<String, String> consumer, int count) {
        List<String> shown = new ArrayList<>();
        while (shown.size() < count) next(consumer).forEach(record -> shown.add(show(record)));
        return shown;
    }

    /** What still comes while nothing is expected to. */
    private static List<String> rest(KafkaShareConsumer<String, String> consumer) {
        List<String> shown = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(quietMs);
        while (System.nanoTime() < end) consumer.poll(Duration.ofMillis(200)).forEach(record -> shown.add(show(record)));
        return shown;
    }

    private static Object outcomes(Map<TopicIdPartition, Optional<KafkaException>> committed) {
        Map<String, String> shown = new TreeMap<>();
        committed.forEach((partition, failure) -> shown.put(partition.topicPartition().toString(), failure.map(each -> each.getClass().getSimpleName()).orElse("ok")));
        return shown;
    }

    private static Object implicit(Context context) throws Exception {
        setUp(context, 20, Map.of());
        Seen seen = new Seen();
        try (KafkaShareConsumer<String, String> consumer = member(context, Map.of())) {
            seen.with("first", take(consumer, 20));
            context.fill(context.partition(0), 2);
            seen.with("later", take(consumer, 2));
            seen.with("committed", outcomes(consumer.commitSync()));
        }
        try (KafkaShareConsumer<String, String> consumer = member(context, Map.of())) {
            return seen.with("to another", rest(consumer));
        }
    }

    private static Object explicit(Context context) throws Exception {
        setUp(context, 6, Map.of());
        Seen seen = new Seen();
        try (KafkaShareConsumer<String, String> consumer = member(context, explicitly)) {
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (records.size() < 6) {
                for (ConsumerRecord<String, String> record : next(consumer)) {
                    records.add(record);
                    consumer.acknowledge(record, AcknowledgeType.forId((byte) (1 + record.offset() % 3)));
                }
            }
            seen.with("first", records.stream().map(ShareConsumers::show).toList());
            seen.with("committed", outcomes(consumer.commitSync()));
            List<String> again = new ArrayList<>();
            while (again.size() < 2) {
                for (ConsumerRecord<String, String> record : next(consumer)) {
                    again.add(show(record));
                    consumer.acknowledge(record);
                }
            }
            seen.with("again", again).with("committed again", outcomes(consumer.commitSync()));
            seen.with("then", rest(consumer));
        }
        return seen;
    }

    private static Object oneByOne(Context context) throws Exception {
        setUp(context, 3, Map.of());
        Seen seen = new Seen();
        try (KafkaShareConsumer<String, String> consumer = member(context, explicitly)) {
            List<ConsumerRecord<String, String>> records = next(consumer);
            while (records.size() < 3) {
                records.forEach(consumer::acknowledge);
                records = next(consumer);
            }
            seen.outcome("poll with records that nothing is said of", () -> consumer.poll(Duration.ofMillis(10)).count());
            for (ConsumerRecord<String, String> record : records) {
                consumer.acknowledge(record, AcknowledgeType.ACCEPT);
                seen.with("committed " + record.offset(), outcomes(consumer.commitSync()));
            }
            ConsumerRecord<String, String> first = records.get(0);
            seen.outcome("twice", () -> {
                consumer.acknowledge(first);
                return "ok";
            });
        }
        return seen;
    }

    private static Object deliveryLimit(Context context) throws Exception {
        setUp(context, 1, Map.of("share.delivery.count.limit", "3"));
        List<String> shown = new ArrayList<>();
        try (KafkaShareConsumer<String, String> consumer = member(context, explicitly)) {
            while (shown.size() < 3) {
                for (ConsumerRecord<String, String> record : next(consumer)) {
                    shown.add(show(record));
                    consumer.acknowledge(record, AcknowledgeType.RELEASE);
                }
                consumer.commitSync();
            }
            return new Seen().with("handed out", shown).with("then", rest(consumer));
        }
    }

    private static final Map<String, String> shortLocks = Map.of("share.record.lock.duration.ms", "2000");

    private static Object lockTimeout(Context context) throws Exception {
        setUp(context, 2, shortLocks);
        Seen seen = new Seen();
        try (KafkaShareConsumer<String, String> slow = member(context, explicitly)) {
            List<ConsumerRecord<String, String>> records = next(slow);
            seen.with("lock", slow.acquisitionLockTimeoutMs().orElse(-1));
            try (KafkaShareConsumer<String, String> other = member(context, Map.of())) {
                seen.with("to another", take(other, 2));
                other.commitSync();
            }
            records.forEach(slow::acknowledge);
            seen.with("too late", outcomes(slow.commitSync()));
        }
        return seen;
    }

    private static Object renewed(Context context) throws Exception {
        setUp(context, 1, shortLocks);
        Seen seen = new Seen();
        try (KafkaShareConsumer<String, String> slow = member(context, explicitly)) {
            ConsumerRecord<String, String> record = next(slow).get(0);
            for (int each = 0; each < 4; each++) {
                Thread.sleep(1_000);
                slow.acknowledge(record, AcknowledgeType.RENEW);
                seen.with("renewed " + each, outcomes(slow.commitSync()));
                record = next(slow).get(0); // a renewed record is polled again
                seen.with("again " + each, show(record));
            }
            slow.acknowledge(record, AcknowledgeType.ACCEPT);
            seen.with("accepted", outcomes(slow.commitSync()));
        }
        return seen;
    }

    private static Object renewalOff(Context context) throws Exception {
        setUp(context, 1, Map.of("share.renew.acknowledge.enable", "false"));
        try (KafkaShareConsumer<String, String> slow = member(context, explicitly)) {
            ConsumerRecord<String, String> record = next(slow).get(0);
            slow.acknowledge(record, AcknowledgeType.RENEW);
            return new Seen().with("renewed", outcomes(slow.commitSync()));
        }
    }

    /** Each record goes to one of them, none is missing. */
    private static Object threeMembers(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        setGroup(context, fromTheStart);
        TreeSet<String> seen = new TreeSet<>();
        int handedOut = 0;
        List<KafkaShareConsumer<String, String>> members = new ArrayList<>();
        try {
            for (int each = 0; each < 3; each++) members.add(member(context, Map.of("max.poll.records", "10")));
            for (int partition = 0; partition < 2; partition++) context.fillOneBatch(context.partition(partition), 150, Map.of("batch.size", "200"));
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMsMax);
            while (seen.size() < 300 && System.nanoTime() < end) {
                for (KafkaShareConsumer<String, String> each : members) {
                    for (ConsumerRecord<String, String> record : each.poll(Duration.ofMillis(50))) {
                        seen.add(record.partition() + "@" + record.offset());
                        handedOut++;
                    }
                }
            }
        } finally {
            members.forEach(each -> each.close());
        }
        return new Seen().with("records", seen.size()).with("handed out", handedOut);
    }

    /** A member that leaves gives back what it has said nothing of. */
    private static Object leftBehind(Context context) throws Exception {
        setUp(context, 3, Map.of());
        Seen seen = new Seen();
        try (KafkaShareConsumer<String, String> consumer = member(context, explicitly)) {
            List<ConsumerRecord<String, String>> records = new ArrayList<>(next(consumer));
            seen.with("has", records.size());
            consumer.acknowledge(records.get(0));
        }
        try (KafkaShareConsumer<String, String> consumer = member(context, Map.of())) {
            return seen.with("left", take(consumer, 2));
        }
    }

    private static Object recordLimit(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        setGroup(context, fromTheStart);
        context.fillOneBatch(context.partition(0), 10, Map.of());
        List<Integer> sizes = new ArrayList<>();
        int count = 0;
        try (KafkaShareConsumer<String, String> consumer = member(context, Map.of("share.acquire.mode", "record_limit", "max.poll.records", "4"))) {
            while (count < 10) {
                int size = next(consumer).size();
                sizes.add(size);
                count += size;
            }
        }
        return new Seen().with("largest", sizes.stream().max(Integer::compare).get()).with("count", count);
    }

    private static Object transactions(Context context, String isolation) throws Exception {
        context.createTopic(context.topic(), 1);
        setGroup(context, Map.of("share.auto.offset.reset", "earliest", "share.isolation.level", isolation));
        try (KafkaProducer<String, String> producer = context.producer(Map.of("transactional.id", context.topic()))) {
            producer.initTransactions();
            for (String end : List.of("commit", "abort", "commit")) {
                producer.beginTransaction();
                for (int each = 0; each < 2; each++) producer.send(new ProducerRecord<>(context.topic(), 0, end, end + each)).get();
                if (end.equals("commit")) producer.commitTransaction();
                else producer.abortTransaction();
            }
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(context.topic(), 0, "open", "open")).get();
            Seen seen = new Seen();
            try (KafkaShareConsumer<String, String> consumer = member(context, Map.of())) {
                boolean all = isolation.equals("read_uncommitted");
                seen.with("first", take(consumer, all ? 7 : 4)).with("rest", rest(consumer));
                producer.commitTransaction();
                seen.with("committed", all ? rest(consumer) : take(consumer, 1));
            }
            return seen;
        }
    }

    private static Object begins(Context context, String reset) throws Exception {
        context.createTopic(context.topic(), 1);
        setGroup(context, Map.of("share.auto.offset.reset", reset));
        context.fill(context.partition(0), 1); // of 1970
        try (KafkaProducer<String, String> producer = context.producer(Map.of())) {
            producer.send(new ProducerRecord<>(context.topic(), 0, "recent", "recent")).get();
            Seen seen = new Seen();
            try (KafkaShareConsumer<String, String> consumer = member(context, Map.of())) {
                if (!reset.equals("latest")) return seen.with("first", take(consumer, reset.equals("earliest") ? 2 : 1)).with("rest", rest(consumer));
                // The group begins when it is there: whatever comes is of those.
                List<String> values = new ArrayList<>();
                while (values.isEmpty()) {
                    producer.send(new ProducerRecord<>(context.topic(), 0, "new", "new")).get();
                    consumer.poll(Duration.ofMillis(500)).forEach(record -> values.add(record.value()));
                }
                return seen.with("first", values.get(0));
            }
        }
    }

    private static Object deletedRecords(Context context) throws Exception {
        setUp(context, 4, Map.of());
        Seen seen = new Seen();
        try (KafkaShareConsumer<String, String> consumer = member(context, Map.of("share.acquire.mode", "record_limit", "max.poll.records", "1"))) {
            seen.with("first", take(consumer, 1));
            seen.with("committed", outcomes(consumer.commitSync()));
        }
        try (Admin admin = context.admin()) {
            admin.deleteRecords(Map.of(context.partition(0), RecordsToDelete.beforeOffset(3))).all().get();
        }
        try (KafkaShareConsumer<String, String> consumer = member(context, Map.of())) {
            return seen.with("left", take(consumer, 1)).with("rest", rest(consumer));
        }
    }

    /** The topic goes and comes back: the group begins anew in it. */
    private static Object topicDeleted(Context context) throws Exception {
        setUp(context, 2, Map.of());
        Seen seen = new Seen();
        try (KafkaShareConsumer<String, String> consumer = member(context, Map.of("metadata.max.age.ms", "1000", "allow.auto.create.topics", "false")); Admin admin = context.admin()) {
            seen.with("before", take(consumer, 2));
            admin.deleteTopics(List.of(context.topic())).all().get();
            seen.with("gone", rest(consumer));
            context.createTopic(context.topic(), 1);
            context.fill(context.partition(0), 3);
            return seen.with("anew", take(consumer, 3));
        }
    }

    private static Object inFlightLimit(Context context) throws Exception {
        // Nobody's lock ends meanwhile, however slowly members join.
        setUp(context, 0, Map.of("share.partition.max.record.locks", "100", "share.record.lock.duration.ms", "60000"));
        for (int each = 0; each < 13; each++) context.fillOneBatch(context.partition(0), 10, Map.of());
        Seen seen = new Seen();
        int held = 0;
        List<KafkaShareConsumer<String, String>> members = new ArrayList<>();
        try {
            for (int each = 0; each < 3; each++) {
                KafkaShareConsumer<String, String> consumer = member(context, Map.of("share.acknowledgement.mode", "explicit", "max.poll.records", "50"));
                members.add(consumer);
                if (held < 100) held += next(consumer).size();
                else seen.with("to a third", rest(consumer));
            }
        } finally {
            members.forEach(each -> each.close());
        }
        return seen.with("held", held);
    }

    /** What one reads, rejects and releases by the console. */
    private static Object console(Context context) throws Exception {
        setUp(context, 4, Map.of());
        Tool tool = new Tool(context, "org.apache.kafka.tools.consumer.ConsoleShareConsumer");
        String[] common = {"--topic", context.topic(), "--group", context.topic(), "--max-messages", "2", "--formatter-property", "print.offset=true", "--formatter-property", "print.delivery=true"};
        Seen seen = new Seen();
        String[] oneByOne = Tool.with(common, "--command-property", "share.acquire.mode=record_limit", "--command-property", "max.poll.records=2");
        seen.with("released", tool.runAsProcess(Tool.with(oneByOne, "--release")));
        seen.with("rejected", tool.runAsProcess(Tool.with(oneByOne, "--reject")));
        return seen.with("accepted", tool.runAsProcess(oneByOne));
    }

    private static Object performance(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        setGroup(context, fromTheStart);
        context.fillOneBatch(context.partition(0), 5_000, Map.of("batch.size", "16384"));
        Object output = new Tool(context, "org.apache.kafka.tools.ShareConsumerPerformance").runAsProcess("--topic", context.topic(), "--group", context.topic(), "--num-records", "5000", "--timeout", "60000");
        Seen seen = (Seen) output;
        List<?> lines = (List<?>) seen.get("lines");
        String[] figures = String.valueOf(lines.get(lines.size() - 1)).split(", ?");
        return new Seen().with("exit", seen.get("exit")).with("header", lines.get(0)).with("figures", figures.length);
    }

    private static Object verifiable(Context context) throws Exception {
        setUp(context, 10, Map.of());
        Tool tool = new Tool(context, "org.apache.kafka.tools.VerifiableShareConsumer");
        Seen seen = (Seen) tool.runAsProcess("--topic", context.topic(), "--group-id", context.topic(), "--max-messages", "10", "--offset-reset-strategy", "earliest");
        TreeSet<String> kinds = new TreeSet<>();
        int acknowledged = 0;
        for (Object line : (List<?>) seen.get("lines")) {
            Matcher event = Pattern.compile("\"name\":\"(\\w+)\"").matcher(String.valueOf(line));
            if (!event.find()) continue;
            kinds.add(event.group(1));
            Matcher count = Pattern.compile("\"count\":(\\d+)").matcher(String.valueOf(line));
            if (event.group(1).equals("offsets_acknowledged") && count.find()) acknowledged += Integer.parseInt(count.group(1));
        }
        return new Seen().with("exit", seen.get("exit")).with("events", kinds).with("acknowledged", acknowledged);
    }
}
