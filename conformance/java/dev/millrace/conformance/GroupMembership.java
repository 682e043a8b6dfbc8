package dev.millrace.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;

/** Static members: coming back, being fenced, being removed. */
final class GroupMembership implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("static.comes-back-without-a-rebalance", GroupMembership::comesBack);
        cases.accept("static.comes-back-with-another-subscription", GroupMembership::otherSubscription);
        cases.accept("static.second-of-the-same-instance-fences", GroupMembership::fenced);
        cases.accept("static.stays-until-the-session-ends", GroupMembership::sessionEnds);
        cases.accept("static.removed-by-an-admin", GroupMembership::removed);
        cases.accept("static.removal-of-all-members", GroupMembership::removeAll);
    }

    private static Member member(Context context, String instance, String... topics) {
        return new Member(context, context.topic(), topics.length == 0 ? List.of(context.topic()) : List.of(topics),
            Map.of("group.instance.id", instance, "session.timeout.ms", "10000", "heartbeat.interval.ms", "500"));
    }

    private static int generation(Member member) throws Exception {
        return member.with(consumer -> consumer.groupMetadata().generationId());
    }

    private static Object comesBack(Context context) throws Exception {
        context.createTopic(context.topic(), 4);
        try (Member one = member(context, "one")) {
            Member two = member(context, "two");
            Member.settled(List.of(one, two), 4);
            Set<String> had = two.assignment();
            int before = generation(one);
            String id = two.with(consumer -> consumer.groupMetadata().memberId());
            two.close();
            try (Member again = member(context, "two")) {
                Member.settled(List.of(one, again), 4);
                return new Seen().with("same partitions", again.assignment().equals(had)).with("same generation", generation(again) == before && generation(one) == before)
                    .with("same member id", again.with(consumer -> consumer.groupMetadata().memberId()).equals(id)).with("revoked from the other", one.revoked.get() > 4);
            }
        }
    }

    private static Object otherSubscription(Context context) throws Exception {
        context.createTopic(context.topic("a"), 1);
        context.createTopic(context.topic("b"), 1);
        Member first = member(context, "one", context.topic("a"));
        Member.settled(List.of(first), 1);
        int before = generation(first);
        first.close();
        try (Member again = member(context, "one", context.topic("a"), context.topic("b"))) {
            // Kafka hands out the old assignment: the group's protocol did not change, so there is no rebalance.
            Context.waitUntil("it has its partition back", () -> !again.assignment().isEmpty());
            return new Seen().with("later generation", generation(again) > before).with("shares", Member.shares(List.of(again)));
        }
    }

    private static Object fenced(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        try (Member first = member(context, "one")) {
            Member.settled(List.of(first), 2);
            try (Member second = member(context, "one")) {
                Context.waitUntil("the first is fenced", () -> first.failure() != null);
                Context.waitUntil("the second has all", () -> second.assignment().size() == 2);
                return Seen.error(first.failure());
            }
        }
    }

    private static Object sessionEnds(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        try (Member one = member(context, "one")) {
            Member two = member(context, "two");
            Member.settled(List.of(one, two), 2);
            two.close();
            int whileAway = one.assignment().size();
            Member.settled(List.of(one), 2);
            return new Seen().with("while it is away", whileAway).with("then", one.assignment().size());
        }
    }

    private static Object removed(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        try (Admin admin = context.admin(); Member one = member(context, "one")) {
            Member two = member(context, "two");
            Member.settled(List.of(one, two), 2);
            two.close();
            Seen seen = new Seen();
            for (String instance : List.of("two", "nobody")) {
                MemberToRemove member = new MemberToRemove(instance);
                seen.outcome(instance, () -> admin.removeMembersFromConsumerGroup(context.topic(), new RemoveMembersFromConsumerGroupOptions(List.of(member))).memberResult(member).get());
            }
            Member.settled(List.of(one), 2);
            return seen;
        }
    }

    private static Object removeAll(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        Member one = member(context, "one");
        Member.settled(List.of(one), 2);
        one.close();
        try (Admin admin = context.admin()) {
            Object outcome = Seen.outcomeOf(() -> admin.removeMembersFromConsumerGroup(context.topic(), new RemoveMembersFromConsumerGroupOptions()).all().get());
            return new Seen().with("outcome", outcome)
                .with("state", admin.describeConsumerGroups(List.of(context.topic())).describedGroups().get(context.topic()).get().groupState().toString());
        }
    }
}
