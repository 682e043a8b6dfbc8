package dev.millrace.conformance;

import static dev.millrace.conformance.TransactionTrial.both;
import static dev.millrace.conformance.TransactionTrial.decided;
import static dev.millrace.conformance.TransactionTrial.describe;
import static dev.millrace.conformance.TransactionTrial.ends;
import static dev.millrace.conformance.TransactionTrial.listed;
import static dev.millrace.conformance.TransactionTrial.send;
import static dev.millrace.conformance.TransactionTrial.settled;
import static dev.millrace.conformance.TransactionTrial.shown;
import static dev.millrace.conformance.TransactionTrial.started;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.tools.consumer.TransactionLogMessageFormatter;

/** Transactions as administrators see them, and what their coordinator keeps. */
final class AdminTransactions implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("transactions.admin-list-and-describe", AdminTransactions::listAndDescribe);
        cases.accept("transactions.admin-filters", AdminTransactions::filters);
        cases.accept("transactions.admin-fence-producers", AdminTransactions::fenceProducers);
        cases.accept("transactions.admin-abort", AdminTransactions::abortByHand);
        cases.accept("transactions.admin-terminate", AdminTransactions::terminate);
        cases.accept("transactions.state-topic", AdminTransactions::stateTopic);
        cases.accept("transactions.state-records", AdminTransactions::stateRecords);
    }

    private static Object listAndDescribe(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        Seen seen = new Seen();
        try (KafkaProducer<String, String> producer = started(context, "tx"); Admin admin = context.admin()) {
            seen.with("initialized", shown(describe(admin, context.topic("tx"))));
            producer.beginTransaction();
            send(producer, context.partition(0), "a");
            send(producer, context.partition(1), "b");
            TransactionDescription open = describe(admin, context.topic("tx"));
            seen.with("open", shown(open)).with("begun", open.transactionStartTimeMs().isPresent());
            seen.with("listed", listed(context, admin, new ListTransactionsOptions()));
            seen.with("producers", producers(admin, context.partition(0), open));
            producer.commitTransaction();
            seen.with("committed", shown(settled(admin, context.topic("tx"))));
            seen.with("producers afterwards", producers(admin, context.partition(0), open));
            return seen.outcome("unknown", () -> describe(admin, context.topic("none")))
                .outcome("unknown partition", () -> admin.describeProducers(List.of(context.partition(0))).partitionResult(context.partition(0)).get().activeProducers().size());
        }
    }

    private static Object filters(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        try (KafkaProducer<String, String> open = started(context, "open"); KafkaProducer<String, String> idle = started(context, "idle"); Admin admin = context.admin()) {
            open.beginTransaction();
            send(open, context.partition(0), "a");
            long openId = describe(admin, context.topic("open")).producerId();
            seen.with("all", listed(context, admin, new ListTransactionsOptions()))
                .with("ongoing", listed(context, admin, new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING))))
                .with("empty", listed(context, admin, new ListTransactionsOptions().filterStates(List.of(TransactionState.EMPTY))))
                .with("by producer", listed(context, admin, new ListTransactionsOptions().filterProducerIds(List.of(openId))))
                .with("longer than an hour", listed(context, admin, new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING)).filterOnDuration(3_600_000)))
                .with("of any age", listed(context, admin, new ListTransactionsOptions().filterOnDuration(0)))
                .with("pattern", listed(context, admin, new ListTransactionsOptions().filterOnTransactionalIdPattern(".*\\.(idle|none)")))
                .with("part of the name", listed(context, admin, new ListTransactionsOptions().filterOnTransactionalIdPattern("idle")))
                .with("empty pattern", listed(context, admin, new ListTransactionsOptions().filterOnTransactionalIdPattern("")));
            seen.outcome("bad pattern", () -> admin.listTransactions(new ListTransactionsOptions().filterOnTransactionalIdPattern("(")).all().get());
            open.abortTransaction();
        }
        return seen;
    }

    private static Object fenceProducers(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        try (KafkaProducer<String, String> producer = started(context, "tx"); Admin admin = context.admin()) {
            producer.beginTransaction();
            send(producer, context.partition(0), "a");
            seen.with("epoch", admin.fenceProducers(List.of(context.topic("tx"))).epochId(context.topic("tx")).get());
            seen.outcome("send", () -> producer.send(new ProducerRecord<>(context.topic(), 0, "k", "b")).get().offset());
            ends(seen, "commit", producer::commitTransaction);
            seen.with("state", shown(settled(admin, context.topic("tx"))));
            seen.with("of a new id", admin.fenceProducers(List.of(context.topic("new"))).epochId(context.topic("new")).get());
        }
        return seen.with("read", both(context, 1));
    }

    /** The partition's transaction is ended, and the coordinator knows nothing of it. */
    private static Object abortByHand(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        try (KafkaProducer<String, String> producer = started(context, "tx"); Admin admin = context.admin()) {
            producer.beginTransaction();
            send(producer, context.partition(0), "a");
            TransactionDescription open = describe(admin, context.topic("tx"));
            ProducerState state = admin.describeProducers(List.of(context.partition(0))).partitionResult(context.partition(0)).get().activeProducers().get(0);
            int coordinatorEpoch = state.coordinatorEpoch().orElse(0);
            seen.outcome("abort", () -> admin.abortTransaction(new AbortTransactionSpec(context.partition(0), open.producerId(), (short) state.producerEpoch(), coordinatorEpoch)).all().get());
            seen.with("read", both(context, 1)).with("state", shown(describe(admin, context.topic("tx"))));
            ends(seen, "commit", producer::commitTransaction);
            return seen.with("at the end", shown(settled(admin, context.topic("tx")))).with("read at the end", both(context, 1));
        }
    }

    private static Object terminate(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        try (KafkaProducer<String, String> producer = started(context, "tx"); Admin admin = context.admin()) {
            producer.beginTransaction();
            send(producer, context.partition(0), "a");
            seen.outcome("terminate", () -> admin.forceTerminateTransaction(context.topic("tx")).result().get());
            seen.with("state", shown(settled(admin, context.topic("tx"))));
            ends(seen, "commit", producer::commitTransaction);
        }
        return seen.with("read", both(context, 1));
    }

    private static Object stateTopic(Context context) throws Exception {
        try (KafkaProducer<String, String> producer = started(context, "tx"); Admin admin = context.admin()) {
            var topic = admin.describeTopics(List.of("__transaction_state")).allTopicNames().get().get("__transaction_state");
            var resource = new org.apache.kafka.common.config.ConfigResource(org.apache.kafka.common.config.ConfigResource.Type.TOPIC, "__transaction_state");
            Map<String, String> configs = new TreeMap<>();
            admin.describeConfigs(List.of(resource)).all().get().get(resource).entries().stream()
                .filter(entry -> entry.source() == org.apache.kafka.clients.admin.ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .forEach(entry -> configs.put(entry.name(), entry.value()));
            return new Seen().with("partitions", topic.partitions().size()).with("internal", topic.isInternal()).with("configs", configs);
        }
    }

    /** What Kafka's own formatter makes of the records that a transaction leaves in the coordinator's log. */
    private static Object stateRecords(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        String id = context.topic("tx");
        try (KafkaProducer<String, String> producer = started(context, "tx")) {
            producer.beginTransaction();
            send(producer, context.partition(0), "a");
            send(producer, context.partition(1), "b");
            producer.commitTransaction();
            decided(context);
            producer.beginTransaction();
            send(producer, context.partition(1), "c");
            producer.abortTransaction();
            decided(context);
        }
        TopicPartition log = new TopicPartition("__transaction_state", org.apache.kafka.common.utils.Utils.abs(id.hashCode()) % 50);
        Map<String, Object> config = context.clientConfig();
        config.put("enable.auto.commit", "false");
        List<String> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()); var formatter = new TransactionLogMessageFormatter()) {
            consumer.assign(List.of(log));
            consumer.seekToBeginning(List.of(log));
            long end = consumer.endOffsets(List.of(log)).get(log);
            while (consumer.position(log) < end) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    var text = new java.io.ByteArrayOutputStream();
                    formatter.writeTo(record, new java.io.PrintStream(text, true));
                    if (text.toString().contains("\"" + id + "\"")) records.add(text.toString());
                }
            }
        }
        return records.stream().map(record -> record.replaceAll("\\d{13}", "TIME").replaceAll("(roducerId\":)\\d+", "$1ID")).toList();
    }

    private static List<String> producers(Admin admin, TopicPartition partition, TransactionDescription transaction) throws Exception {
        return admin.describeProducers(List.of(partition)).partitionResult(partition).get().activeProducers().stream()
            .map(each -> "epoch " + each.producerEpoch() + ", sequence " + each.lastSequence() + ", " + (each.producerId() == transaction.producerId() ? "known" : "stranger")
                + ", begins at " + each.currentTransactionStartOffset())
            .toList();
    }
}
