package dev.millrace.conformance;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;

/** Every config of a fresh topic and a fresh broker: names, types, values, sources, synonyms. Of the documentation, only whether there is any. */
final class ConfigTables implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("config-tables.topic", context -> {
            context.createTopic(context.topic(), 1);
            return describe(context, ConfigResource.Type.TOPIC, context.topic());
        });
        cases.accept("config-tables.broker", context -> describe(context, ConfigResource.Type.BROKER, context.brokerId()));
        cases.accept("config-tables.cluster-default", context -> describe(context, ConfigResource.Type.BROKER, ""));
        cases.accept("config-tables.broker-logger-kinds", context ->
            describe(context, ConfigResource.Type.BROKER_LOGGER, context.brokerId()).stream().map(entry -> entry.get("type")).distinct().toList());
        cases.accept("config-tables.group", context -> describe(context, ConfigResource.Type.GROUP, context.topic()));
        cases.accept("config-tables.client-metrics", context -> describe(context, ConfigResource.Type.CLIENT_METRICS, context.topic()));
    }

    static List<Map<String, Object>> describe(Context context, ConfigResource.Type type, String name) throws Exception {
        ConfigResource resource = new ConfigResource(type, name);
        DescribeConfigsOptions everything = new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true);
        try (Admin admin = context.admin()) {
            return admin.describeConfigs(List.of(resource), everything).all().get().get(resource).entries().stream()
                .sorted(Comparator.comparing(ConfigEntry::name))
                .map(entry -> row(context, entry))
                .toList();
        }
    }

    static Map<String, Object> row(Context context, ConfigEntry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", entry.name());
        row.put("type", entry.type().name());
        row.put("value", context.normal(entry.value()));
        row.put("source", entry.source().name());
        row.put("readOnly", entry.isReadOnly());
        row.put("sensitive", entry.isSensitive());
        row.put("documented", entry.documentation() != null && !entry.documentation().isBlank());
        row.put("synonyms", entry.synonyms().stream()
            .map(synonym -> synonym.name() + "=" + context.normal(synonym.value()) + " " + synonym.source().name())
            .toList());
        return row;
    }
}
