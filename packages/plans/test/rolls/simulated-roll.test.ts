import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { nextRollStep, type RollNode, type RollPartition } from "../../src/rolls/index.ts";

const nodeCounts = fc.record({
  controllers: fc.integer({ min: 1, max: 5 }),
  brokers: fc.integer({ min: 1, max: 6 }),
  combined: fc.boolean(),
});
const cluster = nodeCounts.chain(({ controllers, brokers, combined }) => {
  const ids = Array.from({ length: brokers }, (_, at) => at);
  const controllerIds = Array.from({ length: controllers }, (_, at) => (combined ? at : 100 + at));
  const all = [...new Set([...ids, ...controllerIds])];
  const partition = fc.record({
    replicas: fc.shuffledSubarray(ids, { minLength: 1, maxLength: Math.min(3, ids.length) }),
    minInSyncReplicas: fc.integer({ min: 1, max: 2 }),
  });
  return fc.record({
    nodes: fc.constant(all.map((id) => ({ id, isController: controllerIds.includes(id), isBroker: ids.includes(id) }))),
    due: fc.subarray(all),
    unready: fc.subarray(all, { maxLength: 1 }),
    partitions: fc.array(partition, { maxLength: 12 }),
    /** How many steps a node takes to be ready again, and its replicas to be in sync. */
    slowness: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 }),
  });
});

type Drawn = typeof cluster extends fc.Arbitrary<infer T> ? T : never;

/** A cluster whose nodes come back some time after they were started anew, their replicas later still. */
class Simulated {
  readonly nodes: RollNode[];
  readonly partitions: RollPartition[];
  readonly #slowness: readonly number[];
  readonly #back = new Map<number, { ready: number; inSync: number }>();
  restarts = 0;

  constructor({ nodes, due, unready, partitions, slowness }: Drawn) {
    this.#slowness = slowness;
    this.nodes = nodes.map((node) => ({
      ...node,
      podName: `pod-${node.id}`,
      state: unready.includes(node.id) ? "unready" : "ready",
      reasons: due.includes(node.id) ? ["PodHasOldRevision"] : [],
    }));
    this.partitions = partitions.map((partition, at) => ({
      ...{ topic: "t", partition: at, ...partition },
      inSyncReplicas: partition.replicas.filter((id) => !unready.includes(id)),
    }));
    for (const id of unready) if (!due.includes(id)) this.#comesBack(id);
  }

  get quorum() {
    const voters = this.nodes.filter(({ isController }) => isController);
    const leader = voters.find(({ state }) => state === "ready");
    if (leader === undefined || voters.filter(({ state }) => state === "ready").length <= voters.length / 2) return undefined;
    const lagMs = new Map(voters.map(({ id, state }) => [id, state === "ready" ? 0 : undefined]));
    return { leaderId: leader.id, lagMs, fetchTimeoutMs: 2000 };
  }

  get isReadable(): boolean {
    return this.nodes.some(({ isBroker, state }) => isBroker && state === "ready");
  }

  available(): number[] {
    return this.partitions
      .filter(({ inSyncReplicas, minInSyncReplicas }) => inSyncReplicas.length >= minInSyncReplicas)
      .map(({ partition }) => partition);
  }

  restart(nodes: readonly RollNode[]): void {
    for (const { id } of nodes) this.#restart(id);
  }

  #restart(id: number): void {
    this.restarts++;
    this.#change(id, { state: "unready", reasons: [] });
    for (const [at, partition] of this.partitions.entries()) {
      this.partitions[at] = { ...partition, inSyncReplicas: partition.inSyncReplicas.filter((replica) => replica !== id) };
    }
    this.#comesBack(id);
  }

  pass(): void {
    for (const [id, { ready, inSync }] of this.#back) {
      if (ready === 0) this.#change(id, { state: "ready" });
      if (ready <= 0 && inSync <= 0) {
        this.#back.delete(id);
        for (const [at, partition] of this.partitions.entries()) {
          if (partition.replicas.includes(id)) {
            this.partitions[at] = { ...partition, inSyncReplicas: [...new Set([...partition.inSyncReplicas, id])] };
          }
        }
      } else this.#back.set(id, { ready: ready - 1, inSync: ready <= 0 ? inSync - 1 : inSync });
    }
  }

  #comesBack(id: number): void {
    const of = (at: number): number => this.#slowness[(this.restarts + at) % this.#slowness.length] ?? 1;
    this.#back.set(id, { ready: of(0), inSync: of(1) });
  }

  #change(id: number, more: Partial<RollNode>): void {
    const at = this.nodes.findIndex((node) => node.id === id);
    const node = this.nodes[at];
    if (node !== undefined) this.nodes[at] = { ...node, ...more };
  }
}

it("a roll takes no partition below min.insync.replicas that has replicas to spare, keeps the quorum, starts each node anew once, and ends", () => {
  fc.assert(
    fc.property(cluster, (drawn) => {
      const it = new Simulated(drawn);
      for (let steps = 0; ; steps++) {
        assert.ok(steps < 1000, "it does not end");
        const step = nextRollStep({ nodes: it.nodes, quorum: it.quorum, partitions: it.isReadable ? it.partitions : undefined });
        if (step.type === "done") break;
        if (step.type === "restart") {
          const before = it.available();
          const hadQuorum = it.quorum !== undefined;
          it.restart(step.nodes);
          const spare = before.filter((at) => (it.partitions[at]?.replicas.length ?? 0) > (it.partitions[at]?.minInSyncReplicas ?? 0));
          for (const at of spare) assert.ok(it.available().includes(at), `partition ${at} became unavailable`);
          const voters = it.nodes.filter(({ isController }) => isController).length;
          if (hadQuorum && voters > 2) assert.ok(it.quorum !== undefined, "the quorum was lost");
        }
        assert.notEqual(step.type, "blocked");
        it.pass();
      }
      assert.equal(it.restarts, drawn.due.length);
    }),
    { numRuns: 2000 },
  );
});
