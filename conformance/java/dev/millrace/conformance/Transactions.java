package dev.millrace.conformance;

import static dev.millrace.conformance.TransactionTrial.both;
import static dev.millrace.conformance.TransactionTrial.decided;
import static dev.millrace.conformance.TransactionTrial.describe;
import static dev.millrace.conformance.TransactionTrial.ends;
import static dev.millrace.conformance.TransactionTrial.nothing;
import static dev.millrace.conformance.TransactionTrial.producer;
import static dev.millrace.conformance.TransactionTrial.send;
import static dev.millrace.conformance.TransactionTrial.settled;
import static dev.millrace.conformance.TransactionTrial.shown;
import static dev.millrace.conformance.TransactionTrial.started;

import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Transactions as producers and consumers see them. */
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
}
