import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { podSetDefinition } from "@millrace/operator";
import { ourCrds } from "../../kubernetes/crds.ts";
import { eventually } from "../../suites/outcome.ts";
import { mustRun } from "../../toolchain/commands.ts";
import { helm } from "../../toolchain/helm.ts";
import { startApiCluster } from "../cluster.ts";
import { runInstalled } from "./installed-operator.ts";
import { kubectl, onCluster } from "./on-cluster.ts";

const chart = join(import.meta.dirname, "../../../../charts/millrace");

/** A Kafka of one node. */
const kafkaCalled = (name: string, pool: string, listener: string, topicOperator: string): string => `
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: ${pool}, labels: { strimzi.io/cluster: ${name} } }
spec: { replicas: 1, roles: [controller, broker], storage: { type: ephemeral } }
---
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: ${name} }
spec: { kafka: { listeners: [${listener}] }, entityOperator: { topicOperator: ${topicOperator} } }
`;
const topicOf = (kafka: string, name: string): string => `
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: ${name}, labels: { strimzi.io/cluster: ${kafka} } }
spec: {}
`;
const kafka = `${kafkaCalled("my", "nodes", "{ name: outside, port: 9094, type: nodeport, tls: true }", "{}")}${topicOf("my", "orders")}`;
/** A Kafka of one namespace that looks after topics of another. */
const apart = kafkaCalled("apart", "apart", "{ name: plain, port: 9092, type: internal, tls: false }", "{ watchedNamespace: two }");

test("an operator that watches some namespaces needs rights in these alone", (t) =>
  onCluster(
    t,
    async (folder) => startApiCluster({ folder, crds: [...(await ourCrds()), podSetDefinition] }),
    async (cluster) => {
      for (const name of ["operators", "one", "two", "three"]) await kubectl(cluster, `create namespace ${name}`);
      const values = ["--namespace=operators", "--set=watchNamespaces={one,two}"];
      const installed = await mustRun(await helm(), ["template", "millrace", chart, ...values]);
      await kubectl(cluster, "apply --filename=-", installed);
      const operator = await runInstalled(cluster, installed, { namespace: "operators" });
      try {
        for (const name of ["one", "two", "three"]) await kubectl(cluster, `apply --namespace=${name} --filename=-`, kafka);
        for (const name of ["one", "two"]) {
          await kubectl(cluster, `wait --for=create --namespace=${name} pod/my-nodes-0 --timeout=60s`);
          await kubectl(cluster, `wait --for=condition=Ready=False --namespace=${name} kafkatopic/orders --timeout=60s`);
        }
        await kubectl(cluster, "apply --namespace=one --filename=-", apart);
        await kubectl(cluster, "apply --namespace=two --filename=-", topicOf("apart", "far"));
        await kubectl(cluster, "wait --for=create --namespace=one pod/apart-apart-0 --timeout=60s");
        await kubectl(cluster, "wait --for=condition=Ready=False --namespace=two kafkatopic/far --timeout=60s");
        const reason = "jsonpath={.status.conditions[?(@.type=='Ready')].reason}";
        const seen = async () => kubectl(cluster, `get kafkatopic/far --namespace=two --output ${reason}`);
        await eventually("the topic's Kafka is found", async () => ((await seen()) === "NoCluster" ? undefined : true));
        assert.equal(await operator.end("SIGTERM"), 0);
      } finally {
        await operator.close();
      }
      assert.doesNotMatch(operator.output, /cannot \w+ resource/);
      assert.equal(await kubectl(cluster, "get pods --namespace=three --output name"), "");
    },
  ));
