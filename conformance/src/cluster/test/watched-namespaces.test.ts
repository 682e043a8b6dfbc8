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

const kafka = `
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: nodes, labels: { strimzi.io/cluster: my } }
spec: { replicas: 1, roles: [controller, broker], storage: { type: ephemeral } }
---
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: my }
spec: { kafka: { listeners: [{ name: outside, port: 9094, type: nodeport, tls: true }] }, entityOperator: { topicOperator: {} } }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: orders, labels: { strimzi.io/cluster: my } }
spec: {}
`;

/** A Kafka of one namespace that looks after topics of another. */
const apart = `
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: apart, labels: { strimzi.io/cluster: apart } }
spec: { replicas: 1, roles: [controller, broker], storage: { type: ephemeral } }
---
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: apart }
spec: { kafka: { listeners: [{ name: plain, port: 9092, type: internal, tls: false }] }, entityOperator: { topicOperator: { watchedNamespace: two } } }
`;
const topicOfApart = `
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: { name: far, labels: { strimzi.io/cluster: apart } }
spec: {}
`;

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
        await kubectl(cluster, "apply --namespace=two --filename=-", topicOfApart);
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
