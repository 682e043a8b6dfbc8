package dev.millrace.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;

/** Every config of a fresh topic and a fresh broker: names, types, values, sources, synonyms. Of the documentation, only whether there is any. */
final class ConfigTables implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("topic", context -> {
            context.createTopic(context.topic(), 1);
            return describe(context, ConfigResource.Type.TOPIC, context.topic());
        });
        cases.accept("broker", context -> describe(context, ConfigResource.Type.BROKER, context.brokerId()));
        cases.accept("cluster-default", context -> describe(context, ConfigResource.Type.BROKER, ""));
        cases.accept("broker-logger-kinds", context ->
            describe(context, ConfigResource.Type.BROKER_LOGGER, context.brokerId()).values().stream().map(row -> row.get("type")).distinct().toList());
        cases.accept("group", context -> describe(context, ConfigResource.Type.GROUP, context.topic()));
        cases.accept("client-metrics", context -> describe(context, ConfigResource.Type.CLIENT_METRICS, context.topic()));
    }

    /** Configs whose values say how a node was set up; what counts is that they are there and which defaults they have. */
    private static final Set<String> ofTheNode = Set.of("advertised.listeners", "broker.id", "controller.listener.names",
        "controller.quorum.bootstrap.servers", "controller.quorum.voters", "inter.broker.listener.name", "listener.security.protocol.map", "listeners", "log.dir", "log.dirs", "metadata.log.dir", "node.id", "process.roles");

    static Map<String, Map<String, Object>> describe(Context context, ConfigResource.Type type, String name) throws Exception {
        ConfigResource resource = new ConfigResource(type, name);
        DescribeConfigsOptions everything = new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true);
        try (Admin admin = context.admin()) {
            return admin.describeConfigs(List.of(resource), everything).all().get().get(resource).entries().stream()
                .filter(entry -> !entry.name().equals("log.initial.task.delay.ms")) // shown only because the peer was started with it
                .collect(Collectors.toMap(ConfigEntry::name, ConfigTables::row, (one, other) -> one, TreeMap::new));
        }
    }

    static Map<String, Object> row(ConfigEntry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("type", entry.type().name());
        boolean own = ofTheNode.contains(entry.name());
        row.put("value", own ? "(the node's own)" : entry.value());
        row.put("source", own ? "(the node's own)" : entry.source().name());
        row.put("readOnly", entry.isReadOnly());
        row.put("sensitive", entry.isSensitive());
        row.put("documented", entry.documentation() != null && !entry.documentation().isBlank());
        row.put("synonyms", entry.synonyms().stream()
            .filter(synonym -> !own || synonym.source() == ConfigEntry.ConfigSource.DEFAULT_CONFIG)
            .map(synonym -> synonym.name() + "=" + synonym.value() + " " + synonym.source().name())
            .toList());
        return row;
    }
}
