// ShareAcknowledge, versions 1 and 2: what members say of records that they hold (KIP-932), or more time for them (version 2, KIP-1222).
import { apis, type Draft, errors, type ShareAcknowledgeRequest, type ShareAcknowledgeResponse } from "@millrace/protocol";
import { type Acknowledged, acknowledge } from "../shares/acknowledgements.ts";
import { finalEpoch, nextShareEpoch } from "../shares/share-sessions.ts";
import { handler, type RequestContext } from "./handler.ts";
import { byTopic, leaderEndpoint, mayReadTopic, shareMember, tellsLeader } from "./share-member.ts";

const initialEpoch = 0;

export const shareAcknowledge = handler({
  api: apis.shareAcknowledge,
  versions: [1, 2],
  borrowsFrame: true,
  handle(request: ShareAcknowledgeRequest, context: RequestContext) {
    const member = shareMember(request, context);
    if ("code" in member) return { errorCode: member.code };
    const { deliveries } = context.broker;
    if (request.shareSessionEpoch === initialEpoch) return { errorCode: errors.INVALID_SHARE_SESSION_EPOCH.code };
    const session = deliveries.sessions.expect(member.groupId, member.memberId, request.shareSessionEpoch);
    if ("code" in session) return { errorCode: session.code };
    const isLast = request.shareSessionEpoch === finalEpoch;
    if (!isLast) session.epoch = nextShareEpoch(session.epoch);
    const { topics, isRenewAck } = request;
    const surroundings = { deliveries, partitions: context.broker.partitions, mayRead: (topic: string) => mayReadTopic(context, topic) };
    return acknowledge({ ...member, topics, isRenewAck }, surroundings).then((acknowledged) => {
      if (isLast) deliveries.endSession(session);
      return answer(acknowledged, member.groupId, context);
    });
  },
});

function answer(acknowledged: readonly Acknowledged[], groupId: string, context: RequestContext): Draft<ShareAcknowledgeResponse> {
  const { configs, nodeId } = context.broker;
  let isLeaderTold = false;
  const partitions = acknowledged.map(({ topicId, index, failure }) => {
    const errorCode = failure?.error.code ?? 0;
    const isFenced = tellsLeader(errorCode);
    isLeaderTold ||= isFenced;
    const leaderEpoch = context.broker.partitions.getById(topicId, index)?.leaderEpoch ?? -1;
    const currentLeader = isFenced ? { currentLeader: { leaderId: nodeId, leaderEpoch } } : {};
    return { topicId, reply: { partitionIndex: index, errorCode, errorMessage: failure?.message ?? null, ...currentLeader } };
  });
  return {
    acquisitionLockTimeoutMs: configs.deliveries(groupId).recordLockDurationMs,
    responses: byTopic(partitions),
    nodeEndpoints: isLeaderTold ? [leaderEndpoint(context)] : [],
  };
}
