import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { seededRandom, systemClock } from "@millrace/kit";
import { kafkaArchive } from "../../../../images/src/kafka-image.ts";
import { bundledOperator, operatorArchive } from "../../../../images/src/operator-image.ts";
import { runCommand } from "../../toolchain/commands.ts";
import { kafkaVersion } from "../../toolchain/java.ts";
import { type NodeCluster, startNodeCluster } from "../node-cluster.ts";
import {
  drainCleanerManifest,
  everything,
  imagesOf,
  install,
  installDrainCleaner,
  killOperator,
  operatorLogs,
  operatorManifest,
  operatorMetrics,
  platformFile,
} from "./installation.ts";
import { kubectl, objectsOf, onCluster, until } from "./on-cluster.ts";
import { insideClient, outsideClient, type ShopClient, startTools, stranger } from "./shop-clients.ts";
import { timed } from "./timed.ts";

/** What the test knows of where it runs. */
interface Place {
  readonly test: TestContext;
  readonly cluster: NodeCluster;
  readonly folder: string;
}

const ready = "wait --for=condition=Ready --timeout=300s";
const restarts = seededRandom(7);

/** When each thing came about, in ms since the apply. */
async function tellWhatItTook({ test, cluster }: Place): Promise<void> {
  const pods = JSON.parse(await kubectl(cluster, "get pods --selector strimzi.io/name=shop-kafka --output=json")) as {
    items: ReadonlyArray<{
      metadata: { name: string; creationTimestamp: string };
      status: { conditions: ReadonlyArray<{ type: string; lastTransitionTime: string }> };
    }>;
  };
  const applied = Date.parse(await kubectl(cluster, "get kafka shop --output jsonpath={.metadata.creationTimestamp}"));
  for (const { metadata, status } of pods.items) {
    const at = (type: string): string => {
      const time = status.conditions.find((condition) => condition.type === type)?.lastTransitionTime;
      return `${type} ${time === undefined ? "never" : (Date.parse(time) - applied) / 1000} s`;
    };
    const made = `made ${(Date.parse(metadata.creationTimestamp) - applied) / 1000} s`;
    test.diagnostic(`${metadata.name}, after apply: ${[made, ...["PodScheduled", "Initialized", "Ready"].map(at)].join(", ")}`);
  }
}

async function becomesReady(place: Place): Promise<void> {
  const { test, cluster } = place;
  await timed(test, "three brokers, a topic and two users, from apply to Ready", async () => {
    await kubectl(cluster, `apply --filename=${platformFile}`);
    await kubectl(cluster, `${ready} kafka/shop`);
    await kubectl(cluster, `${ready} kafkatopic/orders kafkauser/checkout kafkauser/billing`);
  });
  await tellWhatItTook(place);
  const nodes = await kubectl(cluster, "get pods --selector strimzi.io/name=shop-kafka --output jsonpath={.items[*].spec.nodeName}");
  assert.equal(nodes.split(" ").length, 3);
}

const some = (from: string): readonly string[] => Array.from({ length: 20 }, (_, at) => `${from}-${at}`);

async function clientsAreServed({ cluster, folder }: Place, marker: string): Promise<void> {
  const [inside, outside] = [`${marker}-inside`, `${marker}-outside`];
  const writers: ReadonlyArray<[ShopClient, string]> = [
    [insideClient(cluster, "checkout"), inside],
    [await outsideClient(cluster, folder, "checkout"), outside],
  ];
  for (const [writer, from] of writers) {
    const { code, stderr } = await writer.produce("orders", some(from));
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /exception|error/i);
  }
  written.push(...some(inside), ...some(outside));
  const readers: ReadonlyArray<[ShopClient, string]> = [
    [insideClient(cluster, "billing"), inside],
    [await outsideClient(cluster, folder, "billing"), outside],
  ];
  for (const [reader, from] of readers) {
    const { stdout, stderr } = await reader.consume("orders", written.length, `billing-${from}`);
    assert.deepEqual(stdout.trim().split("\n").sort(), [...written].sort(), stderr);
  }
}

/** All that has been acknowledged. */
const written: string[] = [];

/** Everybody can do what the file says, and nothing else; who can't show who he is, nothing at all. */
async function othersAreNot({ cluster, folder }: Place): Promise<void> {
  const unauthorized = /not authorized|authorization failed/i;
  for (const client of [insideClient(cluster, "billing"), await outsideClient(cluster, folder, "billing")])
    assert.match((await client.produce("orders", ["never"])).stderr, unauthorized);
  for (const client of [insideClient(cluster, "checkout"), await outsideClient(cluster, folder, "checkout")])
    assert.match((await client.consume("orders", 1, "checkout")).stderr, unauthorized);
  const scram = {
    "security.protocol": "SASL_SSL",
    "sasl.mechanism": "SCRAM-SHA-512",
    "sasl.username": "checkout",
    "sasl.password": "guessed",
  };
  assert.match((await (await stranger(cluster, folder, scram)).produce("orders", ["never"])).stderr, /authentication failed/i);
}

/** Records go through each broker and back, and the operator's metrics tell of it. */
async function isWatched({ cluster }: Place): Promise<void> {
  await kubectl(cluster, "annotate kafka shop millrace.io/canary=true");
  await until("the canary's records come back from all brokers", async () => {
    const metrics = await operatorMetrics(cluster).catch(() => ""); // it may just be starting
    const samples = metrics.split("\n").filter((line) => /^strimzi_canary_records_consumed_total\{.*strimzi_io_cluster="shop"/.test(line));
    return samples.length === 3 && samples.every((line) => Number(line.split(" ").at(-1)) > 0);
  });
}

const made = "serviceaccount,networkpolicy,poddisruptionbudget,service,configmap,secret,strimzipodset,pod";

/** Of what is made for the Kafka: what it is there, by kind and name. */
async function objects(cluster: NodeCluster, kinds: string): Promise<ReadonlyMap<string, string>> {
  const seen = await objectsOf(cluster, "shop", kinds);
  return new Map(seen.map(({ kind, metadata }) => [`${kind}/${metadata.name}`, metadata.uid]));
}

async function deletedComesBack(place: Place): Promise<void> {
  const { cluster } = place;
  const before = await objects(cluster, made);
  // Authorities come back as other ones, which is another story.
  const deleted = [...before.keys()].filter((name) => !/^Secret\/shop-cl\w+-ca/.test(name));
  assert.ok(deleted.length > 25, deleted.join());
  await kubectl(cluster, `delete --ignore-not-found --wait=false ${deleted.join(" ")}`);
  await until("all that was deleted is there again", async () => {
    const now = await objects(cluster, made);
    return deleted.every((name) => now.get(name) !== undefined && now.get(name) !== before.get(name));
  });
  await kubectl(cluster, "wait --for=condition=Ready --timeout=180s pod --selector strimzi.io/name=shop-kafka");
  await kubectl(cluster, `${ready} kafka/shop`);
}

const millrace = join(import.meta.dirname, "../../../../packages/cli/src/main.ts");
const setting = "queued.max.requests";

/** What becomes of the brokers is told before the change is made: the operator is asked in its pod, through the API server. */
async function rollIsForeseen({ cluster, folder }: Place): Promise<void> {
  const [before, file] = ["auto.create.topics.enable: false", join(folder, "changed.yaml")];
  await writeFile(file, (await readFile(platformFile, "utf8")).replace(before, `${setting}: 400\n      ${before}`));
  const options = ["--filename", file, "--force-conflicts", "--kubeconfig", cluster.kubeconfig];
  const { code, stdout, stderr } = await runCommand(process.execPath, ["--conditions=source", millrace, "diff", ...options]);
  assert.equal(code, 1, stderr);
  assert.match(stdout, /3 of 3 pods are restarted/);
  for (const node of [0, 1, 2]) assert.match(stdout, new RegExp(`restart shop-node-${node}\n.*PodHasOldRevision`));
}

/** Of three brokers, on machines that have other work to do. */
const rollMsMax = 400_000;

/** One pod after the other is made anew, each once, however often the operator dies meanwhile. */
async function rollsThoughTheOperatorDies({ test, cluster }: Place): Promise<void> {
  const seen = new Map<string, Set<string>>();
  const look = async (): Promise<void> => {
    for (const [name, uid] of await objects(cluster, "pod")) seen.set(name, (seen.get(name) ?? new Set()).add(uid));
  };
  await look();
  const before = new Map([...seen].map(([name, [uid]]) => [name, uid]));
  await kubectl(cluster, `patch kafka shop --type=merge --patch {"spec":{"kafka":{"config":{"${setting}":400}}}}`);
  const afterMs = (): number => systemClock.monotonicMs() + restarts.below(rollMsMax / 10);
  let [deaths, nextMs] = [0, afterMs()];
  const allAreAnew = async (): Promise<boolean> => {
    await look();
    if (deaths < 3 && systemClock.monotonicMs() > nextMs) {
      await killOperator(cluster);
      [deaths, nextMs] = [deaths + 1, afterMs()];
    }
    const now = await objects(cluster, "pod");
    return [...before].every(([name, uid]) => now.get(name) !== undefined && now.get(name) !== uid);
  };
  await until("all pods are made anew", allAreAnew, rollMsMax);
  test.diagnostic(`the operator was killed ${deaths} times during the roll`);
  await kubectl(cluster, "wait --for=condition=Ready --timeout=120s pod --selector strimzi.io/name=shop-kafka");
  await kubectl(cluster, `${ready} kafka/shop`);
  await look();
  for (const [name, uids] of seen) assert.equal(uids.size, 2, `${name} was restarted ${uids.size - 1} times`);
}

/** The Drain Cleaner denies it, and has the operator make the pod anew. */
async function evictionIsARestart({ cluster }: Place): Promise<void> {
  await installDrainCleaner(cluster);
  const name = "shop-node-1";
  const uid = (): Promise<string> => kubectl(cluster, `get pod ${name} --ignore-not-found --output jsonpath={.metadata.uid}`);
  const before = await uid();
  const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace: "default" } };
  const path = `/api/v1/namespaces/default/pods/${name}/eviction`;
  const { code, stderr } = await cluster.kubectl(["create", "--raw", path, "--filename=-"], { input: JSON.stringify(eviction) });
  assert.notEqual(code, 0);
  assert.match(stderr, /The pod will be rolled by the Strimzi Cluster Operator/);
  await until("the pod is another one", async () => !["", before].includes(await uid()));
  await kubectl(cluster, `wait --for=condition=Ready --timeout=120s pod/${name}`);
  await kubectl(cluster, `${ready} kafka/shop`);
}

async function uninstallsWithoutATrace({ cluster }: Place, before: Traces): Promise<void> {
  const goesBackTo = async (there: readonly string[]): Promise<void> => {
    let now: readonly string[] = [];
    const isBack = async (): Promise<boolean> => {
      now = await everything(cluster);
      return now.join() === there.join();
    };
    await until("nothing more is left", isBack).catch(() => assert.deepEqual(now, there));
  };
  await kubectl(cluster, "delete pod tools");
  await kubectl(cluster, `delete --filename=${platformFile} --timeout=120s`);
  await kubectl(cluster, `delete --filename=${drainCleanerManifest} --timeout=60s`);
  await goesBackTo(before.platform);
  await kubectl(cluster, `delete --filename=${operatorManifest} --timeout=120s`);
  await goesBackTo(before.operator);
}

/** What is there before each. */
interface Traces {
  readonly operator: readonly string[];
  readonly platform: readonly string[];
}

test("installed from the manifest, the operator makes of the README's file a Kafka that is kept and secured", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "millrace-installed-"));
  try {
    await onCluster(
      t,
      (kept) => startNodeCluster({ folder: kept, count: 3 }),
      async (cluster) => {
        const place = { test: t, cluster, folder };
        const images = await imagesOf(operatorManifest, kafkaVersion);
        for (const archive of [
          await kafkaArchive(kafkaVersion, images.kafka),
          await operatorArchive(await bundledOperator(), images.operator),
        ])
          await cluster.load(archive);
        const operator = await everything(cluster);
        await timed(t, "the operator, from apply to ready", () => install(cluster));
        const before = { operator, platform: await everything(cluster) };
        try {
          await becomesReady(place);
          await startTools(cluster, images.kafka);
          await timed(t, "records, there and back, from inside and outside", () => clientsAreServed(place, "first"));
          await othersAreNot(place);
          await isWatched(place);
          await timed(t, "all that was deleted is there again", () => deletedComesBack(place));
          await rollIsForeseen(place);
          await timed(t, "a roll while the operator dies", () => rollsThoughTheOperatorDies(place));
          await timed(t, "a pod that is evicted", () => evictionIsARestart(place));
          // Its user has another password by now.
          await kubectl(cluster, "delete pod tools");
          await startTools(cluster, images.kafka);
          await clientsAreServed(place, "second");
          await uninstallsWithoutATrace(place, before);
        } catch (thrown) {
          t.diagnostic(await operatorLogs(cluster).catch(String));
          throw thrown;
        }
      },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
