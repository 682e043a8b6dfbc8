package dev.millrace.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what another work writes, writes it again and commits offsets, in one transaction after the other: each record has to be copied once and
 * in order, each transaction to be seen whole or not at all. Records carry the transaction's name as their key, and how many there are of it.
 */
final class CopyingWork extends Work {
    private static final Map<String, Object> inTransactions = Map.of("transaction.timeout.ms", "20000", "delivery.timeout.ms", "15000", "linger.ms", "1");
    private static final Map<String, Object> committed = Map.of("isolation.level", "read_committed", "max.poll.records", "40");
    private static final int abortedEvery = 7;
    private final ProducingWork source;
    private final Random random = new Random(1);

    CopyingWork(String name, ProducingWork source) {
        super(name);
        this.source = source;
    }

    @Override
    void begin(Context context) throws Exception {
        context.createTopic(name, partitions, tinySegments);
    }

    /** A copier that fails for good has a successor, as a process that is started again. */
    @Override
    void go(Context context) {
        for (int copier = 0; ; copier++) {
            try {
                copyAll(context, copier);
                return;
            } catch (KafkaException failure) {
                failure.printStackTrace();
                count("copiers that failed");
            }
        }
    }

    private void copyAll(Context context, int copier) {
        Map<String, Object> writing = config(patient, inTransactions, Map.of("transactional.id", name));
        try (KafkaProducer<String, String> producer = context.producer(writing);
                KafkaConsumer<String, String> consumer = context.consumer(config(patient, committed, Map.of("group.id", name)))) {
            producer.initTransactions();
            consumer.assign(sources());
            for (int transaction = 0; ; transaction++) {
                boolean wasAll = source.done;
                ConsumerRecords<String, String> polled = consumer.poll(Duration.ofMillis(200));
                if (!polled.isEmpty()) copySome(consumer, producer, polled, copier + "." + transaction);
                else if (wasAll && consumer.endOffsets(sources()).entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) return;
            }
        }
    }

    private void copySome(KafkaConsumer<String, String> consumer, KafkaProducer<String, String> producer, ConsumerRecords<String, String> polled, String transaction) {
        producer.beginTransaction();
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            for (ConsumerRecord<String, String> record : polled) {
                producer.send(new ProducerRecord<>(name, record.partition(), transaction, record.value() + "/" + polled.count()));
                offsets.put(new TopicPartition(source.name, record.partition()), new OffsetAndMetadata(record.offset() + 1));
            }
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            if (random.nextInt(abortedEvery) > 0) {
                producer.commitTransaction();
                count("committed");
                return;
            }
            count("aborted");
        } catch (KafkaException failure) {
            failure.printStackTrace();
            count("transactions that failed");
        }
        producer.abortTransaction();
        Map<TopicPartition, OffsetAndMetadata> from = consumer.committed(new HashSet<>(sources()));
        for (TopicPartition each : sources()) consumer.seek(each, from.get(each) == null ? 0 : from.get(each).offset());
    }

    @Override
    void look(Context context) throws Exception {
        List<List<String>> copies = new ArrayList<>();
        for (int each = 0; each < partitions; each++) copies.add(new ArrayList<>());
        Map<String, Integer> sizes = new HashMap<>();
        List<ConsumerRecord<String, String>> seen = new ArrayList<>();
        readAll(context, name, partitions, "read_committed", seen::add);
        for (ConsumerRecord<String, String> record : seen) {
            sizes.merge(record.key(), 1, Integer::sum);
            copies.get(record.partition()).add(record.value().substring(0, record.value().indexOf('/')));
        }
        for (ConsumerRecord<String, String> record : seen) {
            if (!record.value().endsWith("/" + sizes.get(record.key()))) complain(Context.show(record) + " is of a transaction with " + sizes.get(record.key()) + " records");
        }
        compare(context, copies);
        checkEnds(context);
    }

    private void compare(Context context, List<List<String>> copies) throws Exception {
        int[] at = new int[partitions];
        readAll(context, source.name, partitions, "read_uncommitted", record -> {
            List<String> there = copies.get(record.partition());
            int place = at[record.partition()]++;
            String copy = place < there.size() ? there.get(place) : "nothing";
            if (!copy.equals(record.value())) complain("the copy of " + Context.show(record) + " is " + copy);
        });
        for (int each = 0; each < partitions; each++) {
            if (copies.get(each).size() > at[each]) complain(copies.get(each).size() - at[each] + " copies too many in partition " + each);
        }
    }

    /** All of the source is committed, and no transaction is left open. */
    private void checkEnds(Context context) {
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of("group.id", name, "isolation.level", "read_committed"));
                KafkaConsumer<String, String> plain = context.consumer(Map.of())) {
            Map<TopicPartition, Long> ends = plain.endOffsets(sources());
            consumer.committed(new HashSet<>(sources())).forEach((partition, offset) -> {
                if (offset == null || offset.offset() != ends.get(partition)) complain("of " + partition + ", " + offset + " is committed, not " + ends.get(partition));
            });
            List<TopicPartition> copies = of(name, partitions);
            if (!consumer.endOffsets(copies).equals(plain.endOffsets(copies))) complain("a transaction is open");
        }
    }

    private List<TopicPartition> sources() {
        return of(source.name, partitions);
    }
}
