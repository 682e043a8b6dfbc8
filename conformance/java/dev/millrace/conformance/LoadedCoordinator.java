package dev.millrace.conformance;

import com.yammer.metrics.core.MetricsRegistry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.ShareGroupDescribeResponseData;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.common.runtime.CoordinatorExecutor;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorTimer;
import org.apache.kafka.coordinator.common.runtime.KRaftCoordinatorMetadataImage;
import org.apache.kafka.coordinator.group.GroupConfigManager;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.GroupCoordinatorShard;
import org.apache.kafka.coordinator.group.metrics.GroupCoordinatorMetrics;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.timeline.SnapshotRegistry;

/** Apache Kafka's group coordinator without a broker around it: it is given what stands in `__consumer_offsets`, and asked what it knows then. */
final class LoadedCoordinator {
    private static final long newest = Long.MAX_VALUE;
    private final GroupCoordinatorRecordSerde serde = new GroupCoordinatorRecordSerde();
    private final GroupCoordinatorShard shard = newShard();

    /** Fails where Kafka's broker would fail as it loads. */
    LoadedCoordinator(List<ConsumerRecord<byte[], byte[]>> records, Iterable<TopicDescription> topics) {
        for (ConsumerRecord<byte[], byte[]> record : records) shard.replay(record.offset(), -1L, (short) -1, read(record));
        shard.onLoaded(new KRaftCoordinatorMetadataImage(imageOf(topics)));
    }

    private CoordinatorRecord read(ConsumerRecord<byte[], byte[]> record) {
        return serde.deserialize(ByteBuffer.wrap(record.key()), record.value() == null ? null : ByteBuffer.wrap(record.value()));
    }

    ConsumerGroupDescribeResponseData.DescribedGroup consumerGroup(String group) {
        return shard.consumerGroupDescribe(List.of(group), newest).get(0);
    }

    ShareGroupDescribeResponseData.DescribedGroup shareGroup(String group) {
        return shard.shareGroupDescribe(List.of(group), newest).get(0);
    }

    /** Partitions that a share group's members may have. */
    List<Integer> sharePartitions(String group) {
        return shard.initializedShareGroupPartitions(group).values().stream().flatMap(Set::stream).sorted().toList();
    }

    /** Type and state as ListGroups has them; null if the group is not known. */
    String kindOf(String group) {
        return shard.listGroups(List.of(), List.of(), newest).stream().filter(each -> each.groupId().equals(group)).map(each -> each.groupType() + " " + each.groupState()).findFirst().orElse(null);
    }

    List<OffsetFetchResponseData.OffsetFetchResponseTopics> offsets(String group) {
        return shard.fetchOffsets(new OffsetFetchRequestData.OffsetFetchRequestGroup().setGroupId(group).setTopics(null).setMemberId(null).setMemberEpoch(-1), newest).topics();
    }

    private static MetadataImage imageOf(Iterable<TopicDescription> topics) {
        MetadataDelta delta = new MetadataDelta.Builder().setImage(MetadataImage.EMPTY).build();
        for (TopicDescription topic : topics) {
            delta.replay(new TopicRecord().setName(topic.name()).setTopicId(topic.topicId()));
            topic.partitions().forEach(each -> delta.replay(new PartitionRecord().setTopicId(topic.topicId()).setPartitionId(each.partition()).setReplicas(List.of(0)).setIsr(List.of(0)).setLeader(0)
                .setDirectories(List.of(Uuid.fromString("AAAAAAAAAAAAAAAAAAAAZQ")))));
        }
        return delta.apply(new MetadataProvenance(1, 1, 0, true));
    }

    private static GroupCoordinatorShard newShard() {
        AbstractConfig defaults = new AbstractConfig(Utils.mergeConfigs(List.of(GroupCoordinatorConfig.CONFIG_DEF, ShareGroupConfig.CONFIG_DEF)), Map.of(), false);
        GroupCoordinatorConfig config = new GroupCoordinatorConfig(defaults);
        GroupCoordinatorShard.Builder builder = new GroupCoordinatorShard.Builder(config, new GroupConfigManager(Map.of(), config, new ShareGroupConfig(defaults)));
        builder.withAuthorizerPlugin(Optional.empty());
        return builder.withLogContext(new LogContext()).withTime(Time.SYSTEM).withTimer(new NoTimer()).withExecutor(new NoExecutor())
            .withCoordinatorMetrics(new GroupCoordinatorMetrics(new MetricsRegistry(), new Metrics())).withTopicPartition(new TopicPartition("__consumer_offsets", 0))
            .withSnapshotRegistry(new SnapshotRegistry(new LogContext())).build();
    }

    /** Nothing happens by itself. */
    private static final class NoTimer implements CoordinatorTimer<CoordinatorRecord> {
        @Override
        public void schedule(String key, long delay, TimeUnit unit, boolean retry, TimeoutOperation<CoordinatorRecord> operation) {}

        @Override
        public void schedule(String key, long delay, TimeUnit unit, boolean retry, long backoff, TimeoutOperation<CoordinatorRecord> operation) {}

        @Override
        public void scheduleIfAbsent(String key, long delay, TimeUnit unit, boolean retry, TimeoutOperation<CoordinatorRecord> operation) {}

        @Override
        public void cancel(String key) {}

        @Override
        public boolean isScheduled(String key) {
            return false;
        }
    }

    private static final class NoExecutor implements CoordinatorExecutor<CoordinatorRecord> {
        @Override
        public <R> boolean schedule(String key, TaskRunnable<R> task, TaskOperation<CoordinatorRecord, R> operation) {
            return false;
        }

        @Override
        public boolean isScheduled(String key) {
            return false;
        }

        @Override
        public void cancel(String key) {}
    }
}
