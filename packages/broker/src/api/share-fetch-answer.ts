import { apis, type Draft, errors, type KafkaError, type ShareFetchResponse, Writer } from "@millrace/protocol";
import type { Acknowledged } from "../shares/acknowledgements.ts";
import { noRecords, type ShareRead } from "../shares/share-read.ts";
import { partitionKey, type ShareSession, type ShareSessionPartition } from "../shares/share-sessions.ts";
import type { RequestContext } from "./handler.ts";
import { byTopic, leaderEndpoint, tellsLeader } from "./share-member.ts";

/** What became of one partition of a fetch. */
export interface ToldPartition {
  readonly asked: ShareSessionPartition;
  readonly error: KafkaError;
  readonly read: ShareRead | undefined;
}

export interface ShareFetchOutcome {
  readonly context: RequestContext;
  readonly session: ShareSession;
  /** No other request of the session came between. */
  readonly isCurrent: boolean;
  /** The request has opened the session: everything is told. */
  readonly isFirst: boolean;
  readonly told: readonly ToldPartition[];
  readonly acknowledged: readonly Acknowledged[];
}

type Reply = Draft<ShareFetchResponse["responses"][number]["partitions"][number]>;

/** Kafka counts the size in front of an answer. */
const sizeFieldBytes = 4;
const scale = new Writer();

/** The answer to a share fetch; the session remembers what is told. */
export function answerShareFetch(outcome: ShareFetchOutcome): Draft<ShareFetchResponse> {
  const { context, session, isCurrent, isFirst, acknowledged } = outcome;
  const told = isCurrent ? outcome.told.filter((one) => isFirst || isNews(session, one)) : [];
  const { counts } = context.broker;
  for (const { asked, read } of told) {
    if (read !== undefined && asked.topic !== undefined) counts.topic(asked.topic).bytesOut += read.records.length;
  }
  const reply = {
    errorCode: isCurrent ? 0 : errors.INVALID_SHARE_SESSION_EPOCH.code,
    acquisitionLockTimeoutMs: context.broker.configs.deliveries(session.groupId).recordLockDurationMs,
    responses: byTopic(replies(told, acknowledged, context)),
    nodeEndpoints: told.some(({ error }) => tellsLeader(error.code)) ? [leaderEndpoint(context)] : [],
  };
  if (context.meter !== undefined) {
    apis.shareFetch.response.encode(scale.reset(), reply, context.apiVersion);
    context.meter.fetches(sizeFieldBytes + scale.size);
  }
  return reply;
}

/** Records and errors are always told, and once what comes after an error. */
function isNews({ partitions }: ShareSession, { asked, error, read }: ToldPartition): boolean {
  const hasFailed = error.code !== 0;
  const hasRecords = read !== undefined && read.records.length > 0;
  const isTold = hasFailed || hasRecords || asked.isDue;
  asked.isDue = hasFailed;
  if (hasRecords) {
    const key = partitionKey(asked);
    partitions.delete(key);
    partitions.set(key, asked);
  }
  return isTold;
}

/** Acknowledgements are told with what was fetched of the same partition, the others behind. */
function replies(told: readonly ToldPartition[], acknowledged: readonly Acknowledged[], context: RequestContext) {
  const outcomes = new Map(acknowledged.map((outcome) => [partitionKey(outcome), outcome]));
  const fetched = told.map(({ asked, error, read }) => {
    const key = partitionKey(asked);
    const reply = { ...fetchedReply(asked, error, read, context), ...acknowledgedReply(outcomes.get(key)) };
    outcomes.delete(key);
    return { topicId: asked.topicId, reply };
  });
  const others = [...outcomes.values()].map((outcome) => {
    return { topicId: outcome.topicId, reply: { partitionIndex: outcome.index, records: noRecords, ...acknowledgedReply(outcome) } };
  });
  return [...fetched, ...others];
}

function fetchedReply(
  { topicId, index }: ShareSessionPartition,
  { code }: KafkaError,
  read: ShareRead | undefined,
  { broker }: RequestContext,
): Reply {
  const leaderEpoch = broker.partitions.getById(topicId, index)?.leaderEpoch ?? -1;
  return {
    partitionIndex: index,
    errorCode: code,
    records: read?.records ?? noRecords,
    acquiredRecords: read?.acquired ?? [],
    ...(tellsLeader(code) ? { currentLeader: { leaderId: broker.nodeId, leaderEpoch } } : {}),
  };
}

function acknowledgedReply(outcome: Acknowledged | undefined): Reply {
  if (outcome === undefined) return {};
  const { failure } = outcome;
  return { acknowledgeErrorCode: failure?.error.code ?? 0, acknowledgeErrorMessage: failure?.message ?? null };
}
