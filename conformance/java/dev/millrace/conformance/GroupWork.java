package dev.millrace.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * A group reads what another work writes and commits what it has read, while a member keeps coming and going: each record has to be read, and
 * whoever gets a partition has to go on where it was committed last, or later.
 */
final class GroupWork extends Work {
    private static final int steadyMembers = 2;
    private static final long stayMs = 1_500;
    private static final long awayMs = 700;
    private final String protocol;
    private final ProducingWork source;
    /** What was acknowledged. */
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
    private final List<BitSet> read = new ArrayList<>();

    GroupWork(String name, String protocol, ProducingWork source) {
        super(name);
        this.protocol = protocol;
        this.source = source;
        for (int each = 0; each < partitions; each++) read.add(new BitSet());
    }

    @Override
    void begin(Context context) {}

    @Override
    void go(Context context) throws Exception {
        List<Reader> steady = new ArrayList<>();
        for (int each = 0; each < steadyMembers; each++) steady.add(new Reader(context));
        while (!enough) {
            Reader restless = new Reader(context);
            Thread.sleep(stayMs);
            restless.leave();
            Thread.sleep(awayMs);
        }
        Context.waitUntil(source.name + " is done", () -> source.done);
        Map<TopicPartition, Long> ends;
        try (KafkaConsumer<String, String> consumer = context.consumer(patient)) {
            ends = consumer.endOffsets(of(source.name, partitions));
        }
        try {
            Context.waitUntil("all is read", () -> ends.entrySet().stream().allMatch(end -> readUntil(end.getKey()) >= end.getValue()));
        } catch (AssertionError late) {
            ends.forEach((partition, end) -> complain("of " + partition + " all is read until " + readUntil(partition) + ", there is until " + end + ", committed is " + committed.get(partition)));
            for (Reader member : steady) complain("a member has " + member.assignment);
        }
        for (Reader member : steady) member.leave();
    }

    /** The first offset that nobody has read. */
    private long readUntil(TopicPartition partition) {
        BitSet offsets = read.get(partition.partition());
        synchronized (offsets) {
            return offsets.nextClearBit(0);
        }
    }

    @Override
    void look(Context context) {
        try (KafkaConsumer<String, String> consumer = context.consumer(Map.of("group.id", name))) {
            consumer.committed(committed.keySet()).forEach((partition, offset) -> {
                long acknowledged = committed.get(partition);
                if (offset == null || offset.offset() < acknowledged) complain("of " + partition + ", " + acknowledged + " was committed, and is now " + offset);
            });
        }
        if (committed.size() < partitions) complain("only of " + committed.keySet() + " anything was committed");
    }

    /** A member with a thread of its own. */
    private final class Reader implements ConsumerRebalanceListener {
        private final KafkaConsumer<String, String> consumer;
        private final Thread thread;
        /** What had been committed when a partition came, of those of which nothing has been read since. */
        private final Map<TopicPartition, Long> fresh = new HashMap<>();
        private volatile boolean leaving;
        private volatile Collection<TopicPartition> assignment = List.of();

        Reader(Context context) {
            Map<String, Object> classic = protocol.equals("classic") ? Map.of("session.timeout.ms", "6000", "heartbeat.interval.ms", "1000", "max.poll.interval.ms", "15000") : Map.of();
            consumer = context.consumer(config(patient, classic, Map.of("group.id", name, "group.protocol", protocol)));
            thread = new Thread(this::run, "member of " + name);
            thread.start();
        }

        private void run() {
            try {
                consumer.subscribe(List.of(source.name), this);
                while (!leaving) turn();
            } catch (KafkaException failure) {
                failure.printStackTrace();
                complain("a member failed: " + failure);
            } finally {
                consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
            }
        }

        private void turn() {
            Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
            try {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    take(record);
                    next.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
                }
            } catch (RetriableException | UnknownMemberIdException | StaleMemberEpochException again) {
                count("polls refused"); // by Kafka's own word, or since the group has missed it for too long, it is to be polled again
                return;
            }
            if (!next.isEmpty()) commit(next);
            assignment = consumer.assignment();
        }

        private void take(ConsumerRecord<String, String> record) {
            Long before = fresh.remove(new TopicPartition(record.topic(), record.partition()));
            if (before != null && record.offset() < before) complain("partition " + record.partition() + " was read until " + before + " and goes on at " + record.offset());
            BitSet offsets = read.get(record.partition());
            synchronized (offsets) {
                if (offsets.get((int) record.offset())) count("read again");
                offsets.set((int) record.offset());
            }
            count("read");
        }

        private void commit(Map<TopicPartition, OffsetAndMetadata> next) {
            try {
                consumer.commitSync(next);
                next.forEach((partition, offset) -> committed.merge(partition, offset.offset(), Math::max));
                count("commits");
            } catch (KafkaException refused) {
                count("commits refused"); // the partition has gone to somebody else, or there was no answer
            }
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            for (TopicPartition each : assigned) fresh.put(each, committed.getOrDefault(each, 0L));
            count("assignments");
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            fresh.keySet().removeAll(revoked);
        }

        void leave() throws InterruptedException {
            leaving = true;
            thread.join(20_000);
        }
    }
}
