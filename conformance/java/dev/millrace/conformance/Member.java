package dev.millrace.conformance;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** A consumer in a group, polled by a thread of its own until it is closed. */
final class Member implements AutoCloseable {
    private final KafkaConsumer<String, String> consumer;
    private final ConcurrentLinkedQueue<Runnable> actions = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile Set<String> assignment = Set.of();
    private volatile CloseOptions closing;
    private volatile Throwable failure;
    private volatile long records;
    final AtomicInteger assigned = new AtomicInteger();
    final AtomicInteger revoked = new AtomicInteger();
    final AtomicInteger lost = new AtomicInteger();

    Member(Context context, String group, Collection<String> topics, Map<String, ?> config) {
        Map<String, Object> all = new HashMap<>(Map.of("group.id", group));
        all.putAll(config);
        consumer = context.consumer(all);
        thread = new Thread(() -> run(topics), "member of " + group);
        thread.start();
    }

    private void run(Collection<String> topics) {
        try {
            consumer.subscribe(topics, new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    assigned.addAndGet(partitions.size());
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    revoked.addAndGet(partitions.size());
                }

                @Override
                public void onPartitionsLost(Collection<TopicPartition> partitions) {
                    lost.addAndGet(partitions.size());
                }
            });
            while (closing == null) {
                try {
                    records += consumer.poll(Duration.ofMillis(100)).count();
                } catch (WakeupException wokenForAnAction) {
                    // the action follows
                }
                publish();
                for (Runnable action = actions.poll(); action != null; action = actions.poll()) action.run();
            }
        } catch (Throwable thrown) {
            failure = thrown;
            publish();
        } finally {
            consumer.close(closing == null ? CloseOptions.timeout(Duration.ofSeconds(5)) : closing);
        }
    }

    private void publish() {
        Set<String> names = new TreeSet<>();
        consumer.assignment().forEach(partition -> names.add(partition.toString()));
        assignment = names;
    }

    /** Names `topic-partition` of what it has now. */
    Set<String> assignment() {
        return assignment;
    }

    long records() {
        return records;
    }

    /** What ended it, if it is not going on. */
    Throwable failure() {
        return failure;
    }

    /** Does something with the consumer on its thread. */
    <T> T with(Function<KafkaConsumer<String, String>, T> action) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        actions.add(() -> {
            try {
                done.complete(action.apply(consumer));
            } catch (Throwable thrown) {
                done.completeExceptionally(thrown);
            }
        });
        return done.get(30, TimeUnit.SECONDS);
    }

    void alone(Consumer<KafkaConsumer<String, String>> action) throws Exception {
        with(consumer -> {
            action.accept(consumer);
            return true;
        });
    }

    /** Leaves the group (a static member stays in it). */
    @Override
    public void close() throws Exception {
        end(CloseOptions.timeout(Duration.ofSeconds(5)));
    }

    /** Ends as a crash does: the group is not told. */
    void crash() throws Exception {
        end(CloseOptions.timeout(Duration.ZERO).withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
    }

    private void end(CloseOptions options) throws Exception {
        if (closing == null) closing = options;
        thread.join(20_000);
    }

    /** Waits until the members have all `partitions` between them, each with at least one, and nothing moves any more. */
    static void settled(List<Member> members, int partitions) throws Exception {
        Context.waitUntil("the members have " + partitions + " partitions", () -> {
            for (Member member : members) if (member.failure() != null) throw new AssertionError("a member failed", member.failure());
            Set<String> all = new TreeSet<>();
            int count = 0;
            for (Member member : members) {
                count += member.assignment().size();
                all.addAll(member.assignment());
            }
            return all.size() == partitions && count == partitions && members.stream().noneMatch(member -> member.assignment().isEmpty());
        });
    }

    /** Who has what, without saying who: sorted lines. */
    static List<String> shares(List<Member> members) {
        return members.stream().map(member -> String.join(" ", member.assignment())).sorted().toList();
    }

    static List<Integer> sizes(List<Member> members) {
        return members.stream().map(member -> member.assignment().size()).sorted().toList();
    }

    static void closeAll(List<Member> members) throws Exception {
        for (Member member : members) member.closing = CloseOptions.timeout(Duration.ofSeconds(5));
        for (Member member : members) member.thread.join(20_000);
    }
}
