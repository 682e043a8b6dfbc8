package dev.millrace.conformance;

import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.config.ConfigResource;

/** Brokers' configs, changed while the broker runs; put back at the end. */
final class AdminBrokerConfigs implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("alone.broker-configs.dynamic", AdminBrokerConfigs::dynamic);
        cases.accept("alone.broker-configs.errors", AdminBrokerConfigs::errors);
        cases.accept("alone.broker-configs.take-effect", AdminBrokerConfigs::takeEffect);
    }

    private static ConfigResource broker(String id) {
        return new ConfigResource(ConfigResource.Type.BROKER, id);
    }

    /** A broker's own value goes before that of all brokers; both show as synonyms of topics' configs. */
    private static Object dynamic(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        ConfigResource one = broker(context.brokerId());
        ConfigResource all = broker("");
        ConfigResource topic = AdminConfigs.topic(context.topic());
        try (Admin admin = context.admin()) {
            Seen seen = new Seen().with("at first", AdminConfigs.rows(admin, topic, "retention.ms"));
            seen.with("all brokers", AdminConfigs.alter(admin, all, AdminConfigs.op(OpType.SET, "log.retention.ms", "7000000")));
            settle(context, admin, one, "log.retention.ms", "7000000");
            seen.with("broker, all set", AdminConfigs.rows(admin, one, "log.retention.ms")).with("topic, all set", AdminConfigs.rows(admin, topic, "retention.ms"))
                .with("all, all set", AdminConfigs.rows(admin, all, "log.retention.ms"));
            seen.with("one broker", AdminConfigs.alter(admin, one, AdminConfigs.op(OpType.SET, "log.retention.ms", "8000000")));
            settle(context, admin, one, "log.retention.ms", "8000000");
            seen.with("broker, one set", AdminConfigs.rows(admin, one, "log.retention.ms")).with("topic, one set", AdminConfigs.rows(admin, topic, "retention.ms"));
            seen.with("one deleted", AdminConfigs.alter(admin, one, AdminConfigs.op(OpType.DELETE, "log.retention.ms", "")));
            seen.with("all deleted", AdminConfigs.alter(admin, all, AdminConfigs.op(OpType.DELETE, "log.retention.ms", "")));
            Context.waitUntil("the config is back", () -> AdminConfigs.rows(admin, topic, "retention.ms").get("retention.ms").toString().contains("604800000"));
            return seen.with("at the end", AdminConfigs.rows(admin, topic, "retention.ms"));
        }
    }

    private static void settle(Context context, Admin admin, ConfigResource broker, String name, String value) throws Exception {
        Context.waitUntil(name + " is " + value, () -> AdminConfigs.rows(admin, broker, name).get(name).toString().startsWith(value + " "));
    }

    private static Object errors(Context context) throws Exception {
        Seen seen = new Seen();
        try (Admin admin = context.impatientAdmin()) {
            String[][] tried = {{"node.id", "7"}, {"log.dirs", "/tmp/x"}, {"num.partitions", "3"}, {"auto.create.topics.enable", "false"}, {"no.such.config", "1"}, {"log.retention.ms", "x"}, {"message.max.bytes", "-1"}, {"log.cleaner.threads", "0"}, {"process.roles", "broker"}};
            for (String resource : List.of(context.brokerId(), "")) {
                for (String[] each : tried) {
                    seen.with("'" + resource + "' " + each[0] + "=" + each[1], AdminConfigs.alter(admin, broker(resource), AdminConfigs.op(OpType.SET, each[0], each[1])));
                }
            }
            for (String resource : List.of(context.brokerId(), "")) AdminConfigs.alter(admin, broker(resource), AdminConfigs.op(OpType.DELETE, "no.such.config", ""));
            return seen.with("other broker", AdminConfigs.alter(admin, broker("99"), AdminConfigs.op(OpType.SET, "log.retention.ms", "1")))
                .with("no number", AdminConfigs.alter(admin, broker("x"), AdminConfigs.op(OpType.SET, "log.retention.ms", "1")))
                .with("client id", AdminConfigs.alter(admin, new ConfigResource(ConfigResource.Type.UNKNOWN, "x"), AdminConfigs.op(OpType.SET, "log.retention.ms", "1")));
        }
    }

    private static Object takeEffect(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        try (Admin admin = context.admin(); var producer = context.producer(java.util.Map.of())) {
            ConfigResource all = broker("");
            AdminConfigs.alter(admin, all, AdminConfigs.op(OpType.SET, "message.max.bytes", "700"));
            settle(context, admin, broker(context.brokerId()), "message.max.bytes", "700");
            Object refused = Seen.outcomeOf(() -> producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>(context.topic(), 0, "k", "x".repeat(1000))).get().offset());
            AdminConfigs.alter(admin, all, AdminConfigs.op(OpType.DELETE, "message.max.bytes", ""));
            settle(context, admin, broker(context.brokerId()), "message.max.bytes", "1048588");
            return new Seen().with("with the limit", refused)
                .outcome("without it", () -> producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>(context.topic(), 0, "k", "x".repeat(1000))).get().offset());
        }
    }
}
