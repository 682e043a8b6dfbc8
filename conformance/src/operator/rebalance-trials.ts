import { type Admin, Producer } from "@millrace/client";
import { carryOut, type DrainOutcome, moveReplicasOff, observeCluster } from "@millrace/controllers/rebalances";
import { sleep, systemClock } from "@millrace/kit";
import { defaultLimits, goalsByNames, isFinished, type Planned, proposeRebalance } from "@millrace/plans/rebalances";
import { declareRebalance, declareReplicas } from "./declared-moves.ts";
import type { RunningNodes } from "./running-nodes.ts";
import type { Trial } from "./trials.ts";

const topic = "filled";
const partitions = 12;
const records = 20_000;
const recordBytes = 1000;
const throttleBytesPerSec = 1_000_000;
const trialMsMax = 180_000;
/** The broker that is emptied and filled again. */
const last = 3;

/** Some 40 MB on the disks of all brokers, all of it acknowledged. */
export async function fillTopics(nodes: RunningNodes): Promise<void> {
  await withAdmin(nodes, (admin) => admin.createTopics([{ name: topic, partitionCount: partitions, replicationFactor: 2 }]));
  const producer = new Producer({ ...(await nodes.asOperator()), deliveryTimeoutMs: trialMsMax, acks: "all" });
  try {
    const value = Buffer.alloc(recordBytes, "x");
    await Promise.all(Array.from({ length: records }, (_, at) => producer.send({ topic, partition: at % partitions, value })));
  } finally {
    await producer.close();
  }
}

/** As a process that has only just come would do it: with a client of its own. */
async function withAdmin<T>(nodes: RunningNodes, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = await nodes.admin();
  return use(admin).finally(() => admin.close());
}

async function until(what: string, isThere: () => Promise<boolean>): Promise<void> {
  const endMs = systemClock.monotonicMs() + trialMsMax;
  while (!(await isThere())) {
    if (systemClock.monotonicMs() > endMs) throw new Error(`not within ${trialMsMax} ms: ${what}`);
    await sleep(systemClock, 500);
  }
}

const expectSame = (what: string, seen: unknown, expected: unknown): readonly string[] =>
  JSON.stringify(seen) === JSON.stringify(expected) ? [] : [`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(seen)}`];

/** All records there, all replicas in sync, and nothing left of what held moves back. */
async function leftovers(admin: Admin): Promise<readonly string[]> {
  await until("all replicas are in sync", async () => {
    const topics = await admin.listTopics();
    return topics.every(({ partitions }) => partitions.every(({ replicas, isr }) => replicas.length === isr.length));
  });
  const places = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, at: "latest" as const }));
  const ends = await admin.listOffsets(places);
  return [
    ...expectSame(
      "records",
      ends.reduce((sum, { offset }) => sum + offset, 0),
      records,
    ),
    ...expectSame("throttles", await throttles(admin), []),
    ...expectSame("moves that are under way", await admin.listPartitionReassignments(), []),
  ];
}

/** Configs that hold replication back, wherever they are set. */
async function throttles(admin: Admin): Promise<readonly string[]> {
  const { brokers } = await admin.describeCluster();
  const topics = await admin.listTopics();
  const described = await admin.describeConfigs([
    ...brokers.map(({ id }) => ({ type: "broker" as const, name: String(id) })),
    ...topics.map(({ name }) => ({ type: "topic" as const, name })),
  ]);
  return described.flatMap(({ type, name, entries }) =>
    entries
      .filter((entry) => /throttled/.test(entry.name) && entry.source.startsWith("DYNAMIC"))
      .map((entry) => `${type} ${name}: ${entry.name}=${entry.value}`),
  );
}

const heldBy = async (admin: Admin, broker: number): Promise<number> =>
  (await admin.listTopics()).flatMap(({ partitions }) => partitions.filter(({ replicas }) => replicas.includes(broker))).length;

const emptied: Trial = {
  name: "a broker is emptied, no faster than it may, though who does it dies in the middle; nothing is lost or left over",
  async run(nodes) {
    const drain = () =>
      withAdmin(nodes, (admin) => moveReplicasOff(admin, { brokers: [last] }, { throttleBytesPerSec, movementsPerBroker: 2 }));
    const beganMs = systemClock.monotonicMs();
    const outcomes: DrainOutcome[] = [await drain()];
    const bytes = outcomes[0]?.type === "moving" ? outcomes[0].progress.bytesTotal : 0;
    const held = await withAdmin(nodes, throttles);
    await until("broker 3 is empty", async () => {
      outcomes.push(await drain());
      return outcomes.at(-1)?.type !== "moving";
    });
    const seconds = (systemClock.monotonicMs() - beganMs) / 1000;
    const counts = outcomes.map((outcome) => (outcome.type === "moving" ? outcome.left : 0));
    return withAdmin(nodes, async (admin) => [
      ...expectSame("how it ended", outcomes.at(-1), { type: "done" }),
      ...expectSame("replicas that are left", await heldBy(admin, last), 0),
      ...(bytes > 5e6 && seconds * throttleBytesPerSec * 3 > bytes * 0.7
        ? []
        : [`${bytes} bytes took only ${seconds} s, held back to ${throttleBytesPerSec} a second`]),
      ...(held.length > 0 ? [] : ["nothing was held back"]),
      ...expectSame(
        "what was left from one pass to the next",
        counts,
        counts.toSorted((one, other) => other - one),
      ),
      ...(await leftovers(admin)),
    ]);
  },
};

async function carriedOut(nodes: RunningNodes, planned: Planned, stopAfter = Number.POSITIVE_INFINITY): Promise<void> {
  let passes = 0;
  await until("the plan is carried out", () =>
    withAdmin(nodes, async (admin) => {
      const { state } = await observeCluster(admin);
      if (++passes > stopAfter) return true;
      return isFinished((await carryOut(admin, planned, state, defaultLimits)).step.progress);
    }),
  );
}

async function proposed(nodes: RunningNodes, mode: "full" | "add-brokers"): Promise<Planned> {
  const { view } = await withAdmin(nodes, (admin) => observeCluster(admin, { withTraffic: true, now: systemClock.now() }));
  const found = proposeRebalance(view, { mode, brokers: mode === "full" ? [] : [last], goals: goalsByNames().goals });
  if (found.type === "impossible") throw new Error(found.why);
  return found.proposal;
}

const filled: Trial = {
  name: "an empty broker gets its part, of leaders too, and then there is nothing more to be done",
  async run(nodes) {
    await carriedOut(nodes, await proposed(nodes, "add-brokers"));
    await carriedOut(nodes, await proposed(nodes, "full"));
    const again = await proposed(nodes, "full");
    return withAdmin(nodes, async (admin) => {
      const all = (await admin.listTopics()).flatMap(({ partitions }) => partitions);
      const even = all.flatMap(({ replicas }) => replicas).length / 4;
      const [held, led] = [await heldBy(admin, last), all.filter(({ leaderId }) => leaderId === last).length];
      return [
        ...(Math.abs(held - even) <= Math.max(1, even * 0.1) ? [] : [`broker 3 has ${held} replicas, and ${even} are its part`]),
        ...(led > 0 ? [] : ["broker 3 leads nothing"]),
        ...expectSame("what is left to be moved", again.movements, []),
        ...(await leftovers(admin)),
      ];
    });
  },
};

const emptiedDisk: Trial = {
  name: "a log directory is emptied into the others of its broker",
  run: (nodes) =>
    withAdmin(nodes, async (admin) => {
      const dirs = (await admin.describeLogDirs([0])).filter(({ replicas }) => replicas.length > 0).map(({ path }) => path);
      const [path = ""] = dirs;
      let outcome: DrainOutcome = { type: "done" };
      await until("the directory is empty", async () => {
        outcome = await moveReplicasOff(admin, { disks: [{ brokerId: 0, path }] });
        return outcome.type !== "moving";
      });
      const left = (await admin.describeLogDirs([0])).find((dir) => dir.path === path)?.replicas ?? [];
      return [
        ...expectSame("how it ended", outcome, { type: "done" }),
        ...expectSame("replicas in it", left, []),
        ...(await leftovers(admin)),
      ];
    }),
};

const moreReplicas: Trial = {
  name: "a KafkaTopic gets more replicas, and fewer again, and says so meanwhile",
  async run(nodes) {
    const told = await declareReplicas(nodes, topic, partitions, [3, 2]);
    return withAdmin(nodes, async (admin) => {
      const [described] = await admin.describeTopics([topic]);
      const factors = new Set(described?.topic?.partitions.map(({ replicas }) => replicas.length));
      const ongoing = (targetReplicas: number) => ({ targetReplicas, state: "ongoing" });
      return [
        ...expectSame("replicas of each partition", [...factors], [2]),
        ...expectSame("what the status said", told, [ongoing(3), ongoing(2)]),
        ...(await leftovers(admin)),
      ];
    });
  },
};

const declared: Trial = {
  name: "a KafkaRebalance empties a broker, approved, gone on with by another process, stopped and refreshed",
  async run(nodes) {
    const { proposed, progress, states } = await declareRebalance(nodes, last, throttleBytesPerSec);
    const { numReplicaMovements = 0, dataToMoveMB = 0 } = proposed as Readonly<Record<string, number>>;
    const executor = JSON.parse(progress["executorState.json"] ?? "{}");
    return withAdmin(nodes, async (admin) => [
      ...(numReplicaMovements > 0 && dataToMoveMB > 0 ? [] : [`proposed was ${JSON.stringify(proposed)}`]),
      ...(executor.totalDataToMove > 0 && executor.state === "INTER_BROKER_REPLICA_MOVEMENT_TASK_IN_PROGRESS"
        ? []
        : [`it told ${JSON.stringify(progress)}`]),
      ...expectSame("states", states, ["ProposalReady", "Rebalancing", "Stopped", "ProposalReady", "Ready"]),
      ...expectSame("replicas that are left", await heldBy(admin, last), 0),
      ...(await leftovers(admin)),
    ]);
  },
};

export const rebalanceTrials: readonly Trial[] = [emptied, filled, emptiedDisk, moreReplicas, declared];
