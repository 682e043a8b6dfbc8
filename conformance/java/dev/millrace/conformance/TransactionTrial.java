package dev.millrace.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** What cases of transactions have in common. */
final class TransactionTrial {
    private TransactionTrial() {
    }

    static KafkaProducer<String, String> producer(Context context, String suffix, Map<String, ?> config) {
        Map<String, Object> all = new HashMap<>(Map.of("transactional.id", context.topic(suffix), "max.block.ms", "30000"));
        all.putAll(config);
        return context.producer(all);
    }

    static KafkaProducer<String, String> started(Context context, String suffix) {
        KafkaProducer<String, String> producer = producer(context, suffix, Map.of());
        producer.initTransactions();
        return producer;
    }

    static void send(KafkaProducer<String, String> producer, TopicPartition partition, String... values) throws Exception {
        for (String value : values) producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), "k", value));
        producer.flush();
    }

    /** What a consumer of the isolation level reads up to where it has to stop. */
    static List<String> read(Context context, Collection<TopicPartition> partitions, String isolation) {
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

    static Seen both(Context context, int partitions) throws Exception {
        decided(context);
        List<TopicPartition> all = new ArrayList<>();
        for (int each = 0; each < partitions; each++) all.add(context.partition(each));
        return new Seen().with("committed", read(context, all, "read_committed")).with("uncommitted", read(context, all, "read_uncommitted"));
    }

    static TransactionDescription describe(Admin admin, String transactionalId) throws Exception {
        return admin.describeTransactions(List.of(transactionalId)).description(transactionalId).get();
    }

    /** What is known of a transaction once its markers are written. */
    static TransactionDescription settled(Admin admin, String transactionalId) throws Exception {
        Context.waitUntil("the transaction is complete", () -> !describe(admin, transactionalId).state().toString().startsWith("Prepare"));
        return describe(admin, transactionalId);
    }

    /** Waits until the markers of this case's transactions are written: producers are answered before that. */
    static void decided(Context context) throws Exception {
        try (Admin admin = context.admin()) {
            Context.waitUntil("the transactions are complete", () -> listed(context, admin, new ListTransactionsOptions()).stream().noneMatch(each -> each.contains(" Prepare")));
        }
    }

    static Seen shown(TransactionDescription description) {
        return new Seen().with("state", description.state().toString()).with("epoch", description.producerEpoch()).with("timeoutMs", description.transactionTimeoutMs())
            .with("partitions", description.topicPartitions().stream().map(TopicPartition::toString).sorted().toList());
    }

    static List<String> listed(Context context, Admin admin, ListTransactionsOptions options) throws Exception {
        Collection<TransactionListing> all = admin.listTransactions(options).all().get();
        return all.stream().filter(each -> each.transactionalId().startsWith(context.topic() + ".")).map(each -> each.transactionalId() + " " + each.state()).sorted().toList();
    }

    /** How an action ends: the words depend on which of the client's threads is the first to know. */
    static void ends(Seen seen, String name, Action action) {
        Object outcome = Seen.outcomeOf(() -> nothing(action));
        seen.with(name, outcome instanceof Seen error ? error.get("error") : outcome);
    }

    interface Action {
        void run() throws Exception;
    }

    static Object nothing(Action action) throws Exception {
        action.run();
        return null;
    }
}
