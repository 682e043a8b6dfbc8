import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom, sleep, systemClock } from "@millrace/kit";
import { podSetDefinition } from "@millrace/operator";
import { ourCrds } from "../../kubernetes/crds.ts";
import { type Cluster, startApiCluster } from "../cluster.ts";
import { type LocalOperator, startOperator } from "./local-operator.ts";
import { kubectl, objectsOf, onCluster } from "./on-cluster.ts";

const declared = `
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: controllers, labels: { strimzi.io/cluster: my } }
spec: { replicas: 3, roles: [controller], storage: { type: persistent-claim, size: 1Gi } }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: brokers, labels: { strimzi.io/cluster: my } }
spec: { replicas: 3, roles: [broker], storage: { type: persistent-claim, size: 1Gi, deleteClaim: true } }
---
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: my, annotations: { millrace.io/canary: "true" } }
spec:
  kafkaExporter: {}
  kafka:
    listeners:
      - { name: plain, port: 9092, type: internal, tls: false }
      - { name: tls, port: 9093, type: internal, tls: true, authentication: { type: tls } }
      - { name: ext, port: 9094, type: nodeport, tls: true }
    authorization: { type: simple }
`;
const wrong = `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: wrong }
spec: { kafka: { version: 1.0.0, listeners: [{ name: plain, port: 9092, type: internal, tls: false }] } }
`;

/** Kinds of what is made for a Kafka, as kubectl has them. */
const made = "serviceaccount,networkpolicy,poddisruptionbudget,service,configmap,secret,persistentvolumeclaim,strimzipodset,pod";

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const endMs = systemClock.monotonicMs() + 90_000; !(await holds()); await sleep(systemClock, 200))
    assert.ok(systemClock.monotonicMs() < endMs, what);
}

/** All that is there of the Kafka `my`, by kind and name, and as what it is there: another one of the same name is another one. */
async function objects(cluster: Cluster): Promise<ReadonlyMap<string, string>> {
  const there = (await objectsOf(cluster, "my", made)).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  return new Map(there.map(({ kind, metadata }) => [`${kind}/${metadata.name}`, `${metadata.uid} ${metadata.resourceVersion}`]));
}

const nodes = ["my-brokers-0", "my-brokers-1", "my-brokers-2", "my-controllers-3", "my-controllers-4", "my-controllers-5"];
const expected = [
  ...["Service/my-kafka-bootstrap", "Service/my-kafka-brokers", "Service/my-kafka-ext-bootstrap"],
  ...[0, 1, 2].map((id) => `Service/my-brokers-ext-${id}`),
  ...["ServiceAccount/my-kafka", "NetworkPolicy/my-network-policy-kafka", "PodDisruptionBudget/my-kafka"],
  ...["cluster-ca", "cluster-ca-cert", "clients-ca", "clients-ca-cert", "cluster-operator-certs", "trustbundle"].map(
    (name) => `Secret/my-${name}`,
  ),
  ...["StrimziPodSet/my-brokers", "StrimziPodSet/my-controllers"],
  ...nodes.flatMap((name) => [`Pod/${name}`, `ConfigMap/${name}`, `Secret/${name}`, `PersistentVolumeClaim/data-${name}`]),
].sort();

const names = async (cluster: Cluster): Promise<readonly string[]> => [...(await objects(cluster)).keys()].sort();

async function untilAllIsThere(cluster: Cluster): Promise<void> {
  await until("all objects of the Kafka are there", async () => (await names(cluster)).join() === expected.join());
  await kubectl(cluster, "wait --for=condition=Ready pod --selector strimzi.io/cluster=my --timeout=60s");
}

async function isMade(cluster: Cluster): Promise<void> {
  await kubectl(cluster, "apply --filename=-", declared);
  await untilAllIsThere(cluster);
  assert.equal(await kubectl(cluster, "get kafkanodepool controllers --output jsonpath={.status.nodeIds}"), "[3,4,5]");
  // Nobody answers in pods that don't run.
  await kubectl(cluster, "wait --for=condition=NotReady kafka/my --timeout=30s");
  const message = await kubectl(cluster, "get kafka my --output jsonpath={.status.conditions[0].message}");
  assert.match(message, /^Kafka can't be asked: /);
}

/** Nothing is held up by a canary of a Kafka that nobody reaches: it tells so, by itself. */
async function canaryIsHeard({ metrics }: LocalOperator): Promise<void> {
  const told = (name: string) => metrics().flatMap((family) => (family.name === name ? family.samples : []));
  const failures = "strimzi_canary_topic_describe_cluster_error_total";
  await until("the canary tells that it finds nobody", async () => told(failures).some(({ value }) => value > 0));
  assert.deepEqual(told(failures)[0]?.labels, { namespace: "default", strimzi_io_cluster: "my" });
  assert.deepEqual(told("kafka_brokers"), []);
  const info = told("strimzi_kafka_resource_info").find(({ labels }) => labels.name === "my");
  assert.equal(info?.labels.ready, "");
  const expiring = told("strimzi_certificate_expiration_timestamp_ms").map(
    ({ labels }) => `${labels.resource_namespace}/${labels.cluster} ${labels.type}`,
  );
  assert.deepEqual(expiring, ["default/my cluster-ca", "default/my client-ca"]);
}

async function restIsQuiet(cluster: Cluster, operator: LocalOperator): Promise<void> {
  // Statuses may still tell the last of what was done when all objects are there.
  await until("the operator comes to rest", async () => {
    const writes = operator.writes().length;
    await sleep(systemClock, 3_000);
    return operator.writes().length === writes;
  });
  const [before, writes] = [await objects(cluster), operator.writes()];
  await sleep(systemClock, 5_000);
  assert.deepEqual(operator.writes().slice(writes.length), [], "something was written although there was nothing to do");
  assert.deepEqual(await objects(cluster), before);
}

async function deletedComesBack(cluster: Cluster): Promise<void> {
  const before = await objects(cluster);
  // Claims go only when no pod uses them any more, and authorities come back as other ones.
  const deleted = [...before.keys()].filter((name) => !/^(?:PersistentVolumeClaim|Secret\/my-cl\w+-ca)/.test(name));
  await kubectl(cluster, `delete --ignore-not-found --wait=false ${deleted.join(" ")}`);
  await until("what was deleted is there again", async () => {
    const now = await objects(cluster);
    return deleted.every((name) => now.get(name) !== undefined && now.get(name)?.split(" ")[0] !== before.get(name)?.split(" ")[0]);
  });
  await untilAllIsThere(cluster);
}

async function changedIsMended(cluster: Cluster): Promise<void> {
  await kubectl(cluster, 'patch service my-kafka-bootstrap --type=json --patch [{"op":"remove","path":"/spec/ports/1"}]');
  await until("the port is there again", async () => {
    const ports = await kubectl(cluster, "get service my-kafka-bootstrap --output jsonpath={.spec.ports[*].port}");
    return ports.split(" ").includes("9092");
  });
}

const annotationOf = (cluster: Cluster, object: string, name: string): Promise<string> =>
  kubectl(cluster, `get ${object} --output jsonpath={.metadata.annotations.${name.replaceAll(".", "\\.")}}`);

/** The pods of a set are asked in its place, once. */
async function setIsAskedFor(cluster: Cluster): Promise<void> {
  const manual = "strimzi.io/manual-rolling-update";
  await kubectl(cluster, `annotate strimzipodset my-brokers ${manual}=true`);
  await until("the set's pods are asked, and the set is not", async () => {
    const pods = await Promise.all([0, 1, 2].map((id) => annotationOf(cluster, `pod/my-brokers-${id}`, manual)));
    return pods.join() === "true,true,true" && (await annotationOf(cluster, "strimzipodset/my-brokers", manual)) === "";
  });
  assert.equal(await annotationOf(cluster, "pod/my-controllers-3", manual), "", "another set was not asked");
}

/** Nobody makes the pods of a set anew that is paused. */
async function pausedIsLeft(cluster: Cluster): Promise<void> {
  const pause = "strimzi.io/pause-reconciliation";
  await kubectl(cluster, `annotate strimzipodset my-brokers ${pause}=true`);
  await kubectl(cluster, "delete pod my-brokers-1 --wait");
  await sleep(systemClock, 3_000);
  assert.ok(!(await names(cluster)).includes("Pod/my-brokers-1"), "a pod was made although its set is paused");
  await kubectl(cluster, `annotate strimzipodset my-brokers ${pause}-`);
  await untilAllIsThere(cluster);
}

async function othersAreNotHeldUp(cluster: Cluster): Promise<void> {
  await kubectl(cluster, "apply --filename=-", wrong);
  await kubectl(cluster, "wait --for=condition=NotReady kafka/wrong --timeout=30s");
  await until("the listener's Services are gone", async () => {
    await kubectl(cluster, "apply --filename=-", declared.replace(/^ *- \{ name: ext.*\n/m, ""));
    return !(await names(cluster)).some((name) => name.startsWith("Service/") && name.includes("ext"));
  });
  await kubectl(cluster, "apply --filename=-", declared);
  await untilAllIsThere(cluster);
}

async function allGoesWithIt(cluster: Cluster): Promise<void> {
  await kubectl(cluster, "delete kafka my wrong --ignore-not-found --wait");
  await kubectl(cluster, "delete kafkanodepool controllers brokers --wait");
  const kept = [3, 4, 5].map((id) => `PersistentVolumeClaim/data-my-controllers-${id}`);
  await until("only claims are left that are to stay", async () => (await names(cluster)).join() === kept.join());
  await kubectl(cluster, "delete pvc --all --wait");
}

/** Whenever it dies, its successor comes to the same. */
async function mayBeKilled(cluster: Cluster): Promise<void> {
  const random = seededRandom(7);
  await kubectl(cluster, "apply --filename=-", declared);
  for (let round = 0; round < 8; round++) {
    const operator = await startOperator(cluster);
    await sleep(systemClock, random.below(400));
    await operator.close();
  }
  const last = await startOperator(cluster);
  try {
    await untilAllIsThere(cluster);
    await allGoesWithIt(cluster);
  } finally {
    await last.close();
  }
}

test("the operator makes a Kafka on nodes that run nothing, keeps it, and clears up after it", (t) =>
  onCluster(
    t,
    async (folder) => startApiCluster({ folder, crds: [...(await ourCrds()), podSetDefinition] }),
    async (cluster) => {
      const operator = await startOperator(cluster);
      try {
        await isMade(cluster);
        await restIsQuiet(cluster, operator);
        for (const step of [deletedComesBack, changedIsMended, setIsAskedFor, pausedIsLeft, othersAreNotHeldUp]) await step(cluster);
        await restIsQuiet(cluster, operator);
        await canaryIsHeard(operator);
        await allGoesWithIt(cluster);
      } finally {
        await operator.close();
      }
      await mayBeKilled(cluster);
    },
  ));
