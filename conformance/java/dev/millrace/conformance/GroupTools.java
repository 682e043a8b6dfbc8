package dev.millrace.conformance;

import static dev.millrace.conformance.Tool.with;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** What the tools for share groups and streams groups print. */
final class GroupTools implements Suite {
    private static final String shareGroups = "org.apache.kafka.tools.consumer.group.ShareGroupCommand";
    private static final String streamsGroups = "org.apache.kafka.tools.streams.StreamsGroupCommand";

    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("kafka-share-groups", GroupTools::activeShareGroup);
        cases.accept("kafka-share-groups.offsets", GroupTools::shareGroupOffsets);
        cases.accept("kafka-share-groups.refused", GroupTools::refused);
        cases.accept("kafka-streams-groups", GroupTools::activeStreamsGroup);
        cases.accept("kafka-streams-groups.offsets", GroupTools::streamsGroupOffsets);
    }

    private static Object activeShareGroup(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        Tool tool = new Tool(context, shareGroups);
        String[] group = {"--group", context.topic()};
        Seen seen = new Seen();
        try (HeartbeatMember member = HeartbeatMember.shares(context, context.topic(), context.topic(), 2)) {
            seen.with("listed", own(context, tool.run("--list")))
                .with("listed, with states", own(context, tool.run("--list", "--state")))
                .with("listed, stable ones", own(context, tool.run("--list", "--state", "stable")))
                .with("listed, empty ones", own(context, tool.run("--list", "--state", "empty")))
                .with("listed as one of all groups", own(context, new Tool(context, "org.apache.kafka.tools.GroupsCommand").run("--list", "--share")))
                .with("offsets", tool.run(with(group, "--describe")))
                .with("offsets, verbose", tool.run(with(group, "--describe", "--offsets", "--verbose")))
                .with("members", tool.run(with(group, "--describe", "--members")))
                .with("members, verbose", tool.run(with(group, "--describe", "--members", "--verbose")))
                .with("state", tool.run(with(group, "--describe", "--state")))
                .with("state, verbose", tool.run(with(group, "--describe", "--state", "--verbose")))
                .with("delete", tool.run(with(group, "--delete")))
                .with("reset", tool.run(with(group, "--reset-offsets", "--to-earliest", "--execute", "--topic", context.topic())))
                .with("delete offsets", tool.run(with(group, "--delete-offsets", "--topic", context.topic())));
        }
        return seen.with("members then", tool.run(with(group, "--describe", "--members")))
            .with("state then", tool.run(with(group, "--describe", "--state")))
            .with("listed then", own(context, tool.run("--list", "--state", "empty")))
            .with("deleted", tool.run(with(group, "--delete")))
            .with("deleted again", tool.run(with(group, "--delete")))
            .with("described then", tool.run(with(group, "--describe")));
    }

    private static Object shareGroupOffsets(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        context.createTopic(context.topic("other"), 1);
        context.fill(context.partition(0), 10);
        context.fill(context.partition(1), 4);
        Tool tool = new Tool(context, shareGroups);
        String[] group = {"--group", context.topic()};
        String[] offsets = with(group, "--describe", "--offsets", "--verbose");
        String[] reset = with(group, "--reset-offsets", "--topic", context.topic());
        return new Seen()
            .with("dry run", tool.run(with(reset, "--to-earliest", "--dry-run")))
            .with("described before", tool.run(offsets))
            .with("to earliest", tool.run(with(reset, "--to-earliest", "--execute")))
            .with("at the earliest", tool.run(offsets))
            .with("to a time", tool.run(with(reset, "--to-datetime", "1970-01-01T00:00:01.004", "--execute")))
            .with("at the time", tool.run(offsets))
            .with("to latest, all topics", tool.run(with(group, "--reset-offsets", "--all-topics", "--to-latest", "--execute")))
            .with("at the latest", tool.run(offsets))
            .with("one partition to earliest", tool.run(with(group, "--reset-offsets", "--topic", context.topic() + ":1", "--to-earliest", "--execute")))
            .with("the other topic to earliest", tool.run(with(group, "--reset-offsets", "--topic", context.topic("other"), "--to-earliest", "--execute")))
            .with("both topics", sorted(tool.run(offsets)))
            .with("deleted", tool.run(with(group, "--delete-offsets", "--topic", context.topic())))
            .with("the other topic", tool.run(offsets))
            .with("deleted again", tool.run(with(group, "--delete-offsets", "--topic", context.topic())))
            .with("deleted of no topic", tool.run(with(group, "--delete-offsets", "--topic", context.topic("none"))))
            .with("the group deleted", tool.run(with(group, "--delete")))
            .with("described then", tool.run(offsets));
    }

    private static Object refused(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        Tool tool = new Tool(context, shareGroups);
        String[] group = {"--group", context.topic("none")};
        return new Seen()
            .with("described", tool.run(with(group, "--describe")))
            .with("members", tool.run(with(group, "--describe", "--members")))
            .with("state", tool.run(with(group, "--describe", "--state")))
            .with("deleted", tool.run(with(group, "--delete")))
            .with("offsets deleted", tool.run(with(group, "--delete-offsets", "--topic", context.topic())))
            .with("reset, no such topic", tool.run(with(group, "--reset-offsets", "--to-earliest", "--execute", "--topic", context.topic("none"))))
            .with("reset, no topics", tool.run(with(group, "--reset-offsets", "--to-earliest", "--execute", "--all-topics")))
            .with("without an action", tool.run(group));
    }

    /** A group that gets its tasks with its first heartbeats. */
    private static HeartbeatMember application(Context context) throws Exception {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, context.topic());
        AlterConfigOp atOnce = new AlterConfigOp(new ConfigEntry("streams.initial.rebalance.delay.ms", "0"), AlterConfigOp.OpType.SET);
        try (Admin admin = context.admin()) {
            admin.incrementalAlterConfigs(Map.of(group, List.of(atOnce))).all().get();
            Context.settle(admin);
        }
        return HeartbeatMember.streams(context, context.topic(), context.topic(), 2);
    }

    private static Object activeStreamsGroup(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        Tool tool = new Tool(context, streamsGroups);
        String[] group = {"--group", context.topic()};
        Seen seen = new Seen();
        try (HeartbeatMember member = application(context)) {
            seen.with("listed", own(context, tool.run("--list")))
                .with("listed, with states", own(context, tool.run("--list", "--state")))
                .with("listed as one of all groups", own(context, new Tool(context, "org.apache.kafka.tools.GroupsCommand").run("--list", "--streams")))
                .with("offsets", tool.run(with(group, "--describe")))
                .with("members", tool.run(with(group, "--describe", "--members")))
                .with("members, verbose", tool.run(with(group, "--describe", "--members", "--verbose")))
                .with("state", tool.run(with(group, "--describe", "--state")))
                .with("state, verbose", tool.run(with(group, "--describe", "--state", "--verbose")))
                .with("delete", tool.run(with(group, "--delete")))
                .with("reset", tool.run(with(group, "--reset-offsets", "--to-earliest", "--execute", "--input-topic", context.topic())));
        }
        return seen.with("members then", tool.run(with(group, "--describe", "--members")))
            .with("state then", tool.run(with(group, "--describe", "--state")))
            .with("deleted", tool.run(with(group, "--delete")))
            .with("deleted again", tool.run(with(group, "--delete")))
            .with("described then", tool.run(with(group, "--describe")));
    }

    private static Object streamsGroupOffsets(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        context.fill(context.partition(0), 10);
        context.fill(context.partition(1), 4);
        application(context).close();
        Tool tool = new Tool(context, streamsGroups);
        String[] group = {"--group", context.topic()};
        String[] offsets = with(group, "--describe", "--offsets", "--verbose");
        String[] reset = with(group, "--reset-offsets", "--input-topic", context.topic());
        return new Seen()
            .with("dry run", sorted(tool.run(with(reset, "--to-latest", "--dry-run"))))
            .with("to latest", sorted(tool.run(with(reset, "--to-latest", "--execute"))))
            .with("at the latest", sorted(tool.run(offsets)))
            .with("to an offset", sorted(tool.run(with(reset, "--to-offset", "2", "--execute"))))
            .with("at the offset", sorted(tool.run(offsets)))
            .with("deleted", sorted(tool.run(with(group, "--delete-offsets", "--input-topic", context.topic() + ":1"))))
            .with("what is left", sorted(tool.run(offsets)))
            .with("no such topic", tool.run(with(group, "--reset-offsets", "--input-topic", context.topic("none"), "--to-earliest", "--execute")))
            .with("the group deleted", tool.run(with(group, "--delete")));
    }

    /** The lines about the case's own group. */
    private static Object own(Context context, Object output) {
        return ((List<?>) ((Seen) output).get("lines")).stream().map(Object::toString).filter(line -> (line + " ").startsWith(context.topic() + " ")).toList();
    }

    /** As printed, but for the order of lines, which follows from topics' ids. */
    private static Object sorted(Object output) {
        Seen seen = (Seen) output;
        return seen.with("lines", ((List<?>) seen.get("lines")).stream().map(Object::toString).sorted().toList());
    }
}
