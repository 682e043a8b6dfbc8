package dev.millrace.conformance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.TopicPartition;

/** The cluster as a whole: its nodes, features and disks. */
final class AdminCluster implements Suite {
    @Override
    public void register(BiConsumer<String, Case> cases) {
        cases.accept("cluster.description", AdminCluster::description);
        cases.accept("cluster.features", AdminCluster::features);
        cases.accept("cluster.log-dirs", AdminCluster::logDirs);
        cases.accept("cluster.log-dirs-of-compressed-records", AdminCluster::compressedSizes);
    }

    private static Object description(Context context) throws Exception {
        try (Admin admin = context.admin()) {
            var plain = admin.describeCluster();
            var full = admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true).includeFencedBrokers(true));
            String address = "127.0.0.1:" + context.bootstrapServers.split(":")[1];
            return new Seen().with("nodes", plain.nodes().get().stream().map(node -> node.id() + " at its address: " + (node.host() + ":" + node.port()).equals(address) + " rack " + node.rack() + " fenced " + node.isFenced()).toList())
                .with("controller is a node", plain.controller().get().id() == plain.nodes().get().iterator().next().id()).with("idLength", plain.clusterId().get().length())
                .with("operations by default", plain.authorizedOperations().get()).with("operations", full.authorizedOperations().get().stream().map(Object::toString).sorted().toList());
        }
    }

    private static Object features(Context context) throws Exception {
        try (Admin admin = context.admin()) {
            var features = admin.describeFeatures().featureMetadata().get();
            Map<String, Object> rows = new TreeMap<>();
            features.supportedFeatures().forEach((name, range) -> rows.put(name, "supported " + range.minVersion() + "–" + range.maxVersion()));
            features.finalizedFeatures().forEach((name, range) -> rows.put(name, rows.get(name) + ", finalized " + range.maxVersionLevel()));
            return rows;
        }
    }

    private static long size(Context context, Admin admin, TopicPartition partition) throws Exception {
        int broker = Integer.parseInt(context.brokerId());
        for (LogDirDescription dir : admin.describeLogDirs(List.of(broker)).allDescriptions().get().get(broker).values()) {
            if (dir.replicaInfos().containsKey(partition)) return dir.replicaInfos().get(partition).size();
        }
        return -1;
    }

    private static Object logDirs(Context context) throws Exception {
        context.createTopic(context.topic(), 2);
        int broker = Integer.parseInt(context.brokerId());
        try (Admin admin = context.admin()) {
            long empty = size(context, admin, context.partition(0));
            for (int each = 0; each < 3; each++) context.fill(context.partition(0), 1);
            LogDirDescription dir = admin.describeLogDirs(List.of(broker)).allDescriptions().get().get(broker).values().iterator().next();
            var replica = dir.replicaInfos().get(context.partition(0));
            return new Seen().with("dirs", admin.describeLogDirs(List.of(broker)).allDescriptions().get().get(broker).size()).with("empty", empty)
                .with("size", replica.size()).with("lag", replica.offsetLag()).with("future", replica.isFuture()).with("other partition", size(context, admin, context.partition(1)))
                .with("totalBytes", dir.totalBytes().orElse(-1) > 0).with("usableBytes", dir.usableBytes().orElse(-1) > 0).with("error", dir.error());
        }
    }

    private static Object compressedSizes(Context context) throws Exception {
        context.createTopic(context.topic(), 1);
        context.fillOneBatch(context.partition(0), 1000, Map.of());
        try (Admin admin = context.admin()) {
            long plain = size(context, admin, context.partition(0));
            context.fillOneBatch(context.partition(0), 1000, Map.of("compression.type", "zstd"));
            long both = size(context, admin, context.partition(0));
            return new Seen().with("plain", plain).with("compressed is less", both - plain < plain / 2);
        }
    }
}
