import type { MillraceError } from "@millrace/kit";
import { type ErrorName, errors, type KafkaError } from "@millrace/protocol";
import { isPassing, requestFailed } from "../errors.ts";
import type { Broker } from "../net/broker.ts";
import type { Cluster, CoordinatorKind } from "./cluster.ts";
import { isTopic } from "./metadata.ts";
import { Again, retrying } from "./retrying.ts";
import type { TopicPartition } from "./topic-partition.ts";

/** What came of one item of a request. */
export interface Answer<Value> {
  readonly error: KafkaError;
  /** The broker's own words. */
  readonly errorMessage?: string | null;
  /** There if the error is NONE. */
  readonly value?: Value;
}

/** Some items and the broker that is in charge of them, or the reason why none is. */
export interface Stop<Item> {
  readonly items: readonly Item[];
  readonly to: Broker | KafkaError;
}

/** Finds who is in charge of each item. `anew`: what was known turned out wrong. */
export type Route<Item> = (cluster: Cluster, items: readonly Item[], deadlineMs: number, anew: boolean) => Promise<Array<Stop<Item>>>;

/** Outcomes that say: ask again, or ask another broker. */
const passing: ReadonlySet<ErrorName> = new Set<ErrorName>([
  "NOT_CONTROLLER",
  "NOT_LEADER_OR_FOLLOWER",
  "LEADER_NOT_AVAILABLE",
  "REPLICA_NOT_AVAILABLE",
  "FENCED_LEADER_EPOCH",
  "UNKNOWN_LEADER_EPOCH",
  "OFFSET_NOT_AVAILABLE",
  "KAFKA_STORAGE_ERROR",
  "COORDINATOR_LOAD_IN_PROGRESS",
  "COORDINATOR_NOT_AVAILABLE",
  "NOT_COORDINATOR",
  "CONCURRENT_TRANSACTIONS",
  "UNSTABLE_OFFSET_COMMIT",
  "THROTTLING_QUOTA_EXCEEDED",
]);

/**
 * Sends each item to the broker in charge of it, and again as long as brokers are away or the answer is a passing one, until
 * the operation's deadline. `send` gives one answer for each of its items, in their order. Throws what kept an item from any answer.
 */
export async function routed<Item, Value>(
  cluster: Cluster,
  items: readonly Item[],
  route: Route<Item>,
  send: (broker: Broker, items: readonly Item[]) => Promise<ReadonlyArray<Answer<Value>>>,
): Promise<Array<Answer<Value>>> {
  const answers = new Map<Item, Answer<Value>>();
  const deadlineMs = cluster.deadlineMs();
  let pending = items;
  const attempt = async (attempts: number): Promise<undefined | Again> => {
    const stops = await route(cluster, pending, deadlineMs, attempts > 0);
    const failures = await Promise.all(stops.map((stop) => visit(stop, send, answers)));
    pending = pending.filter((item) => isPending(answers.get(item)));
    const [first] = pending;
    if (first === undefined) return undefined;
    const answer = answers.get(first);
    const failure = failures.find((each) => each !== undefined);
    return new Again(
      failure ?? requestFailed("no broker is in charge", answer?.error ?? errors.UNKNOWN_SERVER_ERROR, answer?.errorMessage),
    );
  };
  try {
    if (items.length > 0) await retrying({ ...cluster.options, deadlineMs }, attempt);
  } catch (thrown) {
    if (pending.some((item) => answers.get(item) === undefined)) throw thrown;
  }
  return items.map((item) => answers.get(item) ?? { error: errors.UNKNOWN_SERVER_ERROR });
}

async function visit<Item, Value>(
  { items, to }: Stop<Item>,
  send: (broker: Broker, items: readonly Item[]) => Promise<ReadonlyArray<Answer<Value>>>,
  answers: Map<Item, Answer<Value>>,
): Promise<MillraceError | undefined> {
  if ("code" in to) {
    for (const item of items) answers.set(item, { error: to });
    return undefined;
  }
  try {
    const given = await send(to, items);
    for (const [position, item] of items.entries()) answers.set(item, given[position] ?? { error: errors.UNKNOWN_SERVER_ERROR });
    return undefined;
  } catch (thrown) {
    if (isPassing(thrown)) return thrown;
    throw thrown;
  }
}

function isPending<Value>(answer: Answer<Value> | undefined): boolean {
  return answer === undefined || passing.has(answer.error.name);
}

/** Everything to the controller. */
export async function toController<Item>(
  cluster: Cluster,
  items: readonly Item[],
  deadlineMs: number,
  anew: boolean,
): Promise<Array<Stop<Item>>> {
  return [{ items, to: await cluster.controller(deadlineMs, anew) }];
}

/** Each partition to its leader. */
export async function toLeaders<Item extends TopicPartition>(
  cluster: Cluster,
  items: readonly Item[],
  _deadlineMs: number,
  anew: boolean,
): Promise<Array<Stop<Item>>> {
  const topics = await cluster.topics([...new Set(items.map((item) => item.topic))], anew);
  return gathered(items, (item) => {
    const topic = topics.get(item.topic);
    if (!isTopic(topic)) return topic ?? errors.UNKNOWN_TOPIC_OR_PARTITION;
    const partition = topic.partitions[item.partition];
    if (partition === undefined) return errors.UNKNOWN_TOPIC_OR_PARTITION;
    return cluster.node(partition.leaderId) ?? errors.LEADER_NOT_AVAILABLE;
  });
}

/** Each group to its coordinator. */
export const toCoordinators: Route<string> = toCoordinatorsOf("group");

/** Each transactional id to its coordinator. */
export const toTransactionCoordinators: Route<string> = toCoordinatorsOf("transaction");

function toCoordinatorsOf(kind: CoordinatorKind): Route<string> {
  return async (cluster, ids, deadlineMs) => {
    const found = await Promise.all(ids.map(async (id) => [id, await cluster.coordinator(id, deadlineMs, "", kind)] as const));
    const coordinators = new Map(found);
    return gathered(ids, (id) => coordinators.get(id) ?? errors.COORDINATOR_NOT_AVAILABLE);
  };
}

/** Each item to the broker whose id it names, and those that name none to the controller. */
export function toNamedBrokers<Item>(nodeIdOf: (item: Item) => number | undefined): Route<Item> {
  return async (cluster, items, deadlineMs, anew) => {
    const controller = await cluster.controller(deadlineMs, anew);
    return gathered(items, (item) => {
      const nodeId = nodeIdOf(item);
      return nodeId === undefined ? controller : (cluster.node(nodeId) ?? errors.BROKER_NOT_AVAILABLE);
    });
  };
}

/** One stop for each broker and each reason. */
function gathered<Item>(items: readonly Item[], placeOf: (item: Item) => Broker | KafkaError): Array<Stop<Item>> {
  const stops = new Map<Broker | KafkaError, Item[]>();
  for (const item of items) {
    const to = placeOf(item);
    const stop = stops.get(to);
    if (stop === undefined) stops.set(to, [item]);
    else stop.push(item);
  }
  return [...stops].map(([to, stopItems]) => ({ to, items: stopItems }));
}
