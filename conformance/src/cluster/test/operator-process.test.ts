import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { systemClock } from "@millrace/kit";
import { podSetDefinition } from "@millrace/operator";
import { install, ourCrds } from "../../kubernetes/crds.ts";
import { type Cluster, startApiCluster } from "../cluster.ts";
import { OperatorProgram, type ProgramOptions } from "../operator-program.ts";
import { kubectl, onCluster, until } from "./on-cluster.ts";

const kafka = (name: string, labels: Readonly<Record<string, string>> = {}): string => `
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: pool-${name}, labels: { strimzi.io/cluster: ${name} } }
spec: { replicas: 1, roles: [controller, broker], storage: { type: ephemeral } }
---
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: ${name}, labels: ${JSON.stringify(labels)} }
spec:
  entityOperator: { topicOperator: {} }
  kafka: { listeners: [{ name: plain, port: 9092, type: internal, tls: false }] }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: ${name}-topic, labels: { strimzi.io/cluster: ${name} } }
spec: { partitions: 1, replicas: 1 }
`;

const podOf = (name: string): string => `${name}-pool-${name}-0`;

/** So that a leader that dies is missed soon. */
const hurried = {
  STRIMZI_LEADER_ELECTION_LEASE_DURATION_MS: "12000",
  STRIMZI_LEADER_ELECTION_RENEW_DEADLINE_MS: "9000",
  STRIMZI_LEADER_ELECTION_RETRY_PERIOD_MS: "500",
};

type Start = (options: ProgramOptions) => OperatorProgram;
type Step = (cluster: Cluster, start: Start) => Promise<void>;

/** Ends all operators that a step has begun, however it ends. */
const ending =
  (step: Step): Step =>
  async (cluster, start) => {
    const running: OperatorProgram[] = [];
    try {
      await step(cluster, (options) => {
        const program = start(options);
        running.push(program);
        return program;
      });
    } catch (thrown) {
      throw new Error(running.map(({ output }) => output).join("\n"), { cause: thrown });
    } finally {
      await Promise.all(running.map((program) => program.close()));
    }
  };

const list = async (cluster: Cluster, what: string): Promise<readonly string[]> =>
  (await kubectl(cluster, `get ${what} --output jsonpath={.items[*].metadata.name}`)).split(" ").filter((name) => name !== "");

async function refusesWrongSettings(_cluster: Cluster, start: Start): Promise<void> {
  const settings = { STRIMZI_NAMESPACE: "*,one", STRIMZI_LOG_LEVEL: "LOUD", STRIMZI_KAFKA_IMAGES: "" };
  const program = start({ kubeconfig: "/nowhere", settings });
  assert.equal(await program.exited(), 1);
  const expected = [
    "the operator can't start:",
    "  STRIMZI_KAFKA_IMAGES is missing",
    '  STRIMZI_LOG_LEVEL is "LOUD", and has to be one of TRACE, DEBUG, INFO, WARN, ERROR',
    "",
  ];
  assert.equal(program.output, expected.join("\n"));
  const without = start({ kubeconfig: "/nowhere" });
  assert.equal(await without.exited(), 1);
  assert.match(without.output, /^can't read the kubeconfig \/nowhere/);
}

async function waitsForItsServer({ kubeconfig }: Cluster, start: Start): Promise<void> {
  const elsewhere = `${kubeconfig}-elsewhere`;
  await writeFile(elsewhere, (await readFile(kubeconfig, "utf8")).replace(/https:\/\/127\.0\.0\.1:\d+/, "https://127.0.0.1:1"));
  const program = start({ kubeconfig: elsewhere });
  await until("it says what it waits for", async () => (await program.ask("/ready")).text.includes("can't reach the API server"));
  assert.equal((await program.ask("/ready")).status, 503);
  assert.equal((await program.ask("/healthy")).status, 200);
  assert.equal(await program.end("SIGTERM"), 0);
  assert.equal(program.output.match(/waits for its Kubernetes cluster/g)?.length, 1, "the same is told once");
}

async function waitsForDefinitions(cluster: Cluster, start: Start): Promise<void> {
  const program = start(cluster);
  await until("it says what is missing", async () => (await program.ask("/ready")).text.includes("has no kafkas"));
  assert.equal((await program.ask("/livez")).status, 200);
  await install(cluster, [...(await ourCrds()), podSetDefinition]);
  await until("it is ready", () => program.isReady());
  assert.ok(await program.isLeader());
  assert.equal(await program.end("SIGTERM"), 0);
}

async function oneOfSeveralLeads(cluster: Cluster, start: Start): Promise<void> {
  const started = (identity: string) => start({ ...cluster, settings: { ...hurried, STRIMZI_LEADER_ELECTION_IDENTITY: identity } });
  const first = started("first");
  await until("the first leads", async () => (await first.isReady()) && first.isLeader());
  const second = started("second");
  await until("the second stands by", () => second.isReady());
  assert.ok(!(await second.isLeader()));
  await kubectl(cluster, "apply --filename=-", kafka("led"));
  await kubectl(cluster, `wait --for=create pod/${podOf("led")} --timeout=60s`);
  assert.equal(await second.metric("strimzi_reconciliations_total"), Number.NaN, "who stands by does nothing");

  assert.equal(await first.end("SIGTERM"), 0);
  const lease = "get lease millrace-cluster-operator --output jsonpath={.spec.holderIdentity}";
  await until("the second leads", () => second.isLeader());
  assert.equal(await kubectl(cluster, lease), "second");
  await deletedComesBack(cluster, `pod/${podOf("led")}`);

  const third = started("third");
  await until("the third stands by", () => third.isReady());
  assert.equal(await second.end("SIGKILL"), -1);
  await until("the third leads", () => third.isLeader());
  await deletedComesBack(cluster, `pod/${podOf("led")}`);
  await kubectl(cluster, `patch lease millrace-cluster-operator --type=merge --patch {"spec":{"holderIdentity":"somebody"}}`);
  assert.equal(await third.exited(), 1, "who has lost the lease ends");
  assert.match(third.output, /it no longer leads/);
  await kubectl(cluster, "delete kafkatopic,kafka,kafkanodepool,lease --all --wait=false");
}

/** Another one of the same name comes in its place. */
async function deletedComesBack(cluster: Cluster, object: string): Promise<void> {
  const uidOf = () => kubectl(cluster, `get ${object} --ignore-not-found --output jsonpath={.metadata.uid}`);
  const before = await uidOf();
  await kubectl(cluster, `delete ${object} --wait=false`);
  await until(`${object} comes back`, async () => !["", before].includes(await uidOf()));
}

async function severalShareACluster(cluster: Cluster, start: Start): Promise<void> {
  const [red, blue] = ["red", "blue"].map((team) =>
    start({
      ...cluster,
      settings: { STRIMZI_CUSTOM_RESOURCE_SELECTOR: `team=${team}`, STRIMZI_LEADER_ELECTION_LEASE_NAME: `operator-${team}` },
    }),
  ) as [OperatorProgram, OperatorProgram];
  const all = kafka("red", { team: "red" }) + ["---", kafka("blue", { team: "blue" }), "---", kafka("grey")].join("\n");
  await kubectl(cluster, "apply --filename=-", all);
  await kubectl(cluster, "wait --for=condition=NotReady kafka/red kafka/blue --timeout=60s");
  await kubectl(cluster, "wait --for=condition=Ready=False kafkatopic/red-topic kafkatopic/blue-topic --timeout=60s");
  await kubectl(cluster, `wait --for=create pod/${podOf("red")} pod/${podOf("blue")} --timeout=60s`);
  for (const [program, team] of [
    [red, "red"],
    [blue, "blue"],
  ] as const)
    assert.equal(await program.metric("strimzi_resources", 'kind="Kafka"', `selector="team=${team}"`), 1);

  assert.equal(await red.end("SIGTERM"), 0);
  await kubectl(cluster, `delete pod/${podOf("red")} configmap/${podOf("red")}`);
  for (const kind of ["pod", "configmap"]) await deletedComesBack(cluster, `${kind}/${podOf("blue")}`);
  for (const kind of ["pods", "configmaps"]) assert.deepEqual(await list(cluster, `${kind} --selector=strimzi.io/cluster=red`), []);
  for (const untouched of ["kafka grey", "kafkatopic grey-topic", "kafkanodepool pool-grey"])
    assert.equal(await kubectl(cluster, `get ${untouched} --output jsonpath={.status}`), "", untouched);
  await kubectl(cluster, "label kafka grey team=blue");
  await kubectl(cluster, `wait --for=create pod/${podOf("grey")} --timeout=60s`);
  await kubectl(cluster, "wait --for=condition=Ready=False kafkatopic/grey-topic --timeout=60s");
  await kubectl(cluster, "delete kafkatopic,kafka,kafkanodepool --all --wait=false");
}

async function namespacesAreChosen(cluster: Cluster, start: Start): Promise<void> {
  for (const namespace of ["one", "two", "three"]) {
    await kubectl(cluster, `create namespace ${namespace}`);
    await kubectl(cluster, `apply --namespace=${namespace} --filename=-`, kafka("same"));
  }
  const program = start({ ...cluster, settings: { STRIMZI_NAMESPACE: "one,two" } });
  for (const namespace of ["one", "two"]) {
    await kubectl(cluster, `wait --for=create --namespace=${namespace} pod/${podOf("same")} --timeout=60s`);
    await kubectl(cluster, `wait --for=condition=Ready=False --namespace=${namespace} kafkatopic/same-topic --timeout=60s`);
  }
  assert.equal(await program.metric("strimzi_resources", 'kind="Kafka"', 'namespace="one,two"'), 2);
  assert.deepEqual(await list(cluster, "pods --namespace=three"), []);
  assert.equal(await kubectl(cluster, "get kafka same --namespace=three --output jsonpath={.status}"), "");
  const { text } = await program.ask("/metrics");
  assert.equal(text.match(/^# TYPE strimzi_resources gauge$/gm)?.length, 1, "each metric is told once");
}

test("the operator as a process: it waits, leads, hands over, and shares a cluster", (t) =>
  onCluster(
    t,
    (folder) => startApiCluster({ folder: join(folder, "cluster") }),
    async (cluster) => {
      const start = await OperatorProgram.bundled();
      const steps = [
        refusesWrongSettings,
        waitsForItsServer,
        waitsForDefinitions,
        oneOfSeveralLeads,
        severalShareACluster,
        namespacesAreChosen,
      ];
      for (const step of steps) {
        const beganMs = systemClock.monotonicMs();
        await ending(step)(cluster, start);
        t.diagnostic(`${step.name}: ${Math.round(systemClock.monotonicMs() - beganMs)} ms`);
      }
    },
  ));
