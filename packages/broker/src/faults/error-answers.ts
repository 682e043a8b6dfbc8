import { apis, type Draft, type FetchRequest, type FetchResponse, type KafkaError, type MetadataResponse } from "@millrace/protocol";
import { errorReply } from "../api/error-replies.ts";
import type { SessionPartition } from "../fetch/fetch-sessions.ts";
import type { TopicKnowledge } from "./request-topics.ts";

/** A request that is to be answered with an error. */
export interface Refused {
  readonly apiKey: number;
  readonly version: number;
  readonly body: unknown;
  readonly error: KafkaError;
  /** The only one that fails, where the API allows. */
  readonly topic: string | undefined;
  readonly knowledge: TopicKnowledge & { readonly endFetchSession: (id: number) => void };
  /** Does what was asked for. */
  readonly handle: () => unknown;
}

type Answer = (refused: Refused) => unknown;

/** Where an answer in which nothing but errors stands would tell clients more than that. */
const answers = new Map<number, Answer>([
  [apis.fetch.key, fetchAnswer],
  [apis.metadata.key, metadataAnswer],
]);

/** The answer that says so. */
export function errorAnswer(refused: Refused): unknown {
  const answer = answers.get(refused.apiKey) ?? everythingFailed;
  return answer(refused);
}

function everythingFailed({ apiKey, body, error, version }: Refused): unknown {
  return errorReply({ key: apiKey }, body, { code: error.code, message: error.message }, version);
}

/**
 * Errors of partitions stand with the partitions; so does any that is not of the session. The session ends, so that what the
 * client and the broker know of it does not differ afterwards.
 */
function fetchAnswer({ body, error, topic, knowledge }: Refused): Draft<FetchResponse> {
  const request = body as FetchRequest;
  if (error.name.includes("FETCH_SESSION")) return { errorCode: error.code, sessionId: 0, responses: [] };
  const responses = new Map<string, { topic: string; topicId: string; partitions: Array<{ partitionIndex: number; errorCode: number }> }>();
  for (const asked of partitionsOf(request, knowledge)) {
    const key = `${asked.topic} ${asked.topicId}`;
    const ofTopic = responses.get(key) ?? { topic: asked.topic, topicId: asked.topicId, partitions: [] };
    const name = knowledge.nameOf(asked.topicId) ?? asked.topic;
    ofTopic.partitions.push({ partitionIndex: asked.index, errorCode: topic === undefined || topic === name ? error.code : 0 });
    responses.set(key, ofTopic);
  }
  knowledge.endFetchSession(request.sessionId);
  const unread = { highWatermark: -1, records: null };
  return {
    sessionId: 0,
    responses: [...responses.values()].map((each) => ({
      ...each,
      partitions: each.partitions.map((partition) => ({ ...partition, ...unread })),
    })),
  };
}

type AskedPartition = Pick<SessionPartition, "topic" | "topicId" | "index">;

function partitionsOf(request: FetchRequest, { fetchSessions }: TopicKnowledge): readonly AskedPartition[] {
  const asked = request.topics.flatMap(({ topic, topicId, partitions }) =>
    partitions.map(({ partition: index }) => ({ topic, topicId, index })),
  );
  const known = [...(fetchSessions.get(request.sessionId)?.partitions.values() ?? [])];
  const isNew = (each: AskedPartition) =>
    !known.some(({ topic, topicId, index }) => topic === each.topic && topicId === each.topicId && index === each.index);
  return [...known, ...asked.filter(isNew)];
}

/** Brokers stay known; only topics are not. */
async function metadataAnswer({ handle, error, topic }: Refused): Promise<Draft<MetadataResponse>> {
  const whole = (await handle()) as Draft<MetadataResponse>;
  const topics = (whole.topics ?? []).map((each) =>
    topic === undefined || each.name === topic ? { ...each, errorCode: error.code, partitions: [] } : each,
  );
  return { ...whole, topics };
}
