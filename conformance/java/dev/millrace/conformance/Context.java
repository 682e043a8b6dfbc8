package dev.millrace.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The broker that a case is tried on, and names of the case's own. */
final class Context {
    private final String name;
    final String bootstrapServers;

    Context(String name, String bootstrapServers) {
        this.name = name;
        this.bootstrapServers = bootstrapServers;
    }

    /** A name for this case's topic (or group) that no other case uses. */
    String topic() {
        return name;
    }

    String topic(String suffix) {
        return name + "." + suffix;
    }

    Map<String, Object> clientConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("client.id", name);
        return config;
    }

    Admin admin() {
        return Admin.create(clientConfig());
    }

    String brokerId() throws Exception {
        try (Admin admin = admin()) {
            return admin.describeCluster().nodes().get().iterator().next().idString();
        }
    }

    void createTopic(String topic, int partitions) throws Exception {
        createTopic(topic, partitions, Map.of());
    }

    void createTopic(String topic, int partitions, Map<String, String> configs) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(configs))).all().get();
        }
    }

    /** Text without what differs from run to run: ports. */
    String normal(String text) {
        if (text == null) return null;
        String port = bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1);
        return text.replace(":" + port, ":PORT").replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:OTHER").replaceAll("/[^,]*/logs$", "LOG_DIR");
    }
}
