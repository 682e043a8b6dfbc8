package dev.millrace.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What stands in `__consumer_offsets` of groups of all kinds, as Apache Kafka's own coordinator takes it in. */
final class StoredGroups implements Suite {
    private static final String offsetsTopic = "__consumer_offsets";

    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("stored-groups.loaded-by-kafkas-coordinator", StoredGroups::loaded);
    }

    private static Object loaded(Context context) throws Exception {
        context.createTopic(context.topic(), 4);
        String mixed = context.topic("mixed");
        String downgraded = context.topic("downgraded");
        String simple = context.topic("simple");
        String deleted = context.topic("deleted");
        String shares = context.topic("shares");
        String sharesDeleted = context.topic("shares-deleted");
        List<Member> members = new ArrayList<>();
        HeartbeatMember reader = null;
        try (Admin admin = context.admin()) {
            members.addAll(ofAllSorts(context, mixed));
            members.add(leftByTheOthers(context, downgraded));
            admin.alterConsumerGroupOffsets(simple, Map.of(context.partition(1), new OffsetAndMetadata(7, "seven"))).all().get();
            try (Member last = member(context, deleted, "consumer", Map.of())) {
                Member.settled(List.of(last), 4);
            }
            admin.deleteConsumerGroups(List.of(deleted)).all().get();
            HeartbeatMember.shares(context, sharesDeleted, context.topic(), 4).close();
            admin.deleteShareGroups(List.of(sharesDeleted)).all().get();
            reader = HeartbeatMember.shares(context, shares, context.topic(), 4);
            ShareGroupDescription sharing = admin.describeShareGroups(List.of(shares)).describedGroups().get(shares).get();
            ConsumerGroupDescription told = admin.describeConsumerGroups(List.of(mixed)).describedGroups().get(mixed).get();
            LoadedCoordinator coordinator = new LoadedCoordinator(records(context, admin, Set.of(mixed, downgraded, simple, deleted, shares, sharesDeleted)), admin.describeTopics(List.of(context.topic())).allTopicNames().get().values());
            ConsumerGroupDescribeResponseData.DescribedGroup known = coordinator.consumerGroup(mixed);
            Seen seen = new Seen();
            for (String group : List.of(mixed, downgraded, simple, deleted, shares, sharesDeleted)) seen.with(group.substring(context.topic().length() + 1), coordinator.kindOf(group));
            return seen.with("facts agree", facts(known).equals(facts(told))).with("members agree", membersOf(known).equals(membersOf(told)))
                .with("share groups agree", shown(coordinator.shareGroup(shares)).equals(shown(sharing))).with("share partitions", coordinator.sharePartitions(shares))
                .with("protocols", known.members().stream().map(member -> member.memberType() == 0 ? "classic" : "consumer").sorted().toList())
                .with("static member", known.members().stream().filter(member -> member.instanceId() != null).map(member -> member.instanceId() + " epoch " + member.memberEpoch()).toList())
                .with("expressions", known.members().stream().map(member -> member.subscribedTopicRegex()).filter(regex -> !regex.isEmpty()).toList())
                .with("offsets", coordinator.offsets(simple).stream().flatMap(topic -> topic.partitions().stream()).map(each -> each.partitionIndex() + " " + each.committedOffset() + " " + each.metadata()).toList());
        } finally {
            if (reader != null) reader.close();
            Member.closeAll(members);
        }
    }

    private static Member member(Context context, String group, String protocol, Map<String, ?> more) {
        Map<String, Object> config = new HashMap<>(Map.of("group.protocol", protocol));
        if (protocol.equals("classic")) config.put("partition.assignment.strategy", List.of(CooperativeStickyAssignor.class));
        config.putAll(more);
        return new Member(context, group, List.of(context.topic()), config);
    }

    /** By names, by an expression, by the classic protocol; and a static member that is away. Gives back those that are there. */
    private static List<Member> ofAllSorts(Context context, String group) throws Exception {
        Member away = member(context, group, "consumer", Map.of("group.instance.id", "away"));
        List<Member> there = new ArrayList<>(List.of(member(context, group, "consumer", Map.of()), member(context, group, "consumer", Map.of())));
        Member.settled(List.of(away, there.get(0), there.get(1)), 4);
        there.get(1).alone(consumer -> {
            consumer.unsubscribe();
            consumer.subscribe(new SubscriptionPattern(context.topic().replace(".", "\\.")));
        });
        there.add(member(context, group, "classic", Map.of()));
        Member.settled(List.of(away, there.get(0), there.get(1), there.get(2)), 4);
        atRest(context, group);
        away.close();
        return there;
    }

    /** A classic member that was with a consumer and is alone by now. */
    private static Member leftByTheOthers(Context context, String group) throws Exception {
        Member consumer = member(context, group, "consumer", Map.of());
        Member.settled(List.of(consumer), 4);
        Member classic = member(context, group, "classic", Map.of());
        Member.settled(List.of(consumer, classic), 4);
        consumer.close();
        Member.settled(List.of(classic), 4);
        return classic;
    }

    private static void atRest(Context context, String group) throws Exception {
        try (Admin admin = context.admin()) {
            Context.waitUntil("the group is stable", () -> admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get().groupState().toString().equals("Stable"));
        }
    }

    /** The groups' records, by partition in the order of the log. */
    private static List<ConsumerRecord<byte[], byte[]>> records(Context context, Admin admin, Set<String> groups) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(context.clientConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = admin.describeTopics(List.of(offsetsTopic)).allTopicNames().get().get(offsetsTopic).partitions().stream()
                .map(each -> new TopicPartition(offsetsTopic, each.partition())).toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (groups.contains(groupOf(record))) records.add(record);
                });
            }
        }
        return records;
    }

    /** All keys begin with a number and the group's id; those of consumer groups are in the later form. */
    private static String groupOf(ConsumerRecord<byte[], byte[]> record) {
        ByteBuffer key = ByteBuffer.wrap(record.key());
        key.getShort();
        byte[] id = new byte[key.getShort()];
        key.get(id);
        return new String(id, StandardCharsets.UTF_8);
    }

    private static String facts(ConsumerGroupDescribeResponseData.DescribedGroup group) {
        return group.groupState() + " " + group.groupEpoch() + " " + group.assignmentEpoch() + " " + group.assignorName();
    }

    private static String facts(ConsumerGroupDescription group) {
        return group.groupState() + " " + group.groupEpoch().get() + " " + group.targetAssignmentEpoch().get() + " " + group.partitionAssignor();
    }

    private static String shown(ShareGroupDescribeResponseData.DescribedGroup group) {
        return group.groupState() + " " + group.groupEpoch() + " " + group.assignmentEpoch() + group.members().stream().map(member -> String.join(" ", "", member.memberId(), member.clientId(), member.clientHost(),
            String.valueOf(member.memberEpoch()), member.assignment().topicPartitions().stream().flatMap(topic -> topic.partitions().stream().map(each -> topic.topicName() + "-" + each)).sorted().toList().toString())).toList();
    }

    private static String shown(ShareGroupDescription group) {
        return group.groupState() + " " + group.groupEpoch() + " " + group.targetAssignmentEpoch() + group.members().stream().map(member -> String.join(" ", "", member.consumerId(), member.clientId(), member.host(),
            String.valueOf(member.memberEpoch()), member.assignment().topicPartitions().stream().map(Object::toString).sorted().toList().toString())).toList();
    }

    private static List<String> membersOf(ConsumerGroupDescribeResponseData.DescribedGroup group) {
        return group.members().stream().map(member -> String.join(" ", member.memberId(), String.valueOf(member.instanceId()), String.valueOf(member.rackId()), member.clientId(), member.clientHost(), String.valueOf(member.memberEpoch()),
            String.valueOf(member.memberType() == 1), names(member.assignment()).toString(), names(member.targetAssignment()).toString())).sorted().toList();
    }

    private static List<String> membersOf(ConsumerGroupDescription group) {
        return group.members().stream().map(member -> String.join(" ", member.consumerId(), member.groupInstanceId().orElse("null"), member.rackId().orElse("null"), member.clientId(), member.host(), String.valueOf(member.memberEpoch().get()),
            String.valueOf(member.upgraded().get()), names(member.assignment()).toString(), names(member.targetAssignment().get()).toString())).sorted().toList();
    }

    private static Collection<String> names(ConsumerGroupDescribeResponseData.Assignment assignment) {
        return assignment.topicPartitions().stream().flatMap(topic -> topic.partitions().stream().map(each -> topic.topicName() + "-" + each)).sorted().toList();
    }

    private static Collection<String> names(MemberAssignment assignment) {
        return assignment.topicPartitions().stream().map(Object::toString).sorted().toList();
    }
}
