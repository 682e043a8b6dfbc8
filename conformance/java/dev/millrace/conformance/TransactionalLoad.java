package dev.millrace.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes numbers to all partitions of a topic, one transaction after the other at a steady rate, until it is asked to end. It tells of each record once its
 * transaction is committed. What a caller has to do again by Kafka's own word (a commit that timed out) is done; all else is a failure.
 */
public final class TransactionalLoad {
    private static final String name = "transactional";
    private static final int recordsPerTransaction = 250;
    /** Each takes up to `max.block.ms`, a minute. */
    private static final int commitAttempts = 5;

    private record Sent(int partition, long number) {}

    /** Arguments: properties of clients, topic, partitions, records a second, file of the journal. */
    public static void main(String[] arguments) throws Exception {
        Properties properties = LoadJournal.properties(arguments[0]);
        properties.putAll(Map.of("transactional.id", "load", "transaction.timeout.ms", "60000", "client.id", name));
        int partitions = Integer.parseInt(arguments[2]);
        double perSecond = Double.parseDouble(arguments[3]);
        AtomicBoolean ending = SigTerm.heeded();
        try (LoadJournal journal = new LoadJournal(Path.of(arguments[4]));
                KafkaProducer<String, String> producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            long began = System.nanoTime();
            for (long number = 0; !ending.get(); number += recordsPerTransaction) {
                List<Sent> sent = write(producer, arguments[1], partitions, number, journal);
                for (Sent each : sent) journal.acked(each.partition, each.number);
                journal.flush();
                long dueNs = began + (long) ((number + recordsPerTransaction) / perSecond * 1e9);
                Thread.sleep(Math.max(0, (dueNs - System.nanoTime()) / 1_000_000));
            }
        }
    }

    /** What was committed: all of it or nothing. */
    private static List<Sent> write(KafkaProducer<String, String> producer, String topic, int partitions, long from, LoadJournal journal) {
        List<Sent> sent = new ArrayList<>();
        try {
            producer.beginTransaction();
            for (long number = from; number < from + recordsPerTransaction; number++) {
                int partition = (int) (number % partitions);
                producer.send(new ProducerRecord<>(topic, partition, null, name + " " + number));
                sent.add(new Sent(partition, number));
            }
            commit(producer);
            return sent;
        } catch (RuntimeException failure) {
            journal.failed(failure);
            producer.abortTransaction();
            return List.of();
        }
    }

    private static void commit(KafkaProducer<String, String> producer) {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.commitTransaction();
                return;
            } catch (RetriableException again) {
                if (attempt == commitAttempts) throw again;
            }
        }
    }
}
