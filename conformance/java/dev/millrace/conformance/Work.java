package dev.millrace.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What clients do while the broker dies and comes back again and again, in four parts: it is set up, goes on, is told that it has been enough,
 * and looks whether all is true that it was told.
 */
abstract class Work implements Suite {
    static final int partitions = 3;
    /** Segments of the least size there may be: they are rolled all the time. */
    static final Map<String, String> tinySegments = Map.of("internal.segment.bytes", "16384");
    /** Of clients that don't wait long for a broker that is back, don't give up while it is away, however long, and whose batches fit into segments. */
    static final Map<String, Object> patient =
        Map.of("batch.size", "8192", "request.timeout.ms", "5000", "reconnect.backoff.max.ms", "200", "max.block.ms", "900000", "socket.connection.setup.timeout.ms", "2000");
    private static final int complaintsShown = 10;
    final String name;
    /** No more shall be begun. */
    volatile boolean enough;
    /** It has come to its end. */
    volatile boolean done;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    Work(String name) {
        this.name = name;
    }

    abstract void begin(Context context) throws Exception;

    /** Goes on until {@link #enough}, and comes to its end then. */
    abstract void go(Context context) throws Exception;

    abstract void look(Context context) throws Exception;

    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept(name + ".begin", context -> {
            begin(context);
            return null;
        });
        cases.accept(name + ".go", context -> {
            go(context);
            done = true;
            return null;
        });
        cases.accept(name + ".enough", context -> {
            enough = true;
            return null;
        });
        cases.accept(name + ".look", context -> {
            look(context);
            return verdict();
        });
    }

    /** Takes down that something is not as it has to be. */
    final synchronized void complain(String what) {
        if (wrong.size() < complaintsShown) wrong.add(what);
        count("wrong");
    }

    /** Takes down that something came about, and how often. */
    final void count(String what) {
        counts.computeIfAbsent(what, absent -> new AtomicLong()).incrementAndGet();
    }

    private synchronized Seen verdict() {
        return new Seen().with("wrong", wrong).with("counts", new TreeMap<>(counts));
    }

    static Map<String, Object> config(Map<String, ?>... parts) {
        Map<String, Object> all = new TreeMap<>();
        for (Map<String, ?> part : parts) all.putAll(part);
        return all;
    }

    static List<TopicPartition> of(String topic, int partitions) {
        return IntStream.range(0, partitions).mapToObj(each -> new TopicPartition(topic, each)).toList();
    }

    /** Shows all records of a topic to `each`, in their order in each partition. */
    static void readAll(Context context, String topic, int partitions, String isolation, Consumer<ConsumerRecord<String, String>> each) throws Exception {
        try (KafkaConsumer<String, String> consumer = context.consumer(config(patient, Map.of("isolation.level", isolation)))) {
            List<TopicPartition> all = of(topic, partitions);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            Context.waitUntil("all of " + topic + " is read", () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(each);
                return all.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
            });
        }
    }
}
