package dev.millrace.conformance;

import static dev.millrace.conformance.TransactionTrial.decided;
import static dev.millrace.conformance.TransactionTrial.nothing;
import static dev.millrace.conformance.TransactionTrial.send;
import static dev.millrace.conformance.TransactionTrial.settled;
import static dev.millrace.conformance.TransactionTrial.started;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;

/** Offsets that count once a transaction is committed. */
final class TransactionalOffsets implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("transactions.offsets", TransactionalOffsets::offsets);
        cases.accept("transactions.offsets-consumer-protocol", TransactionalOffsets::offsetsOfConsumerProtocol);
        cases.accept("transactions.offsets-of-stranger", TransactionalOffsets::offsetsOfStranger);
        cases.accept("transactions.offsets-pending", TransactionalOffsets::offsetsPending);
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

    private static Object committed(KafkaConsumer<String, String> consumer, TopicPartition partition) {
        OffsetAndMetadata offset = consumer.committed(java.util.Set.of(partition)).get(partition);
        return offset == null ? "none" : offset.offset() + " " + offset.metadata();
    }
}
