import { apis, type FetchRequest, type ShareFetchRequest, ZERO_UUID } from "@millrace/protocol";
import type { FetchSessions } from "../fetch/fetch-sessions.ts";
import type { ShareSessions } from "../shares/share-sessions.ts";

/** What finds out more about topics than requests tell. */
export interface TopicKnowledge {
  readonly fetchSessions: Pick<FetchSessions, "get">;
  readonly shareSessions: Pick<ShareSessions, "get">;
  /** The name of a topic with that id. */
  readonly nameOf: (topicId: string) => string | undefined;
}

/** Members of requests that hold topics, whichever API it is. */
const listsOfTopics = ["topics", "topicData", "topicNames", "topicPartitions", "v3AndBelowTopics"] as const;
/** Members of requests whose items hold topics. */
const listsAroundTopics = ["groups", "transactions", "markers"] as const;
const topicResourceType = 2;

/** The names of the topics that a request is about. */
export function topicsOf(apiKey: number, body: unknown, knowledge: TopicKnowledge): ReadonlySet<string> {
  const names = new Set<string>();
  const add = ({ name, topicId }: { readonly name?: unknown; readonly topicId?: unknown }) => {
    const found = typeof topicId === "string" && topicId !== ZERO_UUID ? knowledge.nameOf(topicId) : name;
    if (typeof found === "string" && found !== "") names.add(found);
  };
  for (const around of [body, ...listsAroundTopics.flatMap((list) => itemsOf(body, list))])
    for (const topic of listsOfTopics.flatMap((list) => itemsOf(around, list))) add(namedBy(topic));
  for (const resource of itemsOf(body, "resources"))
    if (memberOf(resource, "resourceType") === topicResourceType) add({ name: memberOf(resource, "resourceName") });
  if (apiKey === apis.fetch.key) {
    const session = knowledge.fetchSessions.get((body as FetchRequest).sessionId);
    for (const { topic, topicId } of session?.partitions.values() ?? []) add({ name: topic, topicId });
  }
  if (apiKey === apis.shareFetch.key) {
    const { groupId, memberId } = body as ShareFetchRequest;
    const session = knowledge.shareSessions.get(groupId ?? "", memberId ?? "");
    for (const { topic, topicId } of session?.partitions.values() ?? []) add({ name: topic, topicId });
  }
  return names;
}

function namedBy(topic: unknown): { readonly name?: unknown; readonly topicId?: unknown } {
  if (typeof topic === "string") return { name: topic };
  return { name: memberOf(topic, "name") ?? memberOf(topic, "topic"), topicId: memberOf(topic, "topicId") };
}

function itemsOf(value: unknown, member: string): readonly unknown[] {
  const items = memberOf(value, member);
  return Array.isArray(items) ? items : [];
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, member) : undefined;
}
