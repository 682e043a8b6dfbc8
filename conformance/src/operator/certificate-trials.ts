import { X509Certificate } from "node:crypto";
import { type Clock, sleep, systemClock } from "@millrace/kit";
import type { ClusterNode } from "@millrace/operator";
import { isLetIn } from "./connecting.ts";
import { rolled } from "./process-roll.ts";
import type { RunningNodes } from "./running-nodes.ts";
import type { KeyPair } from "./trial-certificates.ts";
import { hostOf, type Trial } from "./trials.ts";

const dayMs = 86_400_000;
const records = 100;
const settleMsMax = 120_000;

/** A clock that can be set. */
export function adjustableClock(): { readonly clock: Clock; set(offsetMs: number): void } {
  let offsetMs = 0;
  const clock: Clock = {
    now: () => systemClock.now() + offsetMs,
    monotonicMs: () => systemClock.monotonicMs(),
    after: (delayMs, task) => systemClock.after(delayMs, task),
    every: (periodMs, task) => systemClock.every(periodMs, task),
  };
  return { clock, set: (ms) => (offsetMs = ms) };
}

/** A topic that has a replica on each node, with some records. */
export async function fill(nodes: RunningNodes): Promise<void> {
  const plain = nodes.cluster.nodes.map((node) => `${hostOf(nodes, node)}:9092`).join(",");
  const admin = await nodes.admin();
  await admin.createTopics([{ name: "trial", partitionCount: 3, replicationFactor: 3 }]).finally(() => admin.close());
  const args = ["--topic", "trial", "--num-records", String(records), "--record-size", "100", "--throughput", "-1"];
  await nodes.tool("org.apache.kafka.tools.ProducerPerformance", [...args, "--producer-props", `bootstrap.servers=${plain}`, "acks=all"]);
}

/** All replicas in sync, all voters caught up, all records there: nodes that don't trust each other would not come to it. */
async function troubleAmong(nodes: RunningNodes): Promise<readonly string[]> {
  const admin = await nodes.admin();
  try {
    const { leaderId, voters } = await admin.describeMetadataQuorum();
    const leader = voters.find(({ id }) => id === leaderId);
    const behind = voters.filter(({ lastCaughtUpMs }) => (leader?.lastCaughtUpMs ?? 0) - lastCaughtUpMs > 5_000);
    const topics = await admin.listTopics();
    const partitions = topics.flatMap((topic) => topic.partitions.map((partition) => ({ name: topic.name, ...partition })));
    const lacking = partitions.filter(({ replicas, isr }) => isr.length < replicas.length);
    const ends = await admin.listOffsets([0, 1, 2].map((partition) => ({ topic: "trial", partition, at: "latest" as const })));
    const count = ends.reduce((sum, { offset }) => sum + (offset ?? 0), 0);
    return [
      ...(behind.length === 0 ? [] : [`voters ${behind.map(({ id }) => id).join()} are behind`]),
      ...(lacking.length === 0
        ? []
        : [`not in sync: ${lacking.map(({ name, partition, isr }) => `${name}-${partition} (${isr.join()})`).join()}`]),
      ...(count === records ? [] : [`expected ${records} records, got ${count}`]),
    ];
  } finally {
    await admin.close();
  }
}

async function untilSettled(nodes: RunningNodes): Promise<void> {
  const endMs = systemClock.monotonicMs() + settleMsMax;
  for (;;) {
    const trouble = await troubleAmong(nodes).catch((thrown: unknown) => [String(thrown)]);
    if (trouble.length === 0) return;
    if (systemClock.monotonicMs() > endMs) throw new Error(trouble.join("; "));
    await sleep(systemClock, 1_000);
  }
}

/** Who has what before and after a replacement, in the words that failures use. */
interface Client {
  readonly who: string;
  readonly authority: string;
  readonly pair: KeyPair;
}

async function refusedAt(nodes: RunningNodes, node: ClusterNode, clients: readonly Client[]): Promise<readonly string[]> {
  const [host, serverName] = [nodes.home(node.id).address, hostOf(nodes, node)];
  const found = await Promise.all(
    clients.map(async ({ who, authority, pair }) =>
      (await isLetIn({ host, port: 9094, serverName, authority, pair })) ? [] : [`${who} is not let in at ${node.podName}`],
    ),
  );
  return found.flat();
}

const ids = (order: readonly number[]): string => order.toSorted((one, other) => one - other).join();

const replacedKeys: Trial = {
  name: "keys of both authorities are replaced by one roll, during which nodes, operator and clients, old and new, trust each other",
  async run(nodes) {
    const { certificates } = nodes;
    const trusted = async () => new X509Certificate((await certificates.entries("trial-cluster-ca-cert"))["ca.crt"] ?? "").toString();
    const before = { authority: await trusted(), pair: await certificates.user("alice") };
    for (const name of ["trial-cluster-ca", "trial-clients-ca"]) await certificates.annotate(name, { "strimzi.io/force-replace": "true" });
    await nodes.declare();
    const after = { authority: await trusted(), pair: await certificates.user("alice") };
    if (before.authority === after.authority) return ["the authority is the same as before"];
    const everywhere: readonly Client[] = [
      { who: "a user of the old authorities", ...before },
      { who: "a user whose certificate is new, and who trusts the old authority", authority: before.authority, pair: after.pair },
    ];
    const atNew: readonly Client[] = [
      ...everywhere,
      { who: "a user of the new authorities", ...after },
      { who: "a user whose certificate is old, and who trusts the new authority", authority: after.authority, pair: before.pair },
    ];
    const [failures, done] = [[] as string[], new Set<number>()];
    const look = async (): Promise<void> => {
      await untilSettled(nodes);
      for (const node of nodes.cluster.nodes) failures.push(...(await refusedAt(nodes, node, done.has(node.id) ? atNew : everywhere)));
    };
    const { order, warnings } = await rolled(nodes, async ({ id }) => {
      await look();
      done.add(id);
    });
    await look();
    return [
      ...failures,
      ...warnings,
      ...(ids(order) === "0,1,2" ? [] : [`expected each node to be started anew once, got ${order.join()}`]),
    ];
  },
};

const lostKey: Trial = {
  name: "where nothing leads from one authority to the next, a first roll brings nodes to trust it, and a second one its certificates",
  async run(nodes) {
    await nodes.certificates.remove("trial-cluster-ca");
    const { order, warnings } = await rolled(nodes, () => untilSettled(nodes));
    await untilSettled(nodes);
    const rolls = [order.slice(0, 3), order.slice(3)].map(ids).join(" ");
    return [...warnings, ...(rolls === "0,1,2 0,1,2" ? [] : [`expected two rolls, got ${order.join()}`])];
  },
};

/** Certificates expire while nodes run, and nobody looks. */
const expired = (setClock: (offsetMs: number) => void): Trial => ({
  name: "when all certificates have expired, authorities' included, the next passes of the operator bring all back by themselves",
  async run(nodes) {
    const { certificates, cluster } = nodes;
    for (const node of cluster.nodes) await nodes.stop(node);
    const authorities = ["cluster", "clients"].flatMap((name) => [`trial-${name}-ca`, `trial-${name}-ca-cert`]);
    await certificates.remove(...authorities, ...cluster.nodes.map(({ podName }) => podName), "trial-cluster-operator-certs");
    // They have to be up before.
    const briefMs = 20_000 + 3 * nodes.startedInMs;
    const endMs = systemClock.now() + briefMs;
    setClock(briefMs - dayMs);
    await nodes.declare();
    await nodes.start();
    await untilSettled(nodes);
    await sleep(systemClock, Math.max(0, endMs - systemClock.now()) + 2_000);
    const admin = await nodes.admin(3_000);
    const isShutOut = await admin.describeCluster().then(
      () => false,
      () => true,
    );
    await admin.close();
    setClock(0);
    const { order, warnings } = await rolled(nodes);
    await untilSettled(nodes);
    const told = warnings.filter((warning) => /without regard to what it serves.*certificates/.test(warning));
    return [
      ...(isShutOut ? [] : ["the certificates have not expired"]),
      ...(ids(order) === "0,1,2" ? [] : [`expected each node to be started anew once, got ${order.join()}`]),
      ...(told.length >= 2 ? [] : [`expected to be told what was passed over, got ${warnings.join("; ")}`]),
    ];
  },
});

export const certificateTrials = (setClock: (offsetMs: number) => void): readonly Trial[] => [replacedKeys, lostKey, expired(setClock)];
