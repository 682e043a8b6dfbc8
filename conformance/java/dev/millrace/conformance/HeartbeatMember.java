package dev.millrace.conformance;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;

/** A member of a share group or a streams group that does nothing but send heartbeats. */
final class HeartbeatMember implements AutoCloseable {
    private static final short requestHeaderVersion = 2;
    private static final short responseHeaderVersion = 1;
    private final Socket socket;
    private final String group;
    private final boolean streams;
    private final String memberId = "member";
    private int epoch;

    private HeartbeatMember(Context context, String group, boolean streams) throws Exception {
        this.group = group;
        this.streams = streams;
        // Whoever asks for offsets has found the coordinator, and waited for it.
        try (Admin admin = context.admin()) {
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        }
        String[] address = context.bootstrapServers.split(":");
        socket = new Socket(address[0], Integer.parseInt(address[1]));
    }

    /** A share consumer that has got all partitions of a topic. */
    static HeartbeatMember shares(Context context, String group, String topic, int partitions) throws Exception {
        HeartbeatMember member = new HeartbeatMember(context, group, false);
        ShareGroupHeartbeatRequestData join = new ShareGroupHeartbeatRequestData().setSubscribedTopicNames(List.of(topic));
        int[] assigned = {0};
        Context.waitUntil("a share consumer has its partitions", () -> {
            ShareGroupHeartbeatResponseData answer = member.share(member.epoch == 0 ? join : new ShareGroupHeartbeatRequestData());
            if (answer.assignment() != null) assigned[0] = answer.assignment().topicPartitions().stream().mapToInt(each -> each.partitions().size()).sum();
            return assigned[0] == partitions;
        });
        return member;
    }

    /** A thread of an application that reads a topic and has got all of its tasks. */
    static HeartbeatMember streams(Context context, String group, String topic, int tasks) throws Exception {
        HeartbeatMember member = new HeartbeatMember(context, group, true);
        StreamsGroupHeartbeatRequestData.Subtopology reading = new StreamsGroupHeartbeatRequestData.Subtopology().setSubtopologyId("0").setSourceTopics(List.of(topic));
        int[] assigned = {0};
        Context.waitUntil("an application has its tasks", () -> {
            StreamsGroupHeartbeatRequestData request = new StreamsGroupHeartbeatRequestData();
            if (member.epoch == 0) {
                request.setRebalanceTimeoutMs(20_000).setProcessId("process").setActiveTasks(List.of()).setStandbyTasks(List.of()).setWarmupTasks(List.of())
                    .setTopology(new StreamsGroupHeartbeatRequestData.Topology().setSubtopologies(List.of(reading)));
            }
            StreamsGroupHeartbeatResponseData answer = member.thread(request);
            if (answer.activeTasks() != null) assigned[0] = answer.activeTasks().stream().mapToInt(each -> each.partitions().size()).sum();
            return assigned[0] == tasks;
        });
        return member;
    }

    private ShareGroupHeartbeatResponseData share(ShareGroupHeartbeatRequestData request) throws IOException {
        ByteBufferAccessor bytes = ask(ApiKeys.SHARE_GROUP_HEARTBEAT, request.setGroupId(group).setMemberId(memberId).setMemberEpoch(epoch));
        ShareGroupHeartbeatResponseData answer = new ShareGroupHeartbeatResponseData(bytes, ApiKeys.SHARE_GROUP_HEARTBEAT.latestVersion());
        Errors.forCode(answer.errorCode()).maybeThrow();
        epoch = answer.memberEpoch();
        return answer;
    }

    private StreamsGroupHeartbeatResponseData thread(StreamsGroupHeartbeatRequestData request) throws IOException {
        ByteBufferAccessor bytes = ask(ApiKeys.STREAMS_GROUP_HEARTBEAT, request.setGroupId(group).setMemberId(memberId).setMemberEpoch(epoch));
        StreamsGroupHeartbeatResponseData answer = new StreamsGroupHeartbeatResponseData(bytes, ApiKeys.STREAMS_GROUP_HEARTBEAT.latestVersion());
        Errors.forCode(answer.errorCode()).maybeThrow();
        epoch = answer.memberEpoch();
        return answer;
    }

    private ByteBufferAccessor ask(ApiKeys api, ApiMessage request) throws IOException {
        RequestHeaderData header = new RequestHeaderData().setRequestApiKey(api.id).setRequestApiVersion(api.latestVersion()).setClientId("client");
        ByteBuffer head = MessageUtil.toByteBufferAccessor(header, requestHeaderVersion).buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(request, api.latestVersion()).buffer();
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + head.remaining() + body.remaining());
        frame.putInt(head.remaining() + body.remaining()).put(head).put(body);
        socket.getOutputStream().write(frame.array());
        DataInputStream input = new DataInputStream(socket.getInputStream());
        ByteBufferAccessor bytes = new ByteBufferAccessor(ByteBuffer.wrap(input.readNBytes(input.readInt())));
        new ResponseHeaderData(bytes, responseHeaderVersion);
        return bytes;
    }

    /** Leaves the group. */
    @Override
    public void close() throws IOException {
        epoch = -1;
        if (streams) thread(new StreamsGroupHeartbeatRequestData());
        else share(new ShareGroupHeartbeatRequestData());
        socket.close();
    }
}
