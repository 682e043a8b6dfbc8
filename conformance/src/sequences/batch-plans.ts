import type { Actor } from "./field-values.ts";
import type { Scene } from "./scene.ts";
import type { BatchPlan, Value } from "./sequence.ts";

const compressions = ["gzip", "snappy", "lz4", "zstd"] as const;
const damages = ["crc", "magic", "length", "count", "lastOffsetDelta", "baseOffset", "cut"] as const;

/** What a Produce request has for a partition: one good batch more often than not. */
export function anyBatches(scene: Scene, actor: Actor, partition: number): Value {
  const { draw } = scene;
  if (draw.chance(draw.oddness / 2)) return { $: "batches", batches: [] };
  const batches = Array.from({ length: draw.value([1], [2]) }, () => anyBatch(scene, actor, partition));
  return { $: "batches", batches };
}

/** A batch of a transactional producer: in a transaction, but for mistakes. */
export function anyTransactionalBatches(scene: Scene, actor: Actor, partition: number): Value {
  const { draw } = scene;
  const plan = anyBatch(scene, actor, partition);
  return {
    $: "batches",
    batches: [{ ...plan, ...idempotent(scene, actor, partition, plan.values.length), transactional: draw.value([true], [false]) }],
  };
}

function anyBatch(scene: Scene, actor: Actor, partition: number): BatchPlan {
  const { draw } = scene;
  const values = Array.from({ length: draw.value([1, 2, 3], [5, 1]) }, (_, at) => `${draw.pick(["a", "b", "value"])}${at}`);
  return {
    values,
    ...(draw.chance(0.4) ? { keyed: true } : {}),
    ...(draw.chance(0.25) ? { compression: draw.pick(compressions) } : {}),
    ...(draw.chance(0.45) ? idempotent(scene, actor, partition, values.length) : {}),
    ...(draw.chance(0.2) ? { timePlus: draw.pick([-1000, 1000, 86_400_000, -1_704_067_200_001, 4_000_000_000_000]) } : {}),
    ...(draw.chance(draw.oddness) ? { damage: draw.pick(damages) } : {}),
  };
}

function idempotent(scene: Scene, { producer, topic }: Actor, partition: number, count: number): Partial<BatchPlan> {
  const { draw } = scene;
  const next = scene.nextSequence(producer, `${topic} ${partition}`, count);
  return {
    producer,
    sequence: draw.value([next, next, next, Math.max(0, next - count)], [0, next + 1, 2_147_483_647, -1, -2]),
    epochPlus: draw.value([0], [1, -1, 10]),
  };
}
