import type { RollNode, RollPartition, RollQuorum, RollState } from "@millrace/plans/rolls";
import type { DrawnWorld, Mishap, WorldNode } from "./drawn-world.ts";

const fetchTimeoutMs = 2_000;

/** A pod of a node: what it is made of, and what becomes of it. */
interface Pod {
  state: RollNode["state"];
  /** Since when it is so, and until when; infinity: until something else happens. */
  since: number;
  until: number;
  /** What it was declared as when it was made. */
  revision: number;
  /** When its replicas, and its vote, have caught up. */
  caughtUp: number;
}

/** A Kafka on Kubernetes whose clock ticks in seconds: pods come and go, replicas fall out of sync and catch up, mishaps happen. */
export class SimulatedCluster {
  readonly #world: DrawnWorld;
  readonly #pods: ReadonlyMap<number, Pod>;
  readonly #inSync: number[][];
  /** What nodes are declared as now, and which declarations nothing comes up with. */
  readonly #declared = new Map<number, number>();
  readonly #broken = new Set<number>();
  #leader: number | undefined;
  #silentUntil = 0;
  #revision = 0;
  second = 0;

  constructor(world: DrawnWorld) {
    this.#world = world;
    this.#pods = new Map(
      world.nodes.map(({ id }) => [id, { state: "ready", since: 0, until: Number.POSITIVE_INFINITY, revision: 0, caughtUp: 0 }]),
    );
    this.#inSync = world.partitions.map(({ replicas }) => [...replicas]);
  }

  /** As the operator sees it. */
  view(): RollState {
    const { nodes, maxParallelRestarts } = this.#world;
    const isSilent = this.second < this.#silentUntil || !nodes.some(({ id, isBroker }) => isBroker && this.#isReady(id));
    return {
      nodes: nodes.map((node) => this.#nodeOf(node)),
      quorum: isSilent ? undefined : this.#quorum(),
      partitions: isSilent ? undefined : this.partitions(),
      maxParallelRestarts,
    };
  }

  /** How often anything was declared. */
  get declaration(): number {
    return this.#revision;
  }

  /** As they are, whether Kafka tells of them or not. */
  partitions(): readonly RollPartition[] {
    return this.#world.partitions.map((it, partition) => {
      const inSyncReplicas = this.#inSync[partition] ?? [];
      return { ...it, topic: "t", partition, inSyncReplicas, isOffline: !inSyncReplicas.some((id) => this.#isReady(id)) };
    });
  }

  /** Voters that are there and have all that the leader has. */
  caughtUpVoters(): ReadonlySet<number> {
    const voters = this.#world.nodes.filter(({ isController }) => isController);
    return new Set(voters.filter(({ id }) => this.#isReady(id) && (this.#pods.get(id)?.caughtUp ?? 0) <= this.second).map(({ id }) => id));
  }

  /** Its pod goes, and another one is made as it is declared by then. */
  delete(id: number): void {
    this.#down(id, { state: "absent", until: this.#drawn("made") });
  }

  /** A second passes. */
  tick(): void {
    this.second++;
    for (const mishap of this.#world.mishaps) if (mishap.second === this.second) this.#suffer(mishap);
    for (const { id } of this.#world.nodes) this.#goOn(id);
    this.#elect();
    for (const [at, { replicas }] of this.#world.partitions.entries()) this.#catchUp(at, replicas);
  }

  begin(): void {
    for (const mishap of this.#world.mishaps) if (mishap.second === 0) this.#suffer(mishap);
    this.#elect();
  }

  #suffer(mishap: Mishap): void {
    switch (mishap.type) {
      case "crash":
        if (this.#isReady(mishap.id)) this.#starts(mishap.id, mishap.hard ? "recovering" : "unready");
        break;
      case "stuck":
        if (this.#isReady(mishap.id)) this.#down(mishap.id, { state: "stuck", until: this.second + mishap.seconds });
        break;
      case "hang":
        if (this.#isReady(mishap.id)) this.#down(mishap.id, { state: "unready", until: Number.POSITIVE_INFINITY });
        break;
      case "silence":
        this.#silentUntil = this.second + mishap.seconds;
        break;
      case "declared":
        this.#revision++;
        if (mishap.broken) this.#broken.add(this.#revision);
        for (const id of mishap.ids) this.#declared.set(id, this.#revision);
    }
  }

  /** What a pod does by itself when its time has come. */
  #goOn(id: number): void {
    const pod = this.#pods.get(id);
    if (pod === undefined || pod.until > this.second) return;
    switch (pod.state) {
      case "absent":
        pod.revision = this.#declared.get(id) ?? 0;
        if (this.#broken.has(pod.revision)) Object.assign(pod, { state: "stuck", since: this.second, until: Number.POSITIVE_INFINITY });
        else this.#starts(id, "unready");
        break;
      case "recovering":
      case "stuck":
        this.#starts(id, "unready");
        break;
      case "unready":
        Object.assign(pod, { state: "ready", since: this.second, until: Number.POSITIVE_INFINITY, caughtUp: this.#drawn("inSync") });
        break;
      case "ready":
        break;
    }
  }

  #starts(id: number, state: "unready" | "recovering"): void {
    this.#down(id, { state, until: this.#drawn("served") });
  }

  /** Its replicas are in sync no more, but for those that nobody else has. */
  #down(id: number, more: Pick<Pod, "state" | "until">): void {
    Object.assign(this.#pods.get(id) ?? {}, { ...more, since: this.second });
    if (this.#leader === id) this.#leader = undefined;
    for (const [at, inSync] of this.#inSync.entries()) {
      if (inSync.length > 1) this.#inSync[at] = inSync.filter((replica) => replica !== id);
    }
  }

  #catchUp(at: number, replicas: readonly number[]): void {
    const inSync = this.#inSync[at] ?? [];
    if (!inSync.some((id) => this.#isReady(id))) return;
    const back = replicas.filter((id) => !inSync.includes(id) && this.#isReady(id) && (this.#pods.get(id)?.caughtUp ?? 0) <= this.second);
    this.#inSync[at] = [...inSync, ...back];
  }

  #elect(): void {
    const voters = this.#world.nodes.filter(({ isController }) => isController);
    const there = voters.filter(({ id }) => this.#isReady(id));
    if (there.length <= voters.length / 2) this.#leader = undefined;
    else this.#leader ??= [...this.caughtUpVoters()][0] ?? there[0]?.id;
    // Whoever leads has all that there is by that.
    const pod = this.#leader === undefined ? undefined : this.#pods.get(this.#leader);
    if (pod !== undefined) pod.caughtUp = Math.min(pod.caughtUp, this.second);
  }

  #quorum(): RollQuorum | undefined {
    if (this.#leader === undefined) return undefined;
    const caughtUp = this.caughtUpVoters();
    const voters = this.#world.nodes.filter(({ isController }) => isController);
    const lagOf = (id: number): number => (id === this.#leader || caughtUp.has(id) ? 0 : fetchTimeoutMs + 1_000);
    return { leaderId: this.#leader, lagMs: new Map(voters.map(({ id }) => [id, lagOf(id)])), fetchTimeoutMs };
  }

  #nodeOf(node: WorldNode): RollNode {
    const pod = this.#pods.get(node.id);
    const isDue = pod !== undefined && pod.state !== "absent" && pod.revision !== (this.#declared.get(node.id) ?? 0);
    return { ...node, podName: `pod-${node.id}`, state: pod?.state ?? "absent", reasons: isDue ? ["PodHasOldRevision"] : [] };
  }

  #isReady(id: number): boolean {
    return this.#pods.get(id)?.state === "ready";
  }

  #drawn(what: keyof DrawnWorld["slowness"]): number {
    return this.second + 1 + this.#world.random.below(this.#world.slowness[what]);
  }
}
