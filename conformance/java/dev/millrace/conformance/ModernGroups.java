package dev.millrace.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** Groups whose members speak the consumer protocol (KIP-848), and those on their way to it or back. */
final class ModernGroups implements Suite {
    private static final String group = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";

    @Override
    public void register(BiConsumer<String, Case> cases) {
        for (String assignor : List.of("uniform", "range")) cases.accept("modern.assignor-" + assignor, context -> assign(context, assignor));
        cases.accept("modern.twenty-members-at-once", ModernGroups::twentyMembers);
        cases.accept("modern.description", ModernGroups::description);
        cases.accept("modern.partitions-added", ModernGroups::partitionsAdded);
        cases.accept("modern.topics-made-and-deleted", ModernGroups::topics);
        cases.accept("modern.regular-expression", ModernGroups::regex);
        cases.accept("modern.bad-regular-expressions", ModernGroups::badRegexes);
        cases.accept("modern.unknown-assignor", ModernGroups::unknownAssignor);
        cases.accept("modern.static-comes-back", ModernGroups::comesBack);
        cases.accept("modern.static-twice", ModernGroups::twice);
        cases.accept("modern.slow-poll-leaves", ModernGroups::slowPoll);
        cases.accept("modern.commits-through-rebalances", ModernGroups::commits);
        cases.accept("modern.upgraded-member-by-member", context -> migrate(context, "classic", "consumer"));
        cases.accept("modern.downgraded-member-by-member", context -> migrate(context, "consumer", "classic"));
        cases.accept("modern.both-protocols-at-once", ModernGroups::both);
        cases.accept("modern.administered", ModernGroups::administered);
        cases.accept("modern.group-configs", ModernGroups::configs);
        cases.accept("modern.kafka-consumer-groups", ModernGroups::tool);
    }

    private static Map<String, Object> protocol(String name, Map<String, ?> more) {
        Map<String, Object> config = new HashMap<>(Map.of("group.protocol", name));
        if (name.equals("classic")) config.put("partition.assignment.strategy", List.of(CooperativeStickyAssignor.class));
        config.putAll(more);
        return config;
    }

    private static Member member(Context context, Collection<String> topics, Map<String, ?> config) {
        return new Member(context, context.topic(), topics, protocol("consumer", config));
    }

    private static Member member(Context context) {
        return member(context, List.of(context.topic()), Map.of());
    }

    private static String describe(Context context) throws Exception {
        try (Admin admin = context.admin()) {
            var described = admin.describeConsumerGroups(List.of(context.topic())).describedGroups().get(context.topic()).get();
            return described.type() + " " + described.groupState() + " " + described.partitionAssignor() + " " + described.members().size();
        }
    }

    /** The state that the group comes to when it is left alone. */
    private static String atRest(Context context) throws Exception {
        Context.waitUntil("the group is stable", () -> describe(context).contains(" Stable "));
        return describe(context);
    }

    /** Two members, a third joins, the first leaves: the shares after each step. */
    private static Object assign(Context context, String assignor) throws Exception {
        List<String> topics = List.of(context.topic("a"), context.topic("b"));
        for (String topic : topics) context.createTopic(topic, 3);
        Map<String, String> config = Map.of("group.remote.assignor", assignor);
        Seen seen = new Seen();
        List<Member> members = new ArrayList<>();
        try {
            for (int each = 0; each < 2; each++) members.add(member(context, topics, config));
            Member.settled(members, 6);
            seen.with("two", Member.sizes(members));
            members.add(member(context, topics, config));
            Member.settled(members, 6);
            seen.with("three", Member.sizes(members));
            if (assignor.equals("range")) seen.with("shares of three", Member.shares(members));
            members.remove(0).close();
            Member.settled(members, 6);
            return seen.with("without the first", Member.sizes(members)).with("state", atRest(context));
        } finally {
            Member.closeAll(members);
        }
    }

    private static Object twentyMembers(Context context) throws Exception {
        context.createTopic(context.topic(), 20);
        List<Member> members = new ArrayList<>();
        try {
            for (int each = 0; each < 20; each++) members.add(member(context));
            Member.settled(members, 20);
            return new Seen().with("sizes", Member.sizes(members)).with("state", atRest(context));
        } finally {
            Member.closeAll(members);
        }
    }

    private static Object description(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        List<Member> members = new ArrayList<>();
        try (Admin admin = context.admin()) {
            for (int each = 0; each < 2; each++) {
                members.add(member(context, List.of(context.topic()), Map.of("client.id", "client-" + each, "group.instance.id", "instance-" + each, "client.rack", "rack-" + each)));
            }
            Member.settled(members, 2);
            atRest(context);
            var described = admin.describeConsumerGroups(List.of(context.topic()), new org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                .describedGroups().get(context.topic()).get();
            return new Seen().with("state", described.groupState().toString()).with("type", described.type().toString()).with("assignor", described.partitionAssignor())
                .with("simple", described.isSimpleConsumerGroup()).with("coordinator", described.coordinator().id())
                .with("epochs agree", described.groupEpoch().get().equals(described.targetAssignmentEpoch().get()))
                .with("operations", described.authorizedOperations().stream().map(Object::toString).sorted().toList())
                .with("members", described.members().stream().map(member -> member.groupInstanceId().orElse("") + " " + member.clientId() + " " + member.host() + " "
                    + member.rackId().orElse("") + " upgraded=" + member.upgraded().orElse(null) + " at the group's epoch=" + member.memberEpoch().equals(described.groupEpoch())
                    + " has what it is to have=" + member.targetAssignment().get().equals(member.assignment()) + " " + member.assignment().topicPartitions().size()).sorted().toList());
        } finally {
            Member.closeAll(members);
        }
    }

    private static Object partitionsAdded(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        List<Member> members = new ArrayList<>();
        try (Admin admin = context.admin()) {
            for (int each = 0; each < 2; each++) members.add(member(context));
            Member.settled(members, 2);
            admin.createPartitions(Map.of(context.topic(), NewPartitions.increaseTo(6))).all().get();
            Member.settled(members, 6);
            return Member.sizes(members);
        } finally {
            Member.closeAll(members);
        }
    }

    private static Object topics(Context context) throws Exception {
        context.createTopic(context.topic("a"), 2);
        try (Admin admin = context.admin(); Member one = member(context, List.of(context.topic("a"), context.topic("b")), Map.of("metadata.max.age.ms", "500", "allow.auto.create.topics", "false"))) {
            Member.settled(List.of(one), 2);
            context.createTopic(context.topic("b"), 3);
            Member.settled(List.of(one), 5);
            admin.deleteTopics(List.of(context.topic("a"))).all().get();
            Member.settled(List.of(one), 3);
            return Member.shares(List.of(one));
        }
    }

    private static KafkaConsumer<String, String> subscribed(Context context, String pattern) {
        KafkaConsumer<String, String> consumer = context.consumer(Map.of("group.id", context.topic(), "group.protocol", "consumer", "metadata.max.age.ms", "500"));
        consumer.subscribe(new SubscriptionPattern(pattern));
        return consumer;
    }

    private static int polled(KafkaConsumer<String, String> consumer) {
        consumer.poll(Duration.ofMillis(100));
        return consumer.assignment().size();
    }

    private static Object regex(Context context) throws Exception {
        context.createTopic(context.topic("one"), 1);
        context.createTopic(context.topic("other"), 1);
        try (KafkaConsumer<String, String> consumer = subscribed(context, context.topic().replace(".", "\\.") + "\\.(one|two)")) {
            Context.waitUntil("the first topic is found", () -> polled(consumer) == 1);
            context.createTopic(context.topic("two"), 2);
            Context.waitUntil("the second topic is found", () -> polled(consumer) == 3);
            return consumer.assignment().stream().map(Object::toString).sorted().toList();
        }
    }

    private static Object badRegexes(Context context) throws Exception {
        Seen seen = new Seen();
        for (String pattern : List.of("(", "[a-", "a{2,1}", "(?<=a)b", "\\p{Nope}")) {
            try (KafkaConsumer<String, String> consumer = subscribed(context, pattern)) {
                seen.with(pattern, Seen.outcomeOf(() -> {
                    for (int times = 0; times < 100; times++) consumer.poll(Duration.ofMillis(100));
                    return "taken";
                }));
            }
        }
        return seen;
    }

    private static Object unknownAssignor(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (Member one = member(context, List.of(context.topic()), Map.of("group.remote.assignor", "mine"))) {
            Context.waitUntil("the member is refused", () -> one.failure() != null);
            return Seen.error(one.failure());
        }
    }

    private static Member instance(Context context, String instance) {
        return member(context, List.of(context.topic()), Map.of("group.instance.id", instance));
    }

    private static Object comesBack(Context context) throws Exception {
        context.createTopic(context.topic(), 4);
        try (Member one = instance(context, "one")) {
            Member two = instance(context, "two");
            Member.settled(List.of(one, two), 4);
            atRest(context);
            Set<String> had = two.assignment();
            int revoked = one.revoked.get();
            two.close();
            int whileAway = one.assignment().size();
            try (Member again = instance(context, "two")) {
                Member.settled(List.of(one, again), 4);
                return new Seen().with("while it is away", whileAway).with("same partitions", again.assignment().equals(had))
                    .with("revoked from the other", one.revoked.get() - revoked).with("state", atRest(context));
            }
        }
    }

    /** Under an instance id that is in use nobody else gets in; KIP-848 has it the other way round than the classic protocol. */
    private static Object twice(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        try (Member first = instance(context, "one")) {
            Member.settled(List.of(first), 2);
            try (Member second = instance(context, "one")) {
                Context.waitUntil("the second is refused", () -> second.failure() != null);
                Seen error = Seen.error(second.failure());
                return new Seen().with("error", error.get("error")).with("the first goes on", first.failure() == null && first.assignment().size() == 2);
            }
        }
    }

    private static Object slowPoll(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        List<Member> members = new ArrayList<>();
        try {
            for (int each = 0; each < 2; each++) members.add(member(context, List.of(context.topic()), Map.of("max.poll.interval.ms", "3000")));
            Member.settled(members, 2);
            members.get(0).alone(consumer -> {
                try {
                    Thread.sleep(8_000);
                } catch (InterruptedException stopped) {
                    throw new IllegalStateException(stopped);
                }
            });
            Context.waitUntil("it learns what it has lost", () -> members.get(0).lost.get() > 0);
            Member.settled(members, 2);
            return new Seen().with("sizes", Member.sizes(members)).with("lost", members.get(0).lost.get());
        } finally {
            Member.closeAll(members);
        }
    }

    /** Members come and go while records are read and committed: in the end everything is read, and committed to its end. */
    private static Object commits(Context context) throws Exception {
        int partitions = 4;
        context.createTopic(context.topic(), partitions);
        Map<String, String> config = Map.of("enable.auto.commit", "true", "auto.commit.interval.ms", "100");
        List<Member> members = new ArrayList<>();
        long left = 0;
        try (Admin admin = context.admin()) {
            for (int round = 0; round < 4; round++) {
                members.add(member(context, List.of(context.topic()), config));
                for (int each = 0; each < partitions; each++) context.fill(context.partition(each), 50);
                if (round == 2) {
                    Member first = members.remove(0);
                    first.close();
                    left = first.records();
                }
            }
            Member.settled(members, partitions);
            Map<TopicPartition, Long> committed = new HashMap<>();
            Context.waitUntil("all is committed", () -> {
                admin.listConsumerGroupOffsets(context.topic()).partitionsToOffsetAndMetadata().get().forEach((partition, offset) -> committed.put(partition, offset.offset()));
                return committed.values().stream().filter(offset -> offset == 200).count() == partitions;
            });
            long read = left + members.stream().mapToLong(Member::records).sum();
            return new Seen().with("committed to the end", committed.size()).with("every record was read", read >= 200L * partitions)
                .with("failures", members.stream().filter(member -> member.failure() != null).count());
        } finally {
            Member.closeAll(members);
        }
    }

    /** Rolling: every member of one protocol is replaced by one of the other, while the group goes on. */
    private static Object migrate(Context context, String from, String to) throws Exception {
        context.createTopic(context.topic(), 6);
        List<Member> members = new ArrayList<>();
        List<Object> states = new ArrayList<>();
        Map<String, String> config = Map.of("metadata.max.age.ms", "1000");
        try {
            for (int each = 0; each < 3; each++) members.add(new Member(context, context.topic(), List.of(context.topic()), protocol(from, config)));
            Member.settled(members, 6);
            states.add(atRest(context));
            for (int each = 0; each < 3; each++) {
                members.remove(0).close();
                members.add(new Member(context, context.topic(), List.of(context.topic()), protocol(to, config)));
                Member.settled(members, 6);
                states.add(atRest(context) + " " + Member.sizes(members));
            }
            return states;
        } finally {
            Member.closeAll(members);
        }
    }

    private static Object both(Context context) throws Exception {
        context.createTopic(context.topic(), 4);
        List<Member> members = new ArrayList<>();
        try (Admin admin = context.admin()) {
            for (String name : List.of("classic", "consumer", "classic", "consumer")) {
                members.add(new Member(context, context.topic(), List.of(context.topic()), protocol(name, Map.of("client.id", name))));
                Member.settled(members, 4);
            }
            atRest(context);
            var described = admin.describeConsumerGroups(List.of(context.topic())).describedGroups().get(context.topic()).get();
            return new Seen().with("state", describe(context)).with("members", described.members().stream()
                .map(member -> member.clientId() + " upgraded=" + member.upgraded().orElse(null) + " " + member.assignment().topicPartitions().size()).sorted().toList());
        } finally {
            Member.closeAll(members);
        }
    }

    private static Object listed(Context context, Admin admin, ListGroupsOptions options) throws Exception {
        return admin.listGroups(options).all().get().stream().filter(listed -> listed.groupId().equals(context.topic()))
            .map(listed -> listed.type().map(Object::toString).orElse("-") + " '" + listed.protocol() + "' " + listed.groupState().map(Object::toString).orElse("-")).toList();
    }

    private static Object administered(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        TopicPartition partition = context.partition(0);
        String id = context.topic();
        try (Admin admin = context.admin()) {
            try (Member one = member(context)) {
                Member.settled(List.of(one), 1);
                one.alone(consumer -> consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0, "kept"))));
                seen.with("listed", listed(context, admin, new ListGroupsOptions())).with("as consumer", listed(context, admin, new ListGroupsOptions().withTypes(Set.of(GroupType.CONSUMER))))
                    .with("as classic", listed(context, admin, new ListGroupsOptions().withTypes(Set.of(GroupType.CLASSIC))))
                    .outcome("deleted", () -> admin.deleteConsumerGroups(List.of(id)).all().get())
                    .outcome("altered", () -> admin.alterConsumerGroupOffsets(id, Map.of(partition, new OffsetAndMetadata(0))).all().get())
                    .outcome("forgotten", () -> admin.deleteConsumerGroupOffsets(id, Set.of(partition)).all().get())
                    .outcome("as a classic group", () -> admin.describeClassicGroups(List.of(id)).all().get().get(id).state().toString());
            }
            Context.waitUntil("the group is empty", () -> describe(context).contains(" Empty "));
            return seen.with("empty", describe(context)).outcome("altered when empty", () -> admin.alterConsumerGroupOffsets(id, Map.of(partition, new OffsetAndMetadata(0))).all().get())
                .outcome("deleted when empty", () -> admin.deleteConsumerGroups(List.of(id)).all().get()).with("listed then", listed(context, admin, new ListGroupsOptions()));
        }
    }

    private static Object configs(Context context) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, context.topic());
        context.createTopic(context.topic(), 1);
        Seen seen = new Seen();
        try (Admin admin = context.admin()) {
            for (String value : List.of("50000", "44999", "60001", "x")) {
                var set = List.of(new AlterConfigOp(new ConfigEntry("consumer.session.timeout.ms", value), AlterConfigOp.OpType.SET));
                seen.outcome(value, () -> admin.incrementalAlterConfigs(Map.of(resource, set)).all().get());
            }
            Context.settle(admin);
            var entry = admin.describeConfigs(List.of(resource)).all().get().get(resource).get("consumer.session.timeout.ms");
            try (Member one = member(context)) {
                Member.settled(List.of(one), 1);
                return seen.with("value", entry.value() + " " + entry.source()).with("joined", describe(context));
            }
        }
    }

    private static Object tool(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        Tool tool = new Tool(context, group);
        String[] named = {"--group", context.topic()};
        try (Member one = member(context, List.of(context.topic()), Map.of("group.instance.id", "instance"))) {
            Member.settled(List.of(one), 2);
            one.alone(consumer -> consumer.commitSync(Map.of(context.partition(0), new OffsetAndMetadata(0))));
            String id = one.with(consumer -> consumer.groupMetadata().memberId());
            Seen seen = new Seen();
            for (String[] view : new String[][] {{"--state"}, {"--state", "--verbose"}, {"--members"}, {"--members", "--verbose"}, {"--offsets"}, {"--offsets", "--verbose"}}) {
                String[] all = new String[named.length + 1 + view.length];
                System.arraycopy(named, 0, all, 0, named.length);
                all[named.length] = "--describe";
                System.arraycopy(view, 0, all, named.length + 1, view.length);
                seen.with(String.join(" ", view), masked(tool.run(all), id));
            }
            return seen.with("delete", tool.run("--group", context.topic(), "--delete"));
        }
    }

    /** The member's id is another each time; what follows it is set into columns as wide as it. */
    private static Object masked(Object output, String memberId) {
        Seen masked = new Seen();
        ((Seen) output).forEach((name, value) -> masked.with(name, value instanceof List<?> lines
            ? lines.stream().map(line -> line.toString().replace(memberId, "ID").replaceAll(" +", " ")).toList() : value));
        return masked;
    }
}
