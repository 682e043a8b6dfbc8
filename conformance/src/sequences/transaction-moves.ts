import { anyTransactionalBatches } from "./batch-plans.ts";
import { anyActor } from "./field-values.ts";
import type { Move, Scene } from "./scene.ts";
import { type Step, transactionalNames, type Value } from "./sequence.ts";

const name = (of: string): Value => ({ $: "name", of });

/** Ids of a transactional producer as the coordinator gave them, wrong now and then. */
function idsOf({ draw }: Scene, of: string) {
  return {
    transactionalId: draw.value<Value>([name(of)], [name("x9"), ""]),
    producerId: draw.value<Value>([{ $: "producerId", of }], [-1, 0, { $: "producerId", of: "p0" }]),
    producerEpoch: { $: "producerEpoch", of, plus: draw.value([0], [1, -1]) } as Value,
  };
}

function anyTransactional({ draw }: Scene): string {
  return draw.pick([...transactionalNames, "x0"]);
}

function initialize(scene: Scene): Step[] {
  const of = anyTransactional(scene);
  scene.restartSequences(of);
  const none = { producerId: -1, producerEpoch: -1 };
  const settled = { transactionalId: name(of), ...(scene.draw.chance(0.8) ? none : idsOf(scene, of)) };
  return [scene.step("initProducerId", { as: of, settled })];
}

function addPartitions(scene: Scene): Step[] {
  const ids = idsOf(scene, anyTransactional(scene));
  const before = {
    v3AndBelowTransactionalId: ids.transactionalId,
    v3AndBelowProducerId: ids.producerId,
    v3AndBelowProducerEpoch: ids.producerEpoch,
  };
  return [scene.step("addPartitionsToTxn", { settled: { ...ids, ...before } })];
}

function produce(scene: Scene): Step[] {
  const { draw } = scene;
  const of = anyTransactional(scene);
  const actor = { ...anyActor(draw), producer: of };
  const partition = draw.value([0, 0, 1], [2, 100]);
  const { transactionalId } = idsOf(scene, of);
  const settled = {
    transactionalId,
    acks: draw.value([-1], [0, 1]),
    index: partition,
    records: () => anyTransactionalBatches(scene, actor, partition),
  };
  return [scene.step("produce", { actor, settled })];
}

function end(scene: Scene): Step[] {
  const of = anyTransactional(scene);
  return [scene.step("endTxn", { as: of, settled: { ...idsOf(scene, of), committed: scene.draw.chance(0.5) } })];
}

/** A whole transaction as a producer makes it: partitions are added first where the broker does not add them itself (KIP-890). */
function transaction(scene: Scene): Step[] {
  const steps = [...initialize(scene)];
  if (scene.draw.chance(0.6)) steps.push(...addPartitions(scene));
  for (let left = 1 + scene.draw.below(2); left > 0; left--) steps.push(...produce(scene));
  return [...steps, ...end(scene)];
}

/** What producers with transactional ids do, and what is asked about them. */
export const transactionMoves: readonly Move[] = [
  { name: "initialize a transactional producer", weight: 5, steps: initialize },
  { name: "add partitions to a transaction", weight: 6, steps: addPartitions },
  {
    name: "add offsets to a transaction",
    weight: 4,
    steps: (scene) => [scene.step("addOffsetsToTxn", { settled: idsOf(scene, anyTransactional(scene)) })],
  },
  {
    name: "commit offsets in a transaction",
    weight: 4,
    steps: (scene) => [scene.step("txnOffsetCommit", { settled: idsOf(scene, anyTransactional(scene)) })],
  },
  { name: "produce in a transaction", weight: 8, steps: produce },
  { name: "end a transaction", weight: 6, steps: end },
  { name: "a whole transaction", weight: 4, steps: transaction },
  {
    name: "write transaction markers",
    weight: 1,
    steps: (scene) => [scene.step("writeTxnMarkers", { settled: { ...idsOf(scene, anyTransactional(scene)), coordinatorEpoch: 0 } })],
  },
  { name: "describe producers", weight: 3, steps: (scene) => [scene.step("describeProducers")] },
  { name: "describe transactions", weight: 3, steps: (scene) => [scene.step("describeTransactions")] },
  { name: "list transactions", weight: 2, steps: (scene) => [scene.step("listTransactions")] },
];
