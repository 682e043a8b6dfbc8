import assert from "node:assert/strict";
import { test } from "node:test";
import { KubeRequestError } from "@millrace/kube";
import type { AnyObject } from "@millrace/kube/browse";
import type { Api } from "../src/kubernetes/access.ts";
import { foreseenRolls } from "../src/kubernetes/foreseen-rolls.ts";

const object = (kind: string, name: string, more: object = {}, labels: object = {}): AnyObject =>
  ({ apiVersion: "kafka.strimzi.io/v1", kind, metadata: { namespace: "data", name, uid: name, labels }, ...more }) as unknown as AnyObject;
const poolOf = (kafka: string, name: string, spec: object) => object("KafkaNodePool", name, { spec }, { "strimzi.io/cluster": kafka });

const refusal = (code: number, message: string) => new KubeRequestError({ code, reason: "", message }, "POST");

interface Asked {
  readonly pod: string;
  readonly port: number;
  readonly path: string;
  readonly resources: readonly AnyObject[];
}

/** An API server with two Kafkas, one node pool each, whose operator's pods answer as `answers` says. */
function apiWith(answers: Readonly<Record<string, object>>) {
  const asked: Asked[] = [];
  const there: Readonly<Record<string, readonly AnyObject[]>> = {
    Kafka: [object("Kafka", "shop", { spec: { kafka: {} }, status: { clusterId: "c" } }), object("Kafka", "other", { spec: {} })],
    KafkaNodePool: [poolOf("shop", "brokers", { replicas: 3 }), poolOf("other", "nodes", { replicas: 1 })],
    Pod: Object.keys(answers).map((name) => ({ apiVersion: "v1", kind: "Pod", metadata: { namespace: "millrace", name } })),
  };
  const client = {
    list: async ({ kind }: { readonly kind: string }, selection?: { readonly labelSelector?: string }) => {
      if (kind === "Pod") assert.equal(selection?.labelSelector, "strimzi.io/kind=cluster-operator,app.kubernetes.io/part-of=millrace");
      return { items: there[kind] ?? [] };
    },
    askPod: async ({ name }: { readonly name: string }, port: number, path: string, body: { readonly resources: readonly AnyObject[] }) => {
      asked.push({ pod: name, port, path, resources: body.resources });
      const answer = answers[name];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { api: { client, namespace: "data" } as unknown as Api, asked };
}

const planned = { type: "planned", lines: ["no pod is restarted"], plan: {} };

test("the operator that leads is asked about Kafkas that change, with what else there is of them", async () => {
  const { api, asked } = apiWith({ standby: refusal(503, "another operator leads"), leader: planned });
  const changed = poolOf("shop", "brokers", { replicas: 4 });
  assert.deepEqual(await foreseenRolls([changed], api), [{ kafka: "Kafka data/shop", ...planned }]);
  assert.deepEqual(
    asked.map(({ pod, port, path }) => `${pod}:${port}${path}`),
    ["standby:8080/plan", "leader:8080/plan"],
  );
  assert.deepEqual(
    asked[1]?.resources.map(({ kind, spec, status }) => [kind, spec, status]),
    [
      ["Kafka", { kafka: {} }, undefined],
      ["KafkaNodePool", { replicas: 4 }, undefined],
    ],
  );
});

test("nobody is asked about Kafkas that are new, nor about topics", async () => {
  const { api, asked } = apiWith({ leader: planned });
  assert.deepEqual(await foreseenRolls([object("Kafka", "new"), poolOf("new", "its", {}), object("KafkaTopic", "shop")], api), []);
  assert.deepEqual(asked, []);
});

test("why it can't be told is told: no pod is found, or none may be asked", async () => {
  const change = [object("Kafka", "shop", { spec: { kafka: { version: "4.3.1" } } })];
  const whyOf = async (answers: Readonly<Record<string, object>>) => {
    const [roll] = await foreseenRolls(change, apiWith(answers).api);
    return roll?.type === "unknown" ? roll.why : "it is known";
  };
  assert.equal(await whyOf({}), "no pod of the operator was found");
  const forbidden = 'pods "leader:8080" is forbidden: User "ann" cannot create resource "pods/proxy"';
  assert.equal(await whyOf({ leader: refusal(403, forbidden) }), `millrace/leader: ${forbidden}`);
});
