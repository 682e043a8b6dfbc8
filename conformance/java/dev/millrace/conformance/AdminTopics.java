package dev.millrace.conformance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;

/** Topics as they are created, described, grown and deleted. */
final class AdminTopics implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("topics.created", AdminTopics::created);
        cases.accept("topics.created-with-defaults", AdminTopics::defaults);
        cases.accept("topics.created-with-assignments", AdminTopics::assignments);
        cases.accept("topics.validate-only", AdminTopics::validateOnly);
        cases.accept("topics.description", AdminTopics::description);
        cases.accept("topics.many-in-pages", AdminTopics::pages);
        cases.accept("topics.list", AdminTopics::list);
        cases.accept("topics.deleted", AdminTopics::deleted);
        cases.accept("topics.deleted-by-id", AdminTopics::deletedById);
        cases.accept("topics.partitions-added", AdminTopics::partitionsAdded);
        cases.accept("topics.id-is-new-when-created-again", AdminTopics::createdAgain);
    }

    static Seen describe(TopicDescription topic) {
        return new Seen().with("name", topic.name()).with("internal", topic.isInternal()).with("hasId", !topic.topicId().equals(Uuid.ZERO_UUID))
            .with("operations", topic.authorizedOperations() == null ? null : topic.authorizedOperations().stream().map(Object::toString).sorted().toList())
            .with("partitions", topic.partitions().stream().map(partition -> partition.partition() + " leader " + partition.leader().id() + " replicas "
                + partition.replicas().stream().map(node -> node.id()).toList() + " in sync " + partition.isr().stream().map(node -> node.id()).toList()
                + " eligible " + partition.elr() + " last known " + partition.lastKnownElr()).toList());
    }

    private static Object created(Context context) throws Exception {
        NewTopic topic = new NewTopic(context.topic(), 3, (short) 1).configs(Map.of("retention.ms", "3600000", "cleanup.policy", "compact,delete"));
        try (Admin admin = context.admin()) {
            CreateTopicsResult result = admin.createTopics(List.of(topic));
            Map<String, Object> configs = new TreeMap<>();
            result.config(context.topic()).get().entries().forEach(entry ->
                configs.put(entry.name(), entry.value() + " " + entry.source() + (entry.isReadOnly() ? " readOnly" : "") + (entry.isSensitive() ? " sensitive" : "")));
            Context.settle(admin);
            boolean sameId = admin.describeTopics(List.of(context.topic())).allTopicNames().get().get(context.topic()).topicId().equals(result.topicId(context.topic()).get());
            return new Seen().with("partitions", result.numPartitions(context.topic()).get()).with("replication", result.replicationFactor(context.topic()).get())
                .with("sameId", sameId).with("configs", configs);
        }
    }

    private static Object defaults(Context context) throws Exception {
        NewTopic topic = new NewTopic(context.topic(), java.util.Optional.empty(), java.util.Optional.empty());
        try (Admin admin = context.admin()) {
            CreateTopicsResult result = admin.createTopics(List.of(topic));
            return new Seen().with("partitions", result.numPartitions(context.topic()).get()).with("replication", result.replicationFactor(context.topic()).get());
        }
    }

    private static Object assignments(Context context) throws Exception {
        int node = Integer.parseInt(context.brokerId());
        NewTopic topic = new NewTopic(context.topic(), Map.of(0, List.of(node), 1, List.of(node)));
        try (Admin admin = context.admin()) {
            admin.createTopics(List.of(topic)).all().get();
            Context.settle(admin);
            return describe(admin.describeTopics(List.of(context.topic())).allTopicNames().get().get(context.topic()));
        }
    }

    private static Object validateOnly(Context context) throws Exception {
        CreateTopicsOptions only = new CreateTopicsOptions().validateOnly(true);
        try (Admin admin = context.admin()) {
            CreateTopicsResult good = admin.createTopics(List.of(new NewTopic(context.topic(), 4, (short) 1)), only);
            CreateTopicsResult bad = admin.createTopics(List.of(new NewTopic(context.topic(), 0, (short) 1)), only);
            return new Seen().outcome("good", () -> good.numPartitions(context.topic()).get()).outcome("bad", () -> bad.all().get())
                .outcome("id", () -> good.topicId(context.topic()).get().equals(Uuid.ZERO_UUID))
                .with("exists", admin.listTopics().names().get().contains(context.topic()));
        }
    }

    private static Object description(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        try (Admin admin = context.admin()) {
            List<String> names = List.of(context.topic());
            Uuid id = admin.describeTopics(names).allTopicNames().get().get(context.topic()).topicId();
            return new Seen()
                .with("plain", describe(admin.describeTopics(names).allTopicNames().get().get(context.topic())))
                .with("with operations", describe(admin.describeTopics(names, new DescribeTopicsOptions().includeAuthorizedOperations(true)).allTopicNames().get().get(context.topic())))
                .with("by id", describe(admin.describeTopics(TopicCollection.ofTopicIds(List.of(id))).allTopicIds().get().get(id)))
                .outcome("missing", () -> admin.describeTopics(List.of(context.topic("missing"))).allTopicNames().get())
                .outcome("missing id", () -> admin.describeTopics(TopicCollection.ofTopicIds(List.of(new Uuid(7, 7)))).allTopicIds().get())
                .outcome("invalid", () -> admin.describeTopics(List.of("not valid")).allTopicNames().get())
                .outcome("empty", () -> admin.describeTopics(List.of("")).allTopicNames().get())
                .outcome("zero id", () -> admin.describeTopics(TopicCollection.ofTopicIds(List.of(Uuid.ZERO_UUID))).allTopicIds().get());
        }
    }

    /** DescribeTopicPartitions hands out pages: a topic may be cut in the middle. */
    private static Object pages(Context context) throws Exception {
        List<String> names = List.of(context.topic("a"), context.topic("b"), context.topic("c"));
        for (String name : names) context.createTopic(name, 5);
        try (Admin admin = context.admin()) {
            Map<String, TopicDescription> found = admin.describeTopics(names, new DescribeTopicsOptions().partitionSizeLimitPerResponse(3)).allTopicNames().get();
            Seen seen = new Seen();
            for (String name : names) seen.with(name, found.get(name).partitions().stream().map(partition -> partition.partition()).toList());
            return seen;
        }
    }

    private static Object list(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (Admin admin = context.admin(); Member member = new Member(context, context.topic(), List.of(context.topic()), Map.of())) {
            Member.settled(List.of(member), 1);
            boolean plain = admin.listTopics().names().get().contains("__consumer_offsets");
            var all = admin.listTopics(new ListTopicsOptions().listInternal(true)).namesToListings().get();
            return new Seen().with("listed", all.containsKey(context.topic())).with("internal by default", plain)
                .with("internal", all.get("__consumer_offsets").isInternal());
        }
    }

    private static Object deleted(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        context.fill(context.partition(0), 3);
        try (Admin admin = context.admin()) {
            Seen seen = new Seen().outcome("first", () -> admin.deleteTopics(List.of(context.topic())).all().get())
                .outcome("again", () -> admin.deleteTopics(List.of(context.topic())).all().get())
                .outcome("invalid name", () -> admin.deleteTopics(List.of("not valid")).all().get())
                .outcome("empty name", () -> admin.deleteTopics(List.of("")).all().get());
            Context.settle(admin);
            return seen.with("exists", admin.listTopics().names().get().contains(context.topic()));
        }
    }

    private static Object deletedById(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (Admin admin = context.admin()) {
            Uuid id = admin.describeTopics(List.of(context.topic())).allTopicNames().get().get(context.topic()).topicId();
            return new Seen().outcome("first", () -> admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all().get())
                .outcome("again", () -> admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all().get() == null ? null : null)
                .outcome("zero id", () -> admin.deleteTopics(TopicCollection.ofTopicIds(List.of(Uuid.ZERO_UUID))).all().get());
        }
    }

    private static Object partitionsAdded(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        try (Admin admin = context.admin()) {
            Seen seen = new Seen();
            Map<String, NewPartitions> tried = new java.util.LinkedHashMap<>();
            tried.put("more", NewPartitions.increaseTo(5));
            tried.put("same", NewPartitions.increaseTo(5));
            tried.put("less", NewPartitions.increaseTo(3));
            tried.put("none", NewPartitions.increaseTo(0));
            tried.put("negative", NewPartitions.increaseTo(-1));
            tried.put("assigned", NewPartitions.increaseTo(6, List.of(List.of(Integer.parseInt(context.brokerId())))));
            tried.put("assigned to a missing broker", NewPartitions.increaseTo(7, List.of(List.of(99))));
            tried.put("assigned too few", NewPartitions.increaseTo(9, List.of(List.of(0))));
            tried.put("assigned to nobody", NewPartitions.increaseTo(7, List.of(List.of())));
            tried.put("assigned twice", NewPartitions.increaseTo(7, List.of(List.of(0, 0))));
            tried.forEach((name, partitions) -> seen.outcome(name, () -> admin.createPartitions(Map.of(context.topic(), partitions)).all().get()));
            seen.outcome("only validated", () -> admin.createPartitions(Map.of(context.topic(), NewPartitions.increaseTo(9)),
                new org.apache.kafka.clients.admin.CreatePartitionsOptions().validateOnly(true)).all().get());
            seen.outcome("missing topic", () -> admin.createPartitions(Map.of(context.topic("missing"), NewPartitions.increaseTo(9))).all().get());
            Context.settle(admin);
            return seen.with("partitions", admin.describeTopics(List.of(context.topic())).allTopicNames().get().get(context.topic()).partitions().size());
        }
    }

    private static Object createdAgain(Context context) throws Exception {
        try (Admin admin = context.admin()) {
            context.createTopic(context.topic(), 1);
            context.fill(context.partition(0), 3);
            Uuid before = admin.describeTopics(List.of(context.topic())).allTopicNames().get().get(context.topic()).topicId();
            admin.deleteTopics(List.of(context.topic())).all().get();
            context.createTopic(context.topic(), 1);
            Uuid after = admin.describeTopics(List.of(context.topic())).allTopicNames().get().get(context.topic()).topicId();
            context.fill(context.partition(0), 1);
            return new Seen().with("new id", !before.equals(after)).with("records", context.readAll(List.of(context.partition(0)), 1).stream().map(Context::show).toList());
        }
    }
}
