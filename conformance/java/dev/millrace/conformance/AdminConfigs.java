package dev.millrace.conformance;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;

/** Topics' and groups' configs: described, altered, refused. */
final class AdminConfigs implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("configs.topic-overrides", AdminConfigs::overrides);
        cases.accept("configs.topic-lists", AdminConfigs::lists);
        cases.accept("configs.topic-errors", AdminConfigs::topicErrors);
        cases.accept("configs.describe-errors", AdminConfigs::describeErrors);
        cases.accept("configs.describe-chosen-keys", AdminConfigs::chosenKeys);
        cases.accept("configs.validate-only", AdminConfigs::validateOnly);
        cases.accept("configs.group", AdminConfigs::group);
        cases.accept("configs.take-effect", AdminConfigs::takeEffect);
    }

    static ConfigResource topic(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    static AlterConfigOp op(OpType type, String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), type);
    }

    static Object alter(Admin admin, ConfigResource resource, AlterConfigOp... operations) throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> request = Map.of(resource, List.of(operations));
        Object outcome = Seen.outcomeOf(() -> admin.incrementalAlterConfigs(request).all().get());
        if (outcome.equals("ok")) Context.settle(admin);
        return outcome;
    }

    /** The rows of chosen configs, with synonyms. */
    static Map<String, Object> rows(Admin admin, ConfigResource resource, String... names) throws Exception {
        Map<String, Object> rows = new TreeMap<>();
        for (ConfigEntry entry : admin.describeConfigs(List.of(resource), new DescribeConfigsOptions().includeSynonyms(true)).all().get().get(resource).entries()) {
            if (List.of(names).contains(entry.name())) {
                rows.put(entry.name(), entry.value() + " " + entry.source() + " " + entry.synonyms().stream().map(synonym -> synonym.name() + "=" + synonym.value() + " " + synonym.source()).toList());
            }
        }
        return rows;
    }

    private static Object overrides(Context context) throws Exception {
        context.createTopic(context.topic(), 1, Map.of("retention.ms", "1000000", "segment.ms", "500000"));
        ConfigResource topic = topic(context.topic());
        String[] watched = {"retention.ms", "segment.ms", "max.message.bytes", "cleanup.policy"};
        try (Admin admin = context.admin()) {
            return new Seen().with("at first", rows(admin, topic, watched))
                .with("set", alter(admin, topic, op(OpType.SET, "max.message.bytes", "5000"), op(OpType.SET, "retention.ms", "2000000")))
                .with("after set", rows(admin, topic, watched))
                .with("deleted", alter(admin, topic, op(OpType.DELETE, "retention.ms", ""), op(OpType.DELETE, "cleanup.policy", "")))
                .with("after delete", rows(admin, topic, watched))
                .with("set to the default", alter(admin, topic, op(OpType.SET, "max.message.bytes", "1048588")))
                .with("after the default", rows(admin, topic, watched));
        }
    }

    private static Object lists(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        ConfigResource topic = topic(context.topic());
        try (Admin admin = context.admin()) {
            Seen seen = new Seen();
            String[][] steps = {{"APPEND", "compact"}, {"APPEND", "compact"}, {"SUBTRACT", "delete"}, {"SUBTRACT", "delete"}, {"APPEND", "shred"}, {"SUBTRACT", "compact"}, {"SET", "delete,compact"}};
            int at = 0;
            for (String[] step : steps) {
                Object outcome = alter(admin, topic, op(OpType.valueOf(step[0]), "cleanup.policy", step[1]));
                seen.with(at++ + " " + step[0] + " " + step[1], List.of(outcome, rows(admin, topic, "cleanup.policy")));
            }
            return seen.with("append to a number", alter(admin, topic, op(OpType.APPEND, "retention.ms", "1")));
        }
    }

    private static Object topicErrors(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        ConfigResource topic = topic(context.topic());
        Seen seen = new Seen();
        try (Admin admin = context.admin()) {
            String[][] tried = {{"no.such.config", "1"}, {"retention.ms", "soon"}, {"retention.ms", "-2"}, {"cleanup.policy", "shred"}, {"compression.type", "rar"}, {"min.insync.replicas", "0"}, {"segment.bytes", "0"}, {"max.message.bytes", "x"}, {"message.timestamp.type", "Never"}};
            for (String[] each : tried) seen.with(each[0] + "=" + each[1], alter(admin, topic, op(OpType.SET, each[0], each[1])));
            seen.with("null", alter(admin, topic, op(OpType.SET, "retention.ms", null)));
            seen.with("delete of an unknown", alter(admin, topic, op(OpType.DELETE, "no.such.config", "")));
            seen.with("twice the same", alter(admin, topic, op(OpType.SET, "retention.ms", "1"), op(OpType.SET, "retention.ms", "2")));
            seen.with("missing topic", alter(admin, topic(context.topic("missing")), op(OpType.SET, "retention.ms", "1")));
            seen.with("invalid topic", alter(admin, topic("not valid"), op(OpType.SET, "retention.ms", "1")));
            seen.with("empty topic", alter(admin, topic(""), op(OpType.SET, "retention.ms", "1")));
            seen.with("nothing", alter(admin, topic));
            seen.with("good and bad", alter(admin, topic, op(OpType.SET, "retention.ms", "5"), op(OpType.SET, "segment.ms", "x")));
            return seen.with("unchanged", rows(admin, topic, "retention.ms"));
        }
    }

    private static Object describeErrors(Context context) {
        Seen seen = new Seen();
        try (Admin admin = context.admin()) {
            Map<String, ConfigResource> tried = new LinkedHashMap<>();
            tried.put("missing topic", topic(context.topic("missing")));
            tried.put("invalid topic", topic("not valid"));
            tried.put("empty topic", topic(""));
            tried.put("other broker", new ConfigResource(ConfigResource.Type.BROKER, "99"));
            tried.put("broker that is no number", new ConfigResource(ConfigResource.Type.BROKER, "zero"));
            tried.put("empty group", new ConfigResource(ConfigResource.Type.GROUP, ""));
            tried.put("unknown type", new ConfigResource(ConfigResource.Type.UNKNOWN, "x"));
            tried.forEach((name, resource) -> seen.outcome(name, () -> admin.describeConfigs(List.of(resource), new DescribeConfigsOptions().timeoutMs(2_000)).all().get().get(resource).entries().size()));
            return seen;
        }
    }

    private static Object chosenKeys(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        ConfigResource topic = topic(context.topic());
        try (Admin admin = context.admin()) {
            ConfigEntry plain = admin.describeConfigs(List.of(topic)).all().get().get(topic).get("retention.ms");
            return new Seen().with("without asking", plain.synonyms().size() + " synonyms, documentation " + plain.documentation() + ", type " + plain.type());
        }
    }

    private static Object validateOnly(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        ConfigResource topic = topic(context.topic());
        AlterConfigsOptions only = new AlterConfigsOptions().validateOnly(true);
        try (Admin admin = context.admin()) {
            return new Seen()
                .outcome("good", () -> admin.incrementalAlterConfigs(Map.of(topic, List.of(op(OpType.SET, "retention.ms", "9"))), only).all().get())
                .outcome("bad", () -> admin.incrementalAlterConfigs(Map.of(topic, List.of(op(OpType.SET, "retention.ms", "x"))), only).all().get())
                .with("unchanged", rows(admin, topic, "retention.ms"));
        }
    }

    private static Object group(Context context) throws Exception {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, context.topic());
        try (Admin admin = context.admin()) {
            return new Seen().with("at first", rows(admin, group, "consumer.session.timeout.ms", "consumer.heartbeat.interval.ms"))
                .with("set", alter(admin, group, op(OpType.SET, "consumer.session.timeout.ms", "50000")))
                .with("after", rows(admin, group, "consumer.session.timeout.ms"))
                .with("out of bounds", alter(admin, group, op(OpType.SET, "consumer.session.timeout.ms", "1")))
                .with("unknown", alter(admin, group, op(OpType.SET, "no.such.config", "1")));
        }
    }

    /** A changed limit counts for the next request. */
    private static Object takeEffect(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (Admin admin = context.admin(); var producer = context.producer(Map.of())) {
            Seen seen = new Seen();
            for (String limit : List.of("500", "5000")) {
                alter(admin, topic(context.topic()), op(OpType.SET, "max.message.bytes", limit));
                seen.outcome("1000 bytes with " + limit, () -> producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>(context.topic(), 0, "k", "x".repeat(1000))).get().offset());
            }
            return seen;
        }
    }
}
