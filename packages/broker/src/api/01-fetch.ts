// Fetch, versions 4 to 18: sessions (KIP-227), topic ids (KIP-516), epoch checks (KIP-320), long polls, read_committed.
//
// Differences from Apache Kafka: only whole batches are returned, never a part of one at the end; there are no followers, and no other
// replica is ever preferred. Over isolation levels that don't exist and
// negative limits Kafka stumbles (UNKNOWN_SERVER_ERROR); here they count as read_uncommitted and 0.
import { apis, type Draft, errors, type FetchRequest, type FetchResponse, Writer } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { type FetchAnswer, type FetchContext, fetchContext } from "../fetch/fetch-context.ts";
import { type FetchLimits, type FetchReads, type PartitionRead, readAll } from "../fetch/fetch-read.ts";
import { FetchWait } from "../fetch/fetch-wait.ts";
import type { Partition } from "../partitions/partition.ts";
import { handler, Parked, type RequestContext } from "./handler.ts";

const readCommittedLevel = 1;
const firstVersionWithReplicaState = 15;
const firstVersionWithLeader = 16;
/** Kafka counts the size in front of an answer. */
const sizeFieldBytes = 4;

export const fetch = handler({
  api: apis.fetch,
  versions: [4, 18],
  handle(request: FetchRequest, context: RequestContext) {
    const { broker } = context;
    const found = fetchContext(request, context.apiVersion, broker.fetchSessions, broker.clock.now());
    if (!("asked" in found)) return { errorCode: found.code, sessionId: 0, responses: [] };
    const ofQuota = context.meter?.fetchBytesMax ?? Number.POSITIVE_INFINITY;
    const fromFollower = (context.apiVersion >= firstVersionWithReplicaState ? request.replicaState.replicaId : request.replicaId) >= 0;
    const limits: FetchLimits = {
      bytesMax: Math.min(request.maxBytes, broker.configs.broker.fetchMaxBytes, context.recordBytesMax, ofQuota),
      readCommitted: request.isolationLevel === readCommittedLevel,
      fromFollower,
      mayRead: fromFollower ? () => context.access.mayCluster(aclOperations.CLUSTER_ACTION) : (topic) => mayRead(context, topic),
      lender: context.lender,
    };
    const reads = readAll(broker.partitions, found.asked, found.usesTopicIds, limits);
    if (isEnough(request, found, limits, reads)) return answer(found, reads, limits, context);
    return waitForMore(request, context, found, limits, reads.bytes);
  },
});

/** A topic that is not known can't be asked about. */
function mayRead({ access }: RequestContext, topic: string | undefined): boolean {
  return topic === undefined || access.may(aclOperations.READ, resourceTypes.TOPIC, topic);
}

function isEnough(request: FetchRequest, context: FetchContext, limits: FetchLimits, reads: FetchReads): boolean {
  return request.maxWaitMs <= 0 || context.asked.length === 0 || reads.urgent || reads.bytes >= bytesMin(request, limits);
}

/** Nobody waits for more than may come. */
function bytesMin({ minBytes }: FetchRequest, { bytesMax }: FetchLimits): number {
  return Math.min(minBytes, bytesMax);
}

/** Waits until enough has come or the time is over, then reads again from the start. */
function waitForMore(
  request: FetchRequest,
  context: RequestContext,
  found: FetchContext,
  limits: FetchLimits,
  bytesNow: number,
): Parked<FetchResponse> {
  const { clock, counts, partitions } = context.broker;
  const waitedFor = partitionsOf(context, found).filter(({ topic }) => limits.mayRead(topic.name));
  const untilMs = clock.monotonicMs() + request.maxWaitMs;
  let waiting: FetchWait | undefined;
  counts.parkedFetches++;
  const done = new Promise<Draft<FetchResponse>>((resolve) => {
    const wait = (missingBytes: number, waitMs: number) => {
      waiting = new FetchWait({
        clock,
        partitions: waitedFor,
        missingBytes,
        waitMs,
        readCommitted: limits.readCommitted,
        ready() {
          context.meter?.resume();
          const reads = readAll(partitions, found.asked, found.usesTopicIds, limits);
          const leftMs = untilMs - clock.monotonicMs();
          const isOver = leftMs <= 0 || isEnough(request, found, limits, reads) || waitedFor.some(({ gone }) => gone);
          if (isOver) counts.parkedFetches--;
          if (isOver) resolve(answer(found, reads, limits, context));
          else wait(bytesMin(request, limits) - reads.bytes, leftMs);
          context.meter?.pause(clock.monotonicMs());
        },
      });
    };
    wait(bytesMin(request, limits) - bytesNow, request.maxWaitMs);
  });
  return new Parked<FetchResponse>(done, () => {
    counts.parkedFetches--;
    waiting?.cancel();
  });
}

function partitionsOf(context: RequestContext, found: FetchContext): Partition[] {
  const { partitions } = context.broker;
  return found.asked.flatMap(({ topic, topicId, index }) => {
    const partition = found.usesTopicIds ? partitions.getById(topicId, index) : partitions.get(topic, index);
    return partition === undefined ? [] : [partition];
  });
}

const scale = new Writer();

/** What there is to tell; nothing at all where a quota of the client does not allow that now. */
function answer(found: FetchContext, { partitions }: FetchReads, limits: FetchLimits, context: RequestContext): Draft<FetchResponse> {
  const { meter, apiVersion, broker } = context;
  if (limits.fromFollower) meter?.exempt();
  else if (meter !== undefined) {
    const whole = reply({ error: errors.NONE, sessionId: 0, told: found.news(partitions) }, limits, context);
    apis.fetch.response.encode(scale.reset(), whole, apiVersion);
    if (!meter.admitsFetch(sizeFieldBytes + scale.size)) return reply(found.silence(), limits, context);
  }
  const answered = found.answer(partitions);
  for (const { asked, records } of answered.told) {
    if (records.length > 0) broker.counts.topic(asked.foundAs ?? asked.topic).bytesOut += records.length;
  }
  return reply(answered, limits, context);
}

function reply(
  { error, sessionId, told }: FetchAnswer,
  { readCommitted, fromFollower }: FetchLimits,
  context: RequestContext,
): Draft<FetchResponse> {
  const responses: Array<{
    topic: string;
    topicId: string;
    partitions: Draft<FetchResponse["responses"][number]["partitions"]> & object[];
  }> = [];
  let last: (typeof responses)[number] | undefined;
  for (const read of told) {
    const { topic, topicId } = read.asked;
    if (last === undefined || last.topic !== topic || last.topicId !== topicId) {
      last = { topic, topicId, partitions: [] };
      responses.push(last);
    }
    last.partitions.push(partitionReply(read, readCommitted, context));
  }
  const leader = !fromFollower && told.some((read) => tellsLeader(read, context)) ? leaderOf(context) : {};
  return { errorCode: error.code, sessionId, responses, ...leader };
}

/** A reader with an old epoch is told the new one along with the error (KIP-951). */
function tellsLeader({ fencedBy }: PartitionRead, { apiVersion }: RequestContext): boolean {
  return fencedBy !== undefined && apiVersion >= firstVersionWithLeader;
}

function leaderOf({ broker, connection }: RequestContext): Pick<Draft<FetchResponse>, "nodeEndpoints"> {
  const { advertisedHost: host, advertisedPort: port } = connection.listener;
  return { nodeEndpoints: [{ nodeId: broker.nodeId, host, port, rack: broker.rack }] };
}

function partitionReply(read: PartitionRead, readCommitted: boolean, context: RequestContext) {
  return {
    partitionIndex: read.asked.index,
    errorCode: read.error.code,
    highWatermark: read.highWatermark,
    lastStableOffset: read.lastStableOffset,
    logStartOffset: read.logStartOffset,
    // Kafka says "none" in its own voice only where it has read; for partitions that it doesn't know the field has its default.
    abortedTransactions: (readCommitted && read.error.code === 0 && read.divergingEpoch === undefined) || !read.known ? read.aborted : null,
    records: read.records,
    ...(read.divergingEpoch === undefined ? {} : { divergingEpoch: read.divergingEpoch }),
    ...(tellsLeader(read, context) ? { currentLeader: { leaderId: context.broker.nodeId, leaderEpoch: read.fencedBy ?? -1 } } : {}),
  };
}
