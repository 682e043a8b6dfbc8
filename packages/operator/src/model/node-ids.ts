import type { KafkaNodePool, Warning } from "@millrace/resources";
import { type Facts, type HeldNodes, isHeld } from "./facts.ts";
import { idsOf, idsWithin, type NodeIdRanges, nodeIdRanges } from "./node-id-ranges.ts";

const nextNodeIdsAnnotation = "strimzi.io/next-node-ids";
const removeNodeIdsAnnotation = "strimzi.io/remove-node-ids";

/** Ids of a pool's nodes, each list ascending. */
export interface NodeIds {
  /** As the pool's status tells them. */
  readonly current: readonly number[];
  readonly desired: readonly number[];
  readonly added: readonly number[];
  readonly removed: readonly number[];
  /** Those that the declaration would take away, but that must not go yet. */
  readonly kept: readonly number[];
}

const ascending = (ids: Iterable<number>): readonly number[] => [...ids].sort((one, other) => one - other);

const currentIds = ({ status }: KafkaNodePool): readonly number[] => status?.nodeIds ?? [];

/** Ids that several pools, or one of them twice, take for their own. */
export function repeatedIds(pools: readonly KafkaNodePool[]): readonly number[] {
  const all = pools.flatMap(currentIds);
  return ascending(new Set(all.filter((id, at) => all.indexOf(id) !== at)));
}

/**
 * Ids of all pools' nodes, by pool, as Strimzi assigns them: a new node gets the first free id of those that the pool asks for, the
 * lowest free one otherwise; of a pool that shrinks go those that it names, the highest otherwise. An id that goes is not free before it
 * has gone. Nodes that are held stay. A pool of which nothing is known, but claims on storage, was there before: it gets the ids that those are called by.
 */
export function assignNodeIds(pools: readonly KafkaNodePool[], { held, claimed = new Map() }: IdFacts): ReadonlyMap<string, NodeIds> {
  const restored = new Map(
    pools.filter((pool) => currentIds(pool).length === 0).map(({ metadata: { name } }) => [name, claimed.get(name) ?? []]),
  );
  const reserved = [...restored.values()].flat();
  const taken = new Set([...pools.flatMap(currentIds), ...reserved]);
  return new Map(
    pools.map((pool) => {
      const own = restored.get(pool.metadata.name) ?? [];
      for (const id of own) taken.delete(id);
      return [pool.metadata.name, assign(pool, taken, held, own)];
    }),
  );
}

/** What of the facts decides about ids. */
type IdFacts = Pick<Facts, "held" | "claimed">;

function assign(pool: KafkaNodePool, taken: Set<number>, held: HeldNodes, restored: readonly number[]): NodeIds {
  const current = currentIds(pool);
  // One that is deleted is to have none.
  const replicas = pool.metadata.deletionTimestamp === undefined ? pool.spec.replicas : 0;
  const missing = replicas - current.length;
  const asked = [...wanted(pool, nextNodeIdsAnnotation), ...restored.map((id) => ({ from: id, to: id }))];
  const added = missing > 0 ? nextIds(missing, taken, asked) : [];
  const leaving = missing < 0 ? leavingIds(-missing, current, wanted(pool, removeNodeIdsAnnotation)) : [];
  const kept = leaving.filter((id) => isHeld(held, id));
  const removed = leaving.filter((id) => !isHeld(held, id));
  const desired = [...current.filter((id) => !removed.includes(id)), ...added];
  return { current: ascending(current), desired: ascending(desired), added: ascending(added), removed: ascending(removed), kept };
}

const wanted = ({ metadata }: KafkaNodePool, annotation: string): NodeIdRanges =>
  nodeIdRanges(metadata.annotations?.[annotation] ?? "") ?? [];

function nextIds(count: number, taken: Set<number>, asked: NodeIdRanges): readonly number[] {
  const ids: number[] = [];
  const take = (id: number): void => {
    taken.add(id);
    ids.push(id);
  };
  for (const id of idsOf(asked)) {
    if (ids.length === count) break;
    if (!taken.has(id)) take(id);
  }
  for (let id = 0; ids.length < count; id += 1) if (!taken.has(id)) take(id);
  return ids;
}

function leavingIds(count: number, current: readonly number[], asked: NodeIdRanges): readonly number[] {
  const candidates = new Set([...idsWithin(asked, current), ...ascending(current).toReversed()]);
  return ascending([...candidates].slice(0, count));
}

/** What is wrong with what a pool asks for. Ids are assigned as if it had not asked then. */
export function nodeIdWarnings({ metadata }: KafkaNodePool): readonly Warning[] {
  return [nextNodeIdsAnnotation, removeNodeIdsAnnotation].flatMap((annotation) => {
    const text = metadata.annotations?.[annotation];
    if (text === undefined || nodeIdRanges(text) !== undefined) return [];
    const message = `The annotation ${annotation} of the KafkaNodePool ${metadata.name} is ignored: expected ids and ranges of them such as [0, 10-19], got ${JSON.stringify(text)}`;
    return [{ reason: "InvalidNodeIdRange", message }];
  });
}
