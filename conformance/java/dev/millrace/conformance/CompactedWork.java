package dev.millrace.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Writes the same keys again and again, and deletes some, to a log that is cleaned all the time: the last value of each key has to stay. */
final class CompactedWork extends Work {
    private static final int keys = 400;
    private static final int deletedEvery = 11;
    /** What may stand in the active segment, which is not cleaned. */
    private static final int activeRecordsMax = 400;
    private static final String padding = "x".repeat(150);
    private static final String numberHeader = "number";
    private long sent;

    CompactedWork(String name) {
        super(name);
    }

    @Override
    void begin(Context context) throws Exception {
        Map<String, String> cleaning = Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.01", "delete.retention.ms", "500");
        Map<String, String> configs = new HashMap<>(cleaning);
        configs.putAll(tinySegments);
        context.createTopic(name, 1, configs);
    }

    @Override
    void go(Context context) throws Exception {
        try (KafkaProducer<String, String> producer = context.producer(config(patient, Map.of("linger.ms", "1", "delivery.timeout.ms", "900000")))) {
            for (; !enough; sent++) {
                long number = sent;
                Header header = new RecordHeader(numberHeader, Long.toString(number).getBytes());
                producer.send(new ProducerRecord<>(name, 0, "k" + number % keys, valueOf(number), List.of(header)), (metadata, failure) -> {
                    if (failure == null) count("acknowledged");
                    else complain(number + " failed: " + failure);
                });
                if (number % 10 == 0) Thread.sleep(12);
            }
        }
    }

    private static String valueOf(long number) {
        return number % deletedEvery == 0 ? null : number + padding;
    }

    @Override
    void look(Context context) throws Exception {
        Map<String, Long> last = new HashMap<>();
        check(context, last);
        for (long number = Math.max(0, sent - keys); number < sent; number++) {
            Long there = last.get("k" + number % keys);
            boolean isRight = there == null ? valueOf(number) == null : there == number;
            if (!isRight) complain("the last of k" + number % keys + " is " + number + ", there is " + there);
        }
        Context.waitUntil("the log of " + name + " is cleaned", () -> check(context, new HashMap<>()) < keys + activeRecordsMax);
    }

    /** How many records there are. */
    private long check(Context context, Map<String, Long> last) throws Exception {
        long[] seen = {0, -1};
        readAll(context, name, 1, "read_uncommitted", record -> {
            long number = numberOf(record);
            if (number <= seen[1]) complain(number + " stands behind " + seen[1]);
            if (!("k" + number % keys).equals(record.key())) complain("there is " + Context.show(record) + " with the number " + number);
            last.put(record.key(), number);
            seen[0]++;
            seen[1] = number;
        });
        return seen[0];
    }

    private static long numberOf(ConsumerRecord<String, String> record) {
        return Long.parseLong(new String(record.headers().lastHeader(numberHeader).value()));
    }
}
