import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { DeclaredKafka } from "@millrace/controllers";
import { ManualClock, silentLogger, systemRandom } from "@millrace/kit";
import type { KubeObject, Stored } from "@millrace/kube";
import type { RollNode } from "@millrace/plans/rolls";
import { CanaryRolls, type CanaryRollsOptions } from "../../src/canary-rolls/canary-rolls.ts";
import type { KafkaCluster } from "../../src/model/cluster.ts";
import type { DesiredObject } from "../../src/model/desired-object.ts";

const patienceMs = 300_000;
const ids = [0, 1, 2];
const nameOf = (id: number): string => `my-node-${id}`;
const cluster = {
  ...{ name: "my", namespace: "n", labels: {}, owner: {} },
  nodes: ids.map((id) => ({ id, podName: nameOf(id), pool: "node", isBroker: false, isController: true })),
} as unknown as KafkaCluster;

const podOf = (id: number, revision: string, certificate = "c1"): KubeObject => ({
  ...{ apiVersion: "v1", kind: "Pod" },
  metadata: { name: nameOf(id), annotations: { "strimzi.io/revision": revision, "strimzi.io/server-cert-hash": certificate } },
});
const nodesOf = (revision: string, certificate = "c1"): DesiredObject[] => [
  ...ids.map((id) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: nameOf(id) }, data: { "server.config": revision } })),
  {
    ...{ apiVersion: "core.strimzi.io/v1", kind: "StrimziPodSet", metadata: { name: "my-node" } },
    spec: { pods: ids.map((id) => podOf(id, revision, certificate)) },
  } as DesiredObject,
];

/** A Kafka of three nodes, and what the operator has written and done, by hand. */
class Tried {
  readonly clock = new ManualClock();
  /** ConfigMaps by their names, and the pods that sets declare. */
  readonly configMaps = new Map<string, KubeObject>();
  declared: readonly KubeObject[] = [];
  /** What runs, and what does not come up. */
  readonly running = new Map<number, { revision: string; uid: string; ready: boolean; stuck?: string }>();
  generation = 1;
  lag: number | undefined = 0;
  rolls = this.fresh();

  constructor() {
    for (const id of ids) this.running.set(id, { revision: "r1", uid: `${id}-1`, ready: true });
    this.#take(nodesOf("r1"));
  }

  /** Another operator, that remembers nothing. */
  fresh(): CanaryRolls {
    const podSet = () => ({ metadata: { name: "my-node", namespace: "n" }, spec: { pods: this.declared } });
    const admin = {
      describeMetadataQuorum: async () => ({
        leaderId: 0,
        voters: ids.map((id) => ({ id, lastCaughtUpMs: id === 0 ? 10_000 : (this.lag ?? -1) + 10_000 })),
      }),
      listTopics: async () => [],
      describeConfigs: async () => [],
    };
    return new CanaryRolls({
      objects: {
        get: (_: unknown, key: string) => this.configMaps.get(key.split("/").at(-1) ?? ""),
        apply: async (object: KubeObject) => void this.configMaps.set(object.metadata.name, object),
      },
      pods: { podSets: { cache: { by: () => [podSet()] } }, pods: { cache: { by: () => this.#pods } } },
      links: { of: () => ({ admin }) },
      access: { knownAddressOf: () => undefined },
      ...{ patienceMs, clock: this.clock, random: systemRandom, logger: silentLogger },
    } as unknown as CanaryRollsOptions);
  }

  /** A pass: what is to be is written down, and seen. */
  async turn(revision: string, certificate = "c1", watch = "60s") {
    const kafka = {
      metadata: { name: "my", namespace: "n", generation: this.generation, annotations: { "millrace.io/canary-roll": watch } },
      spec: { kafka: {} },
    };
    const declared = { kafka, nodePools: [] } as unknown as DeclaredKafka;
    const turn = await this.rolls.turn(declared, cluster, nodesOf(revision, certificate), AbortSignal.timeout(5_000));
    this.#take(turn.nodes);
    return turn;
  }

  /** The roller starts a node anew. */
  async restart(turn: Awaited<ReturnType<Tried["turn"]>>, id: number, more: { ready: boolean; stuck?: string }): Promise<void> {
    const all = ids.map(
      (each) => ({ id: each, podName: nameOf(each), isController: true, reasons: ["PodHasOldRevision"] }) as unknown as RollNode,
    );
    await turn.restarting(
      all.filter((node) => node.id === id),
      all,
    );
    this.running.set(id, { revision: this.revisionOf(id), uid: `${id}-${this.clock.monotonicMs()}-new`, ...more });
  }

  /** What a pod is declared as. */
  revisionOf(id: number): string {
    return this.declared.find(({ metadata }) => metadata.name === nameOf(id))?.metadata.annotations?.["strimzi.io/revision"] ?? "";
  }

  get #pods(): ReadonlyArray<Stored<KubeObject>> {
    return [...this.running].map(([id, { revision, uid, ready, stuck }]) => {
      const pod = podOf(id, revision);
      const waiting = stuck === undefined ? {} : { state: { waiting: { reason: stuck } } };
      const status = {
        conditions: [{ type: "Ready", status: ready ? "True" : "False" }],
        containerStatuses: [{ name: "kafka", ...waiting }],
      };
      return { ...pod, metadata: { ...pod.metadata, uid }, status } as unknown as Stored<KubeObject>;
    });
  }

  #take(objects: readonly DesiredObject[]): void {
    for (const object of objects) {
      if (object.kind === "ConfigMap") this.configMaps.set(object.metadata.name, object);
      else this.declared = (object.spec as { readonly pods: readonly KubeObject[] }).pods;
    }
  }
}

describe("a canary of a roll", () => {
  let tried: Tried;
  beforeEach(async () => {
    tried = new Tried();
    await tried.turn("r1");
    tried.generation = 2;
  });

  it("is asked for by annotation, and keeps nothing otherwise", async () => {
    const other = new Tried();
    const { nodes, canaries } = await other.turn("r2", "c1", "0s");
    assert.deepEqual([nodes.length, canaries, other.configMaps.has("my-node-0-kept")], [4, undefined, false]);
  });

  it("is watched once it was started anew, and passes when it was well for long enough", async () => {
    const first = await tried.turn("r2");
    assert.deepEqual(first.canaries, {});
    await tried.restart(first, 0, { ready: true });
    assert.match(JSON.stringify((await tried.turn("r2")).canaries), /"watching","told":"0 s of 60 s"/);
    tried.clock.advance(60_000);
    const { done, canaries } = await tried.turn("r2");
    assert.equal(canaries?.controller?.outcome, "passed");
    assert.deepEqual(done, [{ type: "Normal", reason: "CanaryPassed", message: "Pod my-node-0: it was well for 60 s" }]);
    assert.deepEqual((await tried.turn("r2")).done, []);
  });

  it("is watched on by another operator, from the beginning", async () => {
    await tried.restart(await tried.turn("r2"), 0, { ready: true });
    await tried.turn("r2");
    tried.clock.advance(60_000);
    tried.rolls = tried.fresh();
    assert.equal((await tried.turn("r2")).canaries?.controller?.outcome, "watching");
    tried.clock.advance(60_000);
    assert.equal((await tried.turn("r2")).canaries?.controller?.outcome, "passed");
  });

  it("that fails becomes what it was, and nobody follows until something else is declared", async () => {
    await tried.restart(await tried.turn("r2"), 0, { ready: false, stuck: "ImagePullBackOff" });
    await tried.turn("r2");
    tried.clock.advance(10_000);
    const failed = await tried.turn("r2");
    assert.match(
      failed.failure ?? "",
      /^pod my-node-0 was started anew as declared, and it does not come up: container kafka: ImagePullBackOff: it is as it was before/,
    );
    assert.deepEqual(
      failed.done.map(({ reason }) => reason),
      ["CanaryFailed"],
    );
    assert.equal(failed.canaries?.controller?.outcome, "failed", "nobody follows before it is seen that they are held back");
    assert.deepEqual(
      ids.map((id) => tried.revisionOf(id)),
      ["r1", "r1", "r1"],
    );
    assert.equal((tried.configMaps.get("my-node-0") as { data?: Record<string, string> }).data?.["server.config"], "r1");
    const after = await tried.turn("r2");
    assert.deepEqual([after.canaries, after.done], [undefined, []]);
    tried.running.set(0, { revision: "r1", uid: "0-back", ready: true });
    tried.rolls = tried.fresh();
    assert.match((await tried.turn("r2")).failure ?? "", /^pod my-node-0/);
    tried.generation = 3;
    const again = await tried.turn("r3");
    assert.deepEqual([again.failure, again.canaries, tried.revisionOf(1)], [undefined, {}, "r3"]);
  });

  it("that fails holds back no certificates", async () => {
    await tried.restart(await tried.turn("r2"), 0, { ready: false, stuck: "ErrImagePull" });
    await tried.turn("r2");
    tried.clock.advance(10_000);
    await tried.turn("r2", "c2");
    const annotations = tried.declared.map(({ metadata }) => metadata.annotations);
    assert.deepEqual(annotations[1], { "strimzi.io/revision": "r1", "strimzi.io/server-cert-hash": "c2" });
  });

  it("leaves those that have become what is declared before it as they are", async () => {
    const first = await tried.turn("r2");
    await tried.restart(first, 0, { ready: true });
    await tried.turn("r2");
    tried.running.set(1, { revision: "r2", uid: "1-new", ready: true });
    tried.running.set(0, { revision: "r2", uid: "0-newer", ready: false, stuck: "CrashLoopBackOff" });
    await tried.turn("r2");
    tried.clock.advance(10_000);
    await tried.turn("r2");
    assert.deepEqual(
      ids.map((id) => tried.revisionOf(id)),
      ["r1", "r2", "r1"],
    );
  });

  it("that was written down and not started anew is not judged", async () => {
    const first = await tried.turn("r2");
    const all = ids.map((id) => ({ id, podName: nameOf(id), isController: true, reasons: ["PodHasOldRevision"] }) as unknown as RollNode);
    await first.restarting(all.slice(0, 1), all);
    tried.clock.advance(10 * patienceMs);
    assert.equal((await tried.turn("r2")).canaries?.controller?.outcome, "watching");
  });
});
