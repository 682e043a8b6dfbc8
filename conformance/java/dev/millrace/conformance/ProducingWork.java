package dev.millrace.conformance;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes numbers to the partitions in turn. An idempotent producer has to bring each there once and in order, whatever comes; one that tries nothing
 * twice may lose those that it was not told of, and nothing else.
 */
final class ProducingWork extends Work {
    private static final Map<String, Object> idempotent =
        Map.of("enable.idempotence", "true", "linger.ms", "1", "delivery.timeout.ms", "900000", "max.in.flight.requests.per.connection", "5");
    private static final Map<String, Object> onceOnly =
        Map.of("enable.idempotence", "false", "acks", "all", "retries", "0", "linger.ms", "1", "max.in.flight.requests.per.connection", "1");
    private static final int recordsPerTurn = 20;
    private static final long turnMs = 12;
    private final boolean isIdempotent;
    private final Map<Long, Long> acknowledged = new ConcurrentHashMap<>();
    private long sent;

    ProducingWork(String name, boolean isIdempotent) {
        super(name);
        this.isIdempotent = isIdempotent;
    }

    @Override
    void begin(Context context) throws Exception {
        context.createTopic(name, partitions, tinySegments);
    }

    @Override
    void go(Context context) throws Exception {
        try (KafkaProducer<String, String> producer = context.producer(config(patient, isIdempotent ? idempotent : onceOnly))) {
            for (; !enough; sent++) {
                long number = sent;
                producer.send(new ProducerRecord<>(name, (int) (number % partitions), null, "v" + number), (metadata, failure) -> {
                    if (failure == null) acknowledged.put(number, metadata.offset());
                    else failed(number, failure);
                });
                if (number % recordsPerTurn == 0) Thread.sleep(turnMs);
            }
        }
    }

    private void failed(long number, Exception failure) {
        count("failed");
        if (isIdempotent) complain(number + " failed: " + failure);
    }

    @Override
    void look(Context context) throws Exception {
        BitSet seen = new BitSet();
        long[] last = new long[partitions];
        Arrays.fill(last, -1);
        readAll(context, name, partitions, "read_uncommitted", record -> check(record, seen, last));
        for (long number : acknowledged.keySet()) {
            count("acknowledged");
            if (!seen.get((int) number)) complain(number + " was acknowledged and is not there");
        }
        if (isIdempotent && seen.cardinality() != sent) complain(sent + " were sent, " + seen.cardinality() + " are there");
    }

    private void check(ConsumerRecord<String, String> record, BitSet seen, long[] last) {
        long number = Long.parseLong(record.value().substring(1));
        Long offset = acknowledged.get(number);
        if (offset != null && offset != record.offset()) complain(Context.show(record) + " was acknowledged at " + offset);
        if (seen.get((int) number)) complain(Context.show(record) + " is there twice");
        if (number < last[record.partition()]) complain(Context.show(record) + " stands behind v" + last[record.partition()]);
        seen.set((int) number);
        last[record.partition()] = number;
    }
}
