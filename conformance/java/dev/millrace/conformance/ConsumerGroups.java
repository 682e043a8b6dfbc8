package dev.millrace.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.consumer.StickyAssignor;

/** Sharing partitions out and over again: joining, leaving, crashing, with each assignor. */
final class ConsumerGroups implements Suite {
    private static final Map<String, Class<?>> assignors = new TreeMap<>(Map.of(
        "range", RangeAssignor.class,
        "roundrobin", RoundRobinAssignor.class,
        "sticky", StickyAssignor.class,
        "cooperative-sticky", CooperativeStickyAssignor.class));

    @Override
    public void register(BiConsumer<String, Case> cases) {
        assignors.forEach((name, assignor) -> cases.accept("groups.assignor-" + name, context -> assign(context, assignor)));
        cases.accept("groups.twenty-members-at-once", ConsumerGroups::twentyMembers);
        cases.accept("groups.more-members-than-partitions", ConsumerGroups::moreMembers);
        cases.accept("groups.crashed-member-is-evicted", ConsumerGroups::crash);
        cases.accept("groups.slow-poll-leaves", ConsumerGroups::slowPoll);
        cases.accept("groups.partitions-added", ConsumerGroups::partitionsAdded);
        cases.accept("groups.pattern-subscription", ConsumerGroups::pattern);
        cases.accept("groups.enforced-rebalance", ConsumerGroups::enforced);
        cases.accept("groups.inconsistent-protocols", ConsumerGroups::inconsistent);
        cases.accept("groups.session-timeout-bounds", ConsumerGroups::sessionTimeouts);
        cases.accept("groups.invalid-group-ids", ConsumerGroups::invalidIds);
        cases.accept("groups.description", ConsumerGroups::description);
        cases.accept("groups.switch-of-assignors", ConsumerGroups::switchAssignors);
    }

    /** Two members, a third joins, the first leaves: the shares after each step. */
    private static Object assign(Context context, Class<?> assignor) throws Exception {
        List<String> topics = List.of(context.topic("a"), context.topic("b"));
        for (String topic : topics) context.createTopic(topic, 3);
        Map<String, Object> config = Map.of("partition.assignment.strategy", List.of(assignor));
        Seen seen = new Seen();
        List<Member> members = new ArrayList<>();
        try {
            for (int each = 0; each < 2; each++) members.add(new Member(context, context.topic(), topics, config));
            Member.settled(members, 6);
            seen.with("two", Member.sizes(members));
            members.add(new Member(context, context.topic(), topics, config));
            Member.settled(members, 6);
            seen.with("three", Member.sizes(members));
            Member first = members.remove(0);
            first.close();
            Member.settled(members, 6);
            return seen.with("without the first", Member.sizes(members)).with("state", describe(context));
        } finally {
            Member.closeAll(members);
        }
    }

    private static Object describe(Context context) throws Exception {
        try (Admin admin = context.admin()) {
            var group = admin.describeConsumerGroups(List.of(context.topic())).describedGroups().get(context.topic()).get();
            return group.groupState() + " " + group.partitionAssignor() + " " + group.members().size();
        }
    }

    private static Object twentyMembers(Context context) throws Exception {
        context.createTopic(context.topic(), 20);
        List<Member> members = new ArrayList<>();
        try {
            for (int each = 0; each < 20; each++) members.add(new Member(context, context.topic(), List.of(context.topic()), Map.of()));
            Member.settled(members, 20);
            return new Seen().with("sizes", Member.sizes(members)).with("state", describe(context));
        } finally {
            Member.closeAll(members);
        }
    }

    private static Object moreMembers(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        List<Member> members = new ArrayList<>();
        try {
            for (int each = 0; each < 2; each++) members.add(new Member(context, context.topic(), List.of(context.topic()), Map.of()));
            Context.waitUntil("both are in the group", () -> describe(context).equals("Stable range 2"));
            Context.waitUntil("one has the partition", () -> Member.sizes(members).equals(List.of(0, 1)));
            return Member.shares(members);
        } finally {
            Member.closeAll(members);
        }
    }

    private static Object crash(Context context) throws Exception {
        context.createTopic(context.topic(), 4);
        Map<String, Object> config = Map.of("session.timeout.ms", "6000", "heartbeat.interval.ms", "500");
        List<Member> members = new ArrayList<>();
        try {
            for (int each = 0; each < 2; each++) members.add(new Member(context, context.topic(), List.of(context.topic()), config));
            Member.settled(members, 4);
            members.remove(0).crash();
            long start = System.nanoTime();
            Object before = describe(context);
            Member.settled(members, 4);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Seen().with("at first", before).with("then", describe(context)).with("after the session timeout", seconds > 3 && seconds < 15);
        } finally {
            Member.closeAll(members);
        }
    }

    /** A member that does not poll leaves by itself and comes back when it polls again. */
    private static Object slowPoll(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        Map<String, Object> config = Map.of("max.poll.interval.ms", "3000", "heartbeat.interval.ms", "500");
        List<Member> members = new ArrayList<>();
        try {
            for (int each = 0; each < 2; each++) members.add(new Member(context, context.topic(), List.of(context.topic()), config));
            Member.settled(members, 2);
            members.get(0).alone(consumer -> sleep(8_000));
            Context.waitUntil("it learns what it has lost", () -> members.get(0).lost.get() > 0);
            Member.settled(members, 2);
            return new Seen().with("sizes", Member.sizes(members)).with("lost", members.get(0).lost.get());
        } finally {
            Member.closeAll(members);
        }
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static Object partitionsAdded(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        List<Member> members = new ArrayList<>();
        try (Admin admin = context.admin()) {
            for (int each = 0; each < 2; each++) members.add(new Member(context, context.topic(), List.of(context.topic()), Map.of("metadata.max.age.ms", "1000")));
            Member.settled(members, 2);
            admin.createPartitions(Map.of(context.topic(), org.apache.kafka.clients.admin.NewPartitions.increaseTo(6))).all().get();
            Member.settled(members, 6);
            return Member.sizes(members);
        } finally {
            Member.closeAll(members);
        }
    }

    private static Object pattern(Context context) throws Exception {
        context.createTopic(context.topic("one"), 1);
        Map<String, Object> config = Map.of("group.id", context.topic(), "metadata.max.age.ms", "500");
        try (KafkaConsumer<String, String> consumer = context.consumer(config)) {
            consumer.subscribe(java.util.regex.Pattern.compile(context.topic().replace(".", "\\.") + "\\..*"));
            Context.waitUntil("the first topic is found", () -> polled(consumer) == 1);
            context.createTopic(context.topic("two"), 2);
            Context.waitUntil("the second topic is found", () -> polled(consumer) == 3);
            return consumer.assignment().stream().map(Object::toString).sorted().toList();
        }
    }

    private static int polled(KafkaConsumer<String, String> consumer) {
        consumer.poll(java.time.Duration.ofMillis(100));
        return consumer.assignment().size();
    }

    private static Object enforced(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        try (Member member = new Member(context, context.topic(), List.of(context.topic()), Map.of())) {
            Member.settled(List.of(member), 2);
            int before = member.with(consumer -> consumer.groupMetadata().generationId());
            member.alone(consumer -> consumer.enforceRebalance("a test"));
            Context.waitUntil("there is a next generation", () -> member.with(consumer -> consumer.groupMetadata().generationId()) > before);
            return new Seen().with("first", before).with("next", member.with(consumer -> consumer.groupMetadata().generationId()))
                .with("revoked", member.revoked.get()).with("assigned", member.assigned.get());
        }
    }

    private static Object inconsistent(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        try (Member member = new Member(context, context.topic(), List.of(context.topic()), Map.of("partition.assignment.strategy", List.of(RangeAssignor.class)))) {
            Member.settled(List.of(member), 2);
            try (Member other = new Member(context, context.topic(), List.of(context.topic()), Map.of("partition.assignment.strategy", List.of(RoundRobinAssignor.class)))) {
                Context.waitUntil("the other is refused", () -> other.failure() != null);
                return Seen.error(other.failure());
            }
        }
    }

    private static Object sessionTimeouts(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        for (String timeoutMs : List.of("5999", "1800001")) {
            try (Member member = new Member(context, context.topic(), List.of(context.topic()), Map.of("session.timeout.ms", timeoutMs, "heartbeat.interval.ms", "1000", "request.timeout.ms", "1900000", "default.api.timeout.ms", "1900000", "max.poll.interval.ms", "1900000"))) {
                Context.waitUntil("the member is refused", () -> member.failure() != null);
                seen.with(timeoutMs, Seen.error(member.failure()));
            }
        }
        return seen;
    }

    private static Object invalidIds(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        for (String group : List.of("a group with blanks", "äöü", "/", "g".repeat(300))) {
            try (Member member = new Member(context, group, List.of(context.topic()), Map.of())) {
                Member.settled(List.of(member), 1);
                seen.with(group, "ok");
            }
        }
        return seen;
    }

    private static Object description(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        List<Member> members = new ArrayList<>();
        try (Admin admin = context.admin()) {
            for (int each : IntStream.range(0, 2).toArray()) {
                members.add(new Member(context, context.topic(), List.of(context.topic()), Map.of("client.id", "client-" + each, "group.instance.id", "instance-" + each)));
            }
            Member.settled(members, 2);
            var group = admin.describeConsumerGroups(List.of(context.topic()), new org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                .describedGroups().get(context.topic()).get();
            return new Seen().with("state", group.groupState().toString()).with("type", group.type().toString()).with("assignor", group.partitionAssignor())
                .with("simple", group.isSimpleConsumerGroup()).with("coordinator", group.coordinator().id()).with("epoch", group.groupEpoch().isPresent())
                .with("operations", group.authorizedOperations().stream().map(Object::toString).sorted().toList())
                .with("members", group.members().stream().map(member -> member.groupInstanceId().orElse("") + " " + member.clientId() + " " + member.host()
                    + " " + member.assignment().topicPartitions() + " idStartsWithInstance=" + member.consumerId().startsWith(member.groupInstanceId().orElse("?"))).sorted().toList());
        } finally {
            Member.closeAll(members);
        }
    }

    /** A group goes over from one assignor to another by way of members that know both. */
    private static Object switchAssignors(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        List<Object> states = new ArrayList<>();
        List<List<Class<?>>> steps = List.of(List.of(RangeAssignor.class), List.of(RoundRobinAssignor.class, RangeAssignor.class), List.of(RoundRobinAssignor.class));
        Member before = null;
        for (List<Class<?>> known : steps) {
            Member next = new Member(context, context.topic(), List.of(context.topic()), Map.of("partition.assignment.strategy", known));
            Member.settled(before == null ? List.of(next) : List.of(before, next), 2);
            states.add(describe(context));
            if (before != null) before.close();
            Member.settled(List.of(next), 2);
            states.add(describe(context));
            before = next;
        }
        before.close();
        return states;
    }
}
