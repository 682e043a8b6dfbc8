import { type Random, seededRandom } from "@millrace/kit";

export interface WorldNode {
  readonly id: number;
  readonly isController: boolean;
  readonly isBroker: boolean;
  readonly rack: string | undefined;
}

export interface WorldPartition {
  readonly replicas: readonly number[];
  readonly minInSyncReplicas: number;
}

/** What happens in a world although nobody asked for it, in its `second`. */
export type Mishap = { readonly second: number } /** `hard`: its logs are recovered before it serves again. */ & (
  | { readonly type: "crash"; readonly id: number; readonly hard: boolean }
  /** Its pod does not come up for so long, and then does, as it was declared. */
  | { readonly type: "stuck"; readonly id: number; readonly seconds: number }
  /** It serves nobody any more, until it is started anew. */
  | { readonly type: "hang"; readonly id: number }
  /** Kafka answers nothing. */
  | { readonly type: "silence"; readonly seconds: number }
  /** Everything is declared anew. `broken`: so that nothing comes up, until it is declared anew once more. */
  | { readonly type: "declared"; readonly broken: boolean; readonly ids: readonly number[] }
);

/** All that is drawn of a world. Times are seconds. */
export interface DrawnWorld {
  readonly nodes: readonly WorldNode[];
  readonly partitions: readonly WorldPartition[];
  readonly maxParallelRestarts: number;
  /** Until when another Kafka has its turn. */
  readonly turnAt?: number;
  /** For how many seconds the first node of a kind is watched; undefined: it is not. */
  readonly canarySeconds?: number | undefined;
  readonly mishaps: readonly Mishap[];
  /** How long things take, drawn anew each time. */
  readonly random: Random;
  /** How long it takes at most until a node is made, until it serves, and until its replicas are in sync. */
  readonly slowness: { readonly made: number; readonly served: number; readonly inSync: number };
}

const mishapsEnd = 240;

export function drawnWorld(seed: number): DrawnWorld {
  const random = seededRandom(seed);
  const nodes = shuffled(drawnNodes(random), random);
  const brokers = nodes.filter(({ isBroker }) => isBroker);
  return {
    nodes,
    partitions: Array.from({ length: random.below(30) }, () => drawnPartition(brokers, random)),
    maxParallelRestarts: random.below(3) === 0 ? 1 : 1 + random.below(8),
    canarySeconds: random.below(3) === 0 ? random.below(30) : undefined,
    turnAt: random.below(4) === 0 ? random.below(60) : 0,
    mishaps: drawnMishaps(nodes, random),
    random,
    slowness: { made: 1 + random.below(8), served: 1 + random.below(20), inSync: 1 + random.below(30) },
  };
}

function drawnNodes(random: Random): readonly WorldNode[] {
  const [brokers, controllers, racks] = [1 + random.below(12), 1 + random.below(5), random.below(5)];
  const [isCombined, controllersAt] = [random.below(4) === 0, random.below(2) === 0 ? 0 : 100];
  const ids = Array.from({ length: isCombined ? Math.max(brokers, controllers) : brokers }, (_, at) => at);
  const rackOf = (id: number): string | undefined => (racks === 0 ? undefined : `rack-${id % racks}`);
  const ofBrokers = ids.map((id) => ({ id, isController: isCombined && id < controllers, isBroker: true, rack: rackOf(id) }));
  if (isCombined) return ofBrokers;
  const first = controllersAt === 0 ? brokers : controllersAt;
  return [
    ...ofBrokers,
    ...Array.from({ length: controllers }, (_, at) => ({ id: first + at, isController: true, isBroker: false, rack: undefined })),
  ];
}

/** Replicas spread over racks, as Kafka places them, or anyhow. */
function drawnPartition(brokers: readonly WorldNode[], random: Random): WorldPartition {
  const nodes = shuffled(brokers, random);
  const count = Math.min(nodes.length, 1 + random.below(4));
  const firsts = [...new Map(nodes.map((node) => [node.rack ?? node.id, node])).values()];
  const isSpread = random.below(3) > 0 && firsts.length >= count;
  const replicas = (isSpread ? firsts : nodes).slice(0, count).map(({ id }) => id);
  return { replicas, minInSyncReplicas: 1 + random.below(3) };
}

const shuffled = <T>(items: readonly T[], random: Random): readonly T[] =>
  items
    .map((item) => ({ item, by: random.below(1 << 30) }))
    .toSorted((one, other) => one.by - other.by)
    .map(({ item }) => item);

function drawnMishaps(nodes: readonly WorldNode[], random: Random): readonly Mishap[] {
  const some = (): readonly number[] => nodes.filter(() => random.below(3) > 0).map(({ id }) => id);
  const one = (): number => nodes[random.below(nodes.length)]?.id ?? 0;
  const mended = (second: number): Mishap => ({
    ...{ second: second + 1 + random.below(40), type: "declared", broken: false },
    ids: nodes.map(({ id }) => id),
  });
  const draws: ReadonlyArray<(second: number) => readonly Mishap[]> = [
    (second) => [{ second, type: "crash", id: one(), hard: random.below(2) === 0 }],
    (second) => [{ second, type: "stuck", id: one(), seconds: 1 + random.below(60) }],
    (second) => [{ second, type: "silence", seconds: 1 + random.below(20) }],
    (second) => [{ second, type: "declared", broken: false, ids: some() }],
    (second) => [{ second, type: "declared", broken: true, ids: some() }, mended(second)],
    (second) => [{ second, type: "hang", id: one() }, { second, type: "hang", id: one() }, mended(second)],
  ];
  const drawn = Array.from({ length: random.below(6) }, () => draws[random.below(draws.length)]?.(random.below(mishapsEnd)) ?? []);
  return [{ second: 0, type: "declared" as const, broken: false, ids: some() }, ...drawn.flat()].toSorted((a, b) => a.second - b.second);
}
