package dev.millrace.conformance;

import static dev.millrace.conformance.Tool.with;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;

/** What the command line tools print that look after the cluster itself. */
final class AdminTools implements Suite {
    private static final String configs = "kafka.admin.ConfigCommand";
    private static final String features = "org.apache.kafka.tools.FeatureCommand";
    private static final String cluster = "org.apache.kafka.tools.ClusterTool";
    private static final String quorum = "org.apache.kafka.tools.MetadataQuorumCommand";
    private static final String elections = "org.apache.kafka.tools.LeaderElectionCommand";
    private static final String reassignments = "org.apache.kafka.tools.reassign.ReassignPartitionsCommand";
    private static final String clientMetrics = "org.apache.kafka.tools.ClientMetricsCommand";
    private static final ObjectMapper json = new ObjectMapper();

    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("alone.kafka-features.change", AdminTools::changedFeatures);
        cases.accept("kafka-features.refused", AdminTools::refusedFeatures);
        cases.accept("kafka-features.offline", AdminTools::offlineFeatures);
        cases.accept("kafka-metadata-quorum", AdminTools::metadataQuorum);
        cases.accept("kafka-leader-election", AdminTools::leaderElection);
        cases.accept("kafka-reassign-partitions", AdminTools::reassignPartitions);
        cases.accept("alone.kafka-reassign-partitions.throttled", AdminTools::throttledReassignment);
        cases.accept("kafka-client-metrics", AdminTools::clientMetrics);
        cases.accept("kafka-cluster", AdminTools::cluster);
        cases.accept("kafka-configs.one-broker", AdminTools::brokerConfigs);
        cases.accept("alone.kafka-configs.broker-loggers", AdminTools::loggerLevels);
        cases.accept("kafka-configs.groups", AdminTools::groupConfigs);
        cases.accept("kafka-configs.client-metrics", AdminTools::clientMetricsConfigs);
        cases.accept("kafka-configs.user-quotas", AdminTools::userQuotas);
        cases.accept("kafka-configs.client-quotas", AdminTools::clientQuotas);
        cases.accept("kafka-configs.ip-quotas", AdminTools::ipQuotas);
    }

    private static Object settled(Context context, Object output) throws Exception {
        try (Admin admin = context.admin()) {
            Context.settle(admin);
        }
        return output;
    }

    /** Only the lines of an output that begin with a text. */
    private static Object only(Object output, String start) {
        Seen seen = (Seen) output;
        return seen.with("lines", ((List<?>) seen.get("lines")).stream().filter(line -> line.toString().startsWith(start)).toList());
    }

    /** Sets, shows and takes away a quota; limits are so large that no other case feels them. */
    private static Seen quotas(Context context, String quota, String... entity) throws Exception {
        Tool tool = new Tool(context, configs);
        return new Seen()
            .with("none", tool.run(with(entity, "--describe")))
            .with("add", settled(context, tool.run(with(entity, "--alter", "--add-config", quota + "=1000000000"))))
            .with("one", tool.run(with(entity, "--describe")))
            .with("delete", settled(context, tool.run(with(entity, "--alter", "--delete-config", quota))))
            .with("gone", tool.run(with(entity, "--describe")))
            .with("unknown", tool.run(with(entity, "--alter", "--add-config", "no.such=1")))
            .with("negative", tool.run(with(entity, "--alter", "--add-config", quota + "=-1")))
            .with("no number", tool.run(with(entity, "--alter", "--add-config", quota + "=many")));
    }

    private static Object userQuotas(Context context) throws Exception {
        return new Seen()
            .with("a user", quotas(context, "producer_byte_rate", "--entity-type", "users", "--entity-name", "quota user"))
            .with("a client of a user", quotas(context, "request_percentage", "--user", "quota user", "--client", "quota client"))
            .with("the default of users", quotas(context, "consumer_byte_rate", "--entity-type", "users", "--entity-default"));
    }

    private static Object clientQuotas(Context context) throws Exception {
        return new Seen()
            .with("a client", quotas(context, "controller_mutation_rate", "--entity-type", "clients", "--entity-name", "quota client"))
            .with("the default of clients", quotas(context, "consumer_byte_rate", "--client-defaults"));
    }

    private static Object ipQuotas(Context context) throws Exception {
        return new Seen()
            .with("an address", quotas(context, "connection_creation_rate", "--ip", "127.9.9.9"))
            .with("the default of addresses", quotas(context, "connection_creation_rate", "--entity-type", "ips", "--entity-default"))
            .with("no address", new Tool(context, configs).run("--ip", "no such host", "--alter", "--add-config", "connection_creation_rate=1"));
    }

    private static Object changedFeatures(Context context) throws Exception {
        Tool tool = new Tool(context, features);
        Seen seen = new Seen()
            .with("dry run", tool.run("downgrade", "--feature", "transaction.version=1", "--dry-run"))
            .with("downgrade", settled(context, tool.run("downgrade", "--feature", "transaction.version=1")))
            .with("described", only(tool.run("describe"), "Feature: transaction.version").toString().replaceAll("Epoch: \\w+", "Epoch: N"))
            .with("disable", settled(context, tool.run("disable", "--feature", "group.version", "--feature", "transaction.version")))
            .with("disabled", only(tool.run("describe"), "Feature: group.version").toString().replaceAll("Epoch: \\w+", "Epoch: N"))
            .with("upgrade one", settled(context, tool.run("upgrade", "--feature", "group.version=1")));
        return seen.with("upgrade", settled(context, tool.run("upgrade", "--feature", "transaction.version=2")));
    }

    private static Object refusedFeatures(Context context) throws Exception {
        Tool tool = new Tool(context, features);
        return new Seen()
            .with("too high", tool.run("upgrade", "--feature", "transaction.version=9"))
            .with("unknown", tool.run("upgrade", "--feature", "no.such=1"))
            .with("no level", tool.run("upgrade", "--feature", "transaction.version"))
            .with("down by upgrade", tool.run("upgrade", "--feature", "transaction.version=1"))
            .with("metadata down", tool.run("downgrade", "--metadata", "4.2-IV1"))
            .with("metadata down, unsafe", tool.run("downgrade", "--metadata", "3.7", "--unsafe"))
            .with("metadata as it is", tool.run("upgrade", "--metadata", "4.3-IV0"))
            .with("metadata that does not exist", tool.run("upgrade", "--metadata", "9.9"))
            .with("kraft down", tool.run("downgrade", "--feature", "kraft.version=0"))
            .with("nothing", tool.run("upgrade"));
    }

    private static Object offlineFeatures(Context context) throws Exception {
        Tool tool = new Tool(context, features);
        return new Seen()
            .with("version-mapping", tool.run("version-mapping", "--release-version", "4.3"))
            .with("dependencies", tool.run("feature-dependencies", "--feature", "eligible.leader.replicas.version=1"));
    }

    private static Object metadataQuorum(Context context) throws Exception {
        Tool tool = new Tool(context, quorum);
        Seen seen = new Seen();
        for (String what : List.of("--status", "--replication")) {
            Seen output = (Seen) tool.run("describe", what);
            seen.with(what, output.with("lines", ((List<?>) output.get("lines")).stream().map(line -> line.toString()
                .replaceAll("ClusterId: \\S+", "ClusterId: ID")
                .replaceAll("\"directoryId\": \"\\S{22}\"", "\"directoryId\": \"ID\"")
                .replaceAll("(LeaderEpoch|HighWatermark): \\d+", "$1: N")
                .replaceAll("CONTROLLER://\\S+?:\\d+", "CONTROLLER://HOST:PORT")
                .replaceAll("^(\\d+) \\S{22} \\d+ (\\d+) \\d+ \\d+ (.*)$", "$1 ID OFFSET $2 TIME TIME $3")).toList()));
        }
        return seen.with("neither", tool.run("describe"));
    }

    private static Object leaderElection(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        Tool tool = new Tool(context, elections);
        Path file = Files.createTempFile("elections", ".json");
        Files.writeString(file, json.writeValueAsString(Map.of("partitions", List.of(Map.of("topic", context.topic(), "partition", 0), Map.of("topic", context.topic(), "partition", 1)))));
        try {
            return new Seen()
                .with("preferred", tool.run("--election-type", "preferred", "--topic", context.topic(), "--partition", "0"))
                .with("unclean", tool.run("--election-type", "unclean", "--topic", context.topic(), "--partition", "1"))
                .with("file", tool.run("--election-type", "preferred", "--path-to-json-file", file.toString()))
                .with("missing partition", tool.run("--election-type", "preferred", "--topic", context.topic(), "--partition", "9"))
                .with("missing topic", tool.run("--election-type", "unclean", "--topic", context.topic("missing"), "--partition", "0"));
        } finally {
            Files.delete(file);
        }
    }

    private static Object reassignPartitions(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        Tool tool = new Tool(context, reassignments);
        String broker = context.brokerId();
        Path topics = Files.createTempFile("topics", ".json");
        Files.writeString(topics, json.writeValueAsString(Map.of("version", 1, "topics", List.of(Map.of("topic", context.topic())))));
        Path here = plan(context, Integer.parseInt(broker));
        try {
            return new Seen()
                .with("generate", tool.run("--generate", "--topics-to-move-json-file", topics.toString(), "--broker-list", broker))
                .with("generate for a missing broker", tool.run("--generate", "--topics-to-move-json-file", topics.toString(), "--broker-list", "77"))
                .with("execute", tool.run("--execute", "--reassignment-json-file", here.toString()))
                .with("verify", tool.run("--verify", "--reassignment-json-file", here.toString()))
                .with("list", tool.run("--list"))
                .with("cancel", tool.run("--cancel", "--reassignment-json-file", here.toString()));
        } finally {
            for (Path file : List.of(topics, here)) Files.delete(file);
        }
    }

    /** With limits of how fast replicas move, which stand in configs until nothing moves any more. */
    private static Object throttledReassignment(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        Tool tool = new Tool(context, reassignments);
        Tool limits = new Tool(context, configs);
        String[] topic = {"--describe", "--entity-type", "topics", "--entity-name", context.topic()};
        String[] broker = {"--describe", "--entity-type", "brokers", "--entity-name", context.brokerId()};
        Path here = plan(context, Integer.parseInt(context.brokerId()));
        String[] file = {"--reassignment-json-file", here.toString()};
        try {
            return new Seen()
                .with("execute", settled(context, tool.run(with(file, "--execute", "--throttle", "1000000", "--replica-alter-log-dirs-throttle", "2000000"))))
                .with("topic", limits.run(topic))
                .with("broker", limits.run(broker))
                .with("add another", tool.run(with(file, "--execute", "--additional", "--throttle", "3000000")))
                .with("verify", settled(context, tool.run(with(file, "--verify", "--preserve-throttles"))))
                .with("broker still", limits.run(broker))
                .with("verify and clear", settled(context, tool.run(with(file, "--verify"))))
                .with("topic then", limits.run(topic))
                .with("broker then", limits.run(broker));
        } finally {
            Files.delete(here);
        }
    }

    private static Path plan(Context context, int broker) throws Exception {
        Path file = Files.createTempFile("plan", ".json");
        List<Object> partitions = new ArrayList<>();
        for (int partition = 0; partition < 2; partition++) partitions.add(Map.of("topic", context.topic(), "partition", partition, "replicas", List.of(broker)));
        Files.writeString(file, json.writeValueAsString(Map.of("version", 1, "partitions", partitions)));
        return file;
    }

    private static Object clientMetrics(Context context) throws Exception {
        Tool tool = new Tool(context, clientMetrics);
        String[] own = {"--name", context.topic()};
        return new Seen()
            .with("describe", tool.run(with(own, "--describe")))
            .with("alter", settled(context, tool.run(with(own, "--alter", "--metrics", "org.apache.kafka.", "--interval", "1000", "--match", "client_id=a"))))
            .with("described", tool.run(with(own, "--describe")))
            .with("listed", only(tool.run("--list"), context.topic()))
            .with("interval too short", tool.run(with(own, "--alter", "--interval", "1")))
            .with("bad match", tool.run(with(own, "--alter", "--match", "colour=red")))
            .with("delete", settled(context, tool.run(with(own, "--delete"))))
            .with("listed then", only(tool.run("--list"), context.topic()));
    }

    private static Object cluster(Context context) throws Exception {
        Tool tool = new Tool(context, cluster);
        Seen id = (Seen) tool.runSubcommand("cluster-id");
        return new Seen()
            .with("id", id.with("lines", ((List<?>) id.get("lines")).stream().map(line -> line.toString().replaceAll("ID: .*", "ID: ID")).toList()))
            .with("endpoints", tool.runSubcommand("list-endpoints"))
            .with("endpoints with fenced ones", tool.runSubcommand("list-endpoints", "--include-fenced-brokers"))
            .with("unregister a missing broker", tool.runSubcommand("unregister", "--id", "77"));
    }

    private static Object brokerConfigs(Context context) throws Exception {
        Tool tool = new Tool(context, configs);
        String[] entity = {"--entity-type", "brokers", "--entity-name", context.brokerId()};
        return new Seen()
            .with("none", tool.run(with(entity, "--describe")))
            .with("add", settled(context, tool.run(with(entity, "--alter", "--add-config", "log.cleaner.io.buffer.load.factor=0.8,background.threads=9"))))
            .with("two", tool.run(with(entity, "--describe")))
            .with("invalid", tool.run(with(entity, "--alter", "--add-config", "background.threads=many")))
            .with("too many", tool.run(with(entity, "--alter", "--add-config", "background.threads=99")))
            .with("read only", tool.run(with(entity, "--alter", "--add-config", "node.id=3")))
            .with("delete", settled(context, tool.run(with(entity, "--alter", "--delete-config", "log.cleaner.io.buffer.load.factor,background.threads"))))
            .with("none then", tool.run(with(entity, "--describe")));
    }

    private static Object loggerLevels(Context context) throws Exception {
        Tool tool = new Tool(context, configs);
        String[] entity = {"--entity-type", "broker-loggers", "--entity-name", context.brokerId()};
        Seen seen = new Seen();
        for (String level : List.of("ERROR", "WARN", "INFO")) {
            seen.with(level, tool.run(with(entity, "--alter", "--add-config", "root=" + level)))
                .with(level + " described", only(tool.run(with(entity, "--describe")), "root="));
        }
        return seen.with("unknown level", tool.run(with(entity, "--alter", "--add-config", "root=LOUD")))
            .with("unknown logger", tool.run(with(entity, "--alter", "--add-config", "no.such=INFO")))
            .with("delete root", tool.run(with(entity, "--alter", "--delete-config", "root")));
    }

    private static Object groupConfigs(Context context) throws Exception {
        Tool tool = new Tool(context, configs);
        String[] entity = {"--entity-type", "groups", "--entity-name", context.topic()};
        return new Seen()
            .with("none", tool.run(with(entity, "--describe")))
            .with("add", settled(context, tool.run(with(entity, "--alter", "--add-config", "consumer.session.timeout.ms=50000"))))
            .with("one", tool.run(with(entity, "--describe")))
            .with("out of bounds", tool.run(with(entity, "--alter", "--add-config", "consumer.session.timeout.ms=1")))
            .with("unknown", tool.run(with(entity, "--alter", "--add-config", "no.such=1")))
            .with("delete", settled(context, tool.run(with(entity, "--alter", "--delete-config", "consumer.session.timeout.ms"))))
            .with("none then", tool.run(with(entity, "--describe")));
    }

    private static Object clientMetricsConfigs(Context context) throws Exception {
        Tool tool = new Tool(context, configs);
        String[] entity = {"--entity-type", "client-metrics", "--entity-name", context.topic()};
        return new Seen()
            .with("add", settled(context, tool.run(with(entity, "--alter", "--add-config", "interval.ms=1000,metrics=[a,b]"))))
            .with("two", tool.run(with(entity, "--describe")))
            .with("invalid", tool.run(with(entity, "--alter", "--add-config", "interval.ms=1")))
            .with("delete", settled(context, tool.run(with(entity, "--alter", "--delete-config", "interval.ms,metrics"))))
            .with("none", tool.run(with(entity, "--describe")));
    }
}
