package dev.millrace.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.tools.consumer.TransactionLogMessageFormatter;

/** Transactions as producers, consumers and administrators see them. */
final class Transactions implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("transactions.commit", Transactions::commit);
        cases.accept("transactions.abort", Transactions::abort);
        cases.accept("transactions.open", Transactions::open);
        cases.accept("transactions.many", Transactions::many);
        cases.accept("transactions.nothing-written", Transactions::nothingWritten);
        cases.accept("transactions.fenced-by-second-producer", Transactions::fenced);
        cases.accept("transactions.second-producer-aborts-first", Transactions::takenOver);
        cases.accept("transactions.timeout", Transactions::timeout);
        cases.accept("transactions.timeout-too-long", Transactions::timeoutTooLong);
        cases.accept("transactions.offsets", Transactions::offsets);
        cases.accept("transactions.offsets-consumer-protocol", Transactions::offsetsOfConsumerProtocol);
        cases.accept("transactions.offsets-of-stranger", Transactions::offsetsOfStranger);
        cases.accept("transactions.offsets-pending", Transactions::offsetsPending);
        cases.accept("transactions.admin-list-and-describe", Transactions::listAndDescribe);
        cases.accept("transactions.admin-filters", Transactions::filters);
        cases.accept("transactions.admin-fence-producers", Transactions::fenceProducers);
        cases.accept("transactions.admin-abort", Transactions::abortByHand);
        cases.accept("transactions.admin-terminate", Transactions::terminate);
        cases.accept("transactions.state-topic", Transactions::stateTopic);
        cases.accept("transactions.state-records", Transactions::stateRecords);
    }

    private static KafkaProducer<String, String> producer(Context context, String suffix, Map<String, ?> config) {
        Map<String, Object> all = new HashMap<>(Map.of("transactional.id", context.topic(suffix), "max.block.ms", "30000"));
        all.putAll(config);
        return context.producer(all);
    }

    private static KafkaProducer<String, String> started(Context context, String suffix) {
        KafkaProducer<String, String> producer = producer(context, suffix, Map.of());
        producer.initTransactions();
        return producer;
    }

    private static void send(KafkaProducer<String, String> producer, TopicPartition partition, String... values) throws Exception {
        for (String value : values) producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), "k", value));
        producer.flush();
    }

    /** What a consumer of the isolation level reads up to where it has to stop. */
    private static List<String> read(Context context, Collection<TopicPartition> partitions, String isolation) {
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of("isolation.level", isolation))) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> records.add(Context.show(record)));
            }
            ends.forEach((partition, end) -> records.add(partition.partition() + " ends at " + end));
            return records.stream().sorted().toList();
        }
    }

    private static Seen both(Context context, int partitions) throws Exception {
        decided(context);
        List<TopicPartition> all = new ArrayList<>();
        for (int each = 0; each < partitions; each++) all.add(context.partition(each));
        return new Seen().with("committed", read(context, all, "read_committed")).with("uncommitted", read(context, all, "read_uncommitted"));
    }

    private static Object commit(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        try (KafkaProducer<String, String> producer = started(context, "tx")) {
            producer.beginTransaction();
            send(producer, context.partition(0), "a", "b");
            send(producer, context.partition(1), "c");
            producer.commitTransaction();
        }
        return both(context, 2);
    }

    private static Object abort(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        try (KafkaProducer<String, String> producer = started(context, "tx")) {
            producer.beginTransaction();
            send(producer, context.partition(0), "a", "b");
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, context.partition(0), "c");
            send(producer, context.partition(1), "d");
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, context.partition(1), "e");
            producer.abortTransaction();
        }
        return both(context, 2);
    }

    /** Committed readers stop before the first record of an open transaction, even if other records behind it are committed. */
    private static Object open(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (KafkaProducer<String, String> left = started(context, "left"); KafkaProducer<String, String> right = started(context, "right")) {
            left.beginTransaction();
            right.beginTransaction();
            send(right, context.partition(0), "a");
            right.commitTransaction();
            decided(context);
            send(left, context.partition(0), "b");
            right.beginTransaction();
            send(right, context.partition(0), "c");
            right.commitTransaction();
            Seen seen = new Seen().with("while open", both(context, 1));
            left.commitTransaction();
            return seen.with("afterwards", both(context, 1));
        }
    }

    private static Object many(Context context) throws Exception {
        context.createTopic(context.topic(), 3);
        try (KafkaProducer<String, String> producer = started(context, "tx"); Admin admin = context.admin()) {
            for (int each = 0; each < 30; each++) {
                producer.beginTransaction();
                for (int partition = 0; partition < 3; partition++) {
                    if (each % (partition + 1) == 0) producer.send(new ProducerRecord<>(context.topic(), partition, "k", "v" + each));
                }
                // An abort drops what has not been sent.
                producer.flush();
                if (each % 4 == 3) producer.abortTransaction();
                else producer.commitTransaction();
            }
            return both(context, 3).with("epoch", settled(admin, context.topic("tx")).producerEpoch());
        }
    }

    private static Object nothingWritten(Context context) throws Exception {
        Seen seen = new Seen();
        try (KafkaProducer<String, String> producer = started(context, "tx"); Admin admin = context.admin()) {
            producer.beginTransaction();
            producer.commitTransaction();
            seen.with("after commit", shown(settled(admin, context.topic("tx"))));
            producer.beginTransaction();
            producer.abortTransaction();
            return seen.with("after abort", shown(settled(admin, context.topic("tx"))));
        }
    }

    private static Object fenced(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        try (KafkaProducer<String, String> first = started(context, "tx")) {
            first.beginTransaction();
            send(first, context.partition(0), "a");
            first.commitTransaction();
            decided(context);
            try (KafkaProducer<String, String> second = started(context, "tx")) {
                first.beginTransaction();
                seen.outcome("send", () -> first.send(new ProducerRecord<>(context.topic(), 0, "k", "b")).get().offset());
                ends(seen, "commit", first::commitTransaction);
                ends(seen, "abort", first::abortTransaction);
                second.beginTransaction();
                send(second, context.partition(0), "c");
                second.commitTransaction();
            }
        }
        return seen.with("read", both(context, 1));
    }

    private static Object takenOver(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        try (KafkaProducer<String, String> first = started(context, "tx")) {
            first.beginTransaction();
            send(first, context.partition(0), "a");
            try (KafkaProducer<String, String> second = started(context, "tx")) {
                seen.with("after takeover", both(context, 1));
                ends(seen, "commit", first::commitTransaction);
                second.beginTransaction();
                send(second, context.partition(0), "b");
                second.commitTransaction();
            }
        }
        return seen.with("read", both(context, 1));
    }

    private static Object timeout(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        try (KafkaProducer<String, String> producer = producer(context, "tx", Map.of("transaction.timeout.ms", "1000")); Admin admin = context.admin()) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, context.partition(0), "a");
            Context.waitUntil("the transaction is aborted", () -> describe(admin, context.topic("tx")).state() == TransactionState.COMPLETE_ABORT);
            seen.with("state", shown(describe(admin, context.topic("tx"))));
            seen.outcome("send", () -> producer.send(new ProducerRecord<>(context.topic(), 0, "k", "b")).get().offset());
            ends(seen, "commit", producer::commitTransaction);
        }
        return seen.with("read", both(context, 1));
    }

    private static Object timeoutTooLong(Context context) {
        try (KafkaProducer<String, String> producer = producer(context, "tx", Map.of("transaction.timeout.ms", "900001"))) {
            return new Seen().outcome("init", () -> nothing(producer::initTransactions));
        }
    }

    private static Object offsets(Context context) throws Exception {
        return committedOffsets(context, Map.of());
    }

    private static Object offsetsOfConsumerProtocol(Context context) throws Exception {
        return committedOffsets(context, Map.of("group.protocol", "consumer"));
    }

    private static Object committedOffsets(Context context, Map<String, ?> config) throws Exception {
        context.createTopic(context.topic(), 1);
        context.createTopic(context.topic("out"), 1);
        context.fill(context.partition(0), 10);
        Map<String, Object> all = new HashMap<>(Map.of("group.id", context.topic()));
        all.putAll(config);
        Seen seen = new Seen();
        try (KafkaConsumer<String, String> consumer = context.consumer(all); KafkaProducer<String, String> producer = started(context, "tx"); Admin admin = context.admin()) {
            consumer.subscribe(List.of(context.topic()));
            Context.read(consumer, 10);
            ConsumerGroupMetadata group = consumer.groupMetadata();
            producer.beginTransaction();
            send(producer, new TopicPartition(context.topic("out"), 0), "a");
            producer.sendOffsetsToTransaction(Map.of(context.partition(0), new OffsetAndMetadata(4, "first")), group);
            producer.commitTransaction();
            decided(context);
            seen.with("committed", committed(consumer, context.partition(0)));
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(Map.of(context.partition(0), new OffsetAndMetadata(7, "second")), group);
            producer.abortTransaction();
            seen.with("aborted", committed(consumer, context.partition(0)));
            ConsumerGroupMetadata later = new ConsumerGroupMetadata(context.topic(), group.generationId() + 1, group.memberId(), group.groupInstanceId());
            producer.beginTransaction();
            seen.outcome("of a later generation", () -> nothing(() -> {
                producer.sendOffsetsToTransaction(Map.of(context.partition(0), new OffsetAndMetadata(9)), later);
                producer.commitTransaction();
            }));
            seen.outcome("abort", () -> nothing(producer::abortTransaction));
            seen.with("at the end", committed(consumer, context.partition(0)));
        }
        return seen;
    }

    private static Object offsetsOfStranger(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(context.partition(0), new OffsetAndMetadata(3, "note"));
        try (KafkaProducer<String, String> producer = started(context, "tx"); Admin admin = context.admin()) {
            ConsumerGroupMetadata stranger = new ConsumerGroupMetadata(context.topic("g"), 5, "stranger", java.util.Optional.empty());
            producer.beginTransaction();
            seen.outcome("with a generation", () -> nothing(() -> {
                producer.sendOffsetsToTransaction(offsets, stranger);
                producer.commitTransaction();
            }));
            seen.outcome("abort", () -> nothing(producer::abortTransaction));
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(offsets, new ConsumerGroupMetadata(context.topic("g")));
            producer.commitTransaction();
            settled(admin, context.topic("tx"));
            return seen.with("committed", String.valueOf(admin.listConsumerGroupOffsets(context.topic("g")).partitionsToOffsetAndMetadata().get().get(context.partition(0)).offset()));
        }
    }

    /** A consumer that starts waits for offsets that a transaction has not decided on yet. */
    private static Object offsetsPending(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fill(context.partition(0), 5);
        try (KafkaProducer<String, String> producer = started(context, "tx"); KafkaConsumer<String, String> consumer = context.consumer(Map.of("group.id", context.topic()))) {
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(Map.of(context.partition(0), new OffsetAndMetadata(3)), new ConsumerGroupMetadata(context.topic()));
            // So that it has reached the broker: a send behind it is answered.
            producer.flush();
            consumer.assign(List.of(context.partition(0)));
            Seen seen = new Seen();
            Context.waitUntil("offsets are pending", () -> {
                Object outcome = Seen.outcomeOf(() -> consumer.committed(java.util.Set.of(context.partition(0)), Duration.ofMillis(500)));
                if (!(outcome instanceof Seen error)) return false;
                seen.with("while pending", error.get("error"));
                return true;
            });
            producer.commitTransaction();
            decided(context);
            return seen.with("afterwards", committed(consumer, context.partition(0)));
        }
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

    private static TransactionDescription describe(Admin admin, String transactionalId) throws Exception {
        return admin.describeTransactions(List.of(transactionalId)).description(transactionalId).get();
    }

    /** What is known of a transaction once its markers are written. */
    private static TransactionDescription settled(Admin admin, String transactionalId) throws Exception {
        Context.waitUntil("the transaction is complete", () -> !describe(admin, transactionalId).state().toString().startsWith("Prepare"));
        return describe(admin, transactionalId);
    }

    /** Waits until the markers of this case's transactions are written: producers are answered before that. */
    private static void decided(Context context) throws Exception {
        try (Admin admin = context.admin()) {
            Context.waitUntil("the transactions are complete", () -> listed(context, admin, new ListTransactionsOptions()).stream().noneMatch(each -> each.contains(" Prepare")));
        }
    }

    private static Seen shown(TransactionDescription description) {
        return new Seen().with("state", description.state().toString()).with("epoch", description.producerEpoch()).with("timeoutMs", description.transactionTimeoutMs())
            .with("partitions", description.topicPartitions().stream().map(TopicPartition::toString).sorted().toList());
    }

    private static List<String> listed(Context context, Admin admin, ListTransactionsOptions options) throws Exception {
        Collection<TransactionListing> all = admin.listTransactions(options).all().get();
        return all.stream().filter(each -> each.transactionalId().startsWith(context.topic() + ".")).map(each -> each.transactionalId() + " " + each.state()).sorted().toList();
    }

    private static List<String> producers(Admin admin, TopicPartition partition, TransactionDescription transaction) throws Exception {
        return admin.describeProducers(List.of(partition)).partitionResult(partition).get().activeProducers().stream()
            .map(each -> "epoch " + each.producerEpoch() + ", sequence " + each.lastSequence() + ", " + (each.producerId() == transaction.producerId() ? "known" : "stranger")
                + ", begins at " + each.currentTransactionStartOffset())
            .toList();
    }

    private static Object committed(KafkaConsumer<String, String> consumer, TopicPartition partition) {
        OffsetAndMetadata offset = consumer.committed(java.util.Set.of(partition)).get(partition);
        return offset == null ? "none" : offset.offset() + " " + offset.metadata();
    }

    /** How an action ends: the words depend on which of the client's threads is the first to know. */
    private static void ends(Seen seen, String name, Action action) {
        Object outcome = Seen.outcomeOf(() -> nothing(action));
        seen.with(name, outcome instanceof Seen error ? error.get("error") : outcome);
    }

    private interface Action {
        void run() throws Exception;
    }

    private static Object nothing(Action action) throws Exception {
        action.run();
        return null;
    }
}
