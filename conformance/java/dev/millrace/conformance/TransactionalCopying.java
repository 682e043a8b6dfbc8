package dev.millrace.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads, writes and commits offsets in one transaction after the other while the broker dies and comes back: each record has to be copied once,
 * each transaction to be seen whole or not at all. Records carry the transaction's name as their key, and how many there are of it.
 */
final class TransactionalCopying implements Suite {
    private static final String name = "java-copy-in-transactions";
    private static final String source = name + ".source";
    private static final String copies = name + ".copies";
    private static final int partitions = 3;
    private static final int records = 9_000;
    private static final int recordsPerTransactionMax = 25;

    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept(name + ".before", TransactionalCopying::fill);
        cases.accept(name + ".meanwhile", TransactionalCopying::copy);
        cases.accept(name + ".after", TransactionalCopying::look);
    }

    private static Object fill(Context context) throws Exception {
        context.createTopic(source, partitions);
        context.createTopic(copies, partitions);
        try (KafkaProducer<String, String> producer = context.producer(Map.of())) {
            for (int each = 0; each < records; each++) producer.send(new ProducerRecord<>(source, each % partitions, null, "v" + each));
        }
        return null;
    }

    /** A copier that fails for good has a successor, as a process that is started again. */
    private static Object copy(Context context) throws Exception {
        Random random = new Random(1);
        long end = System.nanoTime() + Duration.ofSeconds(110).toNanos();
        for (int copier = 0; System.nanoTime() < end; copier++) {
            try {
                if (copyAll(context, copier, random, end)) return null;
            } catch (KafkaException failure) {
                failure.printStackTrace();
            }
        }
        throw new AssertionError("not all was copied in time");
    }

    private static boolean copyAll(Context context, int copier, Random random, long end) throws Exception {
        Map<String, Object> writing = Map.of("transactional.id", name, "transaction.timeout.ms", "20000", "max.block.ms", "20000", "request.timeout.ms", "5000",
            "delivery.timeout.ms", "15000", "reconnect.backoff.max.ms", "200");
        Map<String, Object> reading = Map.of("group.id", name, "isolation.level", "read_committed", "max.poll.records", recordsPerTransactionMax, "reconnect.backoff.max.ms", "200");
        try (KafkaProducer<String, String> producer = context.producer(writing); KafkaConsumer<String, String> consumer = context.consumer(reading)) {
            producer.initTransactions();
            consumer.assign(of(source));
            for (int transaction = 0; System.nanoTime() < end; transaction++) {
                ConsumerRecords<String, String> polled = consumer.poll(Duration.ofMillis(200));
                if (polled.isEmpty() && of(source).stream().mapToLong(consumer::position).sum() == records) return true;
                if (!polled.isEmpty()) copySome(consumer, producer, polled, copier + "." + transaction, random.nextInt(7) == 0);
            }
        }
        return false;
    }

    private static void copySome(KafkaConsumer<String, String> consumer, KafkaProducer<String, String> producer, ConsumerRecords<String, String> polled, String transaction, boolean abort) throws Exception {
        producer.beginTransaction();
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            for (ConsumerRecord<String, String> record : polled) {
                producer.send(new ProducerRecord<>(copies, record.partition(), transaction, record.value() + "/" + polled.count()));
                offsets.put(new TopicPartition(source, record.partition()), new OffsetAndMetadata(record.offset() + 1));
            }
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            Thread.sleep(12);
            if (!abort) {
                producer.commitTransaction();
                return;
            }
        } catch (KafkaException failure) {
            failure.printStackTrace();
        }
        producer.abortTransaction();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(new HashSet<>(of(source)));
        for (TopicPartition each : of(source)) consumer.seek(each, committed.get(each) == null ? 0 : committed.get(each).offset());
    }

    private static Object look(Context context) throws Exception {
        List<ConsumerRecord<String, String>> all = read(context, "read_uncommitted");
        List<ConsumerRecord<String, String>> seen = read(context, "read_committed");
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of("group.id", name, "isolation.level", "read_committed"));
            KafkaConsumer<String, String> plain = context.consumer(Map.of())) {
            long committed = consumer.committed(new HashSet<>(of(source))).values().stream().mapToLong(OffsetAndMetadata::offset).sum();
            return new Seen().with("copied", seen.size()).with("once and in order", isOnceAndInOrder(seen)).with("transactions are whole", areWhole(seen))
                .with("some were aborted", all.size() > seen.size()).with("committed", committed)
                .with("nothing is open", consumer.endOffsets(of(copies)).equals(plain.endOffsets(of(copies))));
        }
    }

    private static List<ConsumerRecord<String, String>> read(Context context, String isolation) {
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of("isolation.level", isolation))) {
            consumer.assign(of(copies));
            consumer.seekToBeginning(of(copies));
            Map<TopicPartition, Long> ends = consumer.endOffsets(of(copies));
            while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) consumer.poll(Duration.ofMillis(100)).forEach(read::add);
        }
        return read;
    }

    private static boolean isOnceAndInOrder(List<ConsumerRecord<String, String>> seen) {
        Map<Integer, Integer> next = new TreeMap<>();
        for (ConsumerRecord<String, String> record : seen) {
            int at = next.merge(record.partition(), 1, Integer::sum) - 1;
            if (!record.value().startsWith("v" + (at * partitions + record.partition()) + "/")) return false;
        }
        return seen.size() == records;
    }

    private static boolean areWhole(List<ConsumerRecord<String, String>> seen) {
        Map<String, Integer> sizes = new HashMap<>();
        for (ConsumerRecord<String, String> record : seen) sizes.merge(record.key(), 1, Integer::sum);
        return seen.stream().allMatch(record -> record.value().endsWith("/" + sizes.get(record.key())));
    }

    private static List<TopicPartition> of(String topic) {
        return IntStream.range(0, partitions).mapToObj(each -> new TopicPartition(topic, each)).toList();
    }
}
