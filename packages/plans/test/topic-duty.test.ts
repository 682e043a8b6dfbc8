import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Kafka, KafkaTopic } from "@millrace/resources";
import { type Surroundings, topicDuty, topicFinalizer } from "../src/topics/duty.ts";

interface Given {
  readonly name?: string;
  readonly topicName?: string;
  readonly created?: number;
  readonly cluster?: string | null;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly deleted?: boolean;
  readonly finalized?: boolean;
  readonly had?: string;
  readonly ready?: boolean;
}

function topic({
  name = "orders",
  topicName,
  created = 1,
  cluster = "c",
  deleted,
  finalized = true,
  had,
  ready,
  ...more
}: Given = {}): KafkaTopic {
  return {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaTopic",
    metadata: {
      ...{ namespace: "ns", name, creationTimestamp: `2026-01-01T00:00:0${created}Z` },
      labels: cluster === null ? {} : { "strimzi.io/cluster": cluster },
      ...(more.annotations === undefined ? {} : { annotations: more.annotations }),
      ...(finalized ? { finalizers: [topicFinalizer] } : {}),
      ...(deleted === true ? { deletionTimestamp: "2026-01-02T00:00:00Z" } : {}),
    },
    spec: topicName === undefined ? {} : { topicName },
    status: {
      ...(had === undefined ? {} : { topicName: had }),
      conditions: ready === true ? [{ type: "Ready", status: "True" }] : [],
    },
  };
}

function kafka({
  entityOperator = { topicOperator: {} },
  deleted = false,
}: {
  entityOperator?: object | null;
  deleted?: boolean;
} = {}): Kafka {
  const metadata = { namespace: "ns", name: "c", ...(deleted ? { deletionTimestamp: "2026-01-02T00:00:00Z" } : {}) };
  const spec = { kafka: { listeners: [] }, ...(entityOperator === null ? {} : { entityOperator }) };
  return { apiVersion: "kafka.strimzi.io/v1", kind: "Kafka", metadata, spec };
}

const unmanaged = { annotations: { "strimzi.io/managed": "false" } };
const paused = { annotations: { "strimzi.io/pause-reconciliation": "true" } };
const deleted = { deleted: true };
const conflict = "ResourceConflict: Managed by Ref{namespace='ns', name='other'}";
const renamed = "NotSupported: Changing spec.topicName is not supported";

/** What is to be done, in a word, and why. */
function duty(given: Given, { kafka: own = kafka(), rivals = [] }: Partial<Surroundings> = {}): string {
  const found = topicDuty(topic(given), { kafka: own, rivals });
  return "reason" in found ? `${found.type} ${found.reason}: ${found.message}` : found.type;
}
const alone = (given: Given): string => {
  const found = topicDuty(topic(given), { kafka: undefined, rivals: [] });
  return "reason" in found ? `${found.type} ${found.reason}` : found.type;
};
const other = (given: Given = {}) => ({ rivals: [topic({ name: "other", topicName: "orders", ...given })] });
const without = (entityOperator: object | null) => ({ kafka: kafka({ entityOperator }) });

const rows: ReadonlyArray<readonly [what: string, found: () => string, expected: string]> = [
  ["a topic of a Kafka is brought about", () => duty({}), "manage"],
  ["the annotation has to say false", () => duty({ annotations: { "strimzi.io/managed": "no" } }), "manage"],
  ["an unmanaged one is left", () => duty(unmanaged), "unmanaged"],
  ["a paused one is left", () => duty(paused), "paused"],
  ["unmanaged counts for more than paused", () => duty({ annotations: { ...unmanaged.annotations, ...paused.annotations } }), "unmanaged"],
  ["without a label nobody looks after it", () => alone({ cluster: null }), "leave NoCluster"],
  ["nor without a Kafka", () => alone({}), "leave NoCluster"],
  ["nor without an entity operator", () => duty({}, without(null)).slice(0, 22), "leave NoTopicOperator:"],
  ["nor without a topic operator", () => duty({}, without({ userOperator: {} })).slice(0, 22), "leave NoTopicOperator:"],
  ["a topic can't be renamed", () => duty({ topicName: "new", had: "orders" }), `refuse ${renamed}`],
  ["a name that stays is no new one", () => duty({ topicName: "Orders", had: "Orders" }), "manage"],
  ["the older of two has the topic", () => duty({ created: 1 }, other({ created: 2 })), "manage"],
  ["the younger of two has not", () => duty({ created: 2 }, other({ created: 1 })), `refuse ${conflict}`],
  ["even if it is paused", () => duty({ created: 2, ...paused }, other()), `refuse ${conflict}`],
  ["of equals, the one that is ready", () => duty({ ready: true }, { rivals: [topic({ name: "a" })] }), "manage"],
  ["of equals, not the one that isn't", () => duty({}, other({ ready: true })), `refuse ${conflict}`],
  ["of equals, the first by name", () => duty({}, other()), "manage"],
  ["an unmanaged rival has no right", () => duty({ created: 2 }, other({ created: 1, ...unmanaged })), "manage"],
  ["a deleted one takes its topic along", () => duty(deleted), "remove"],
  ["even if it is paused", () => duty({ ...deleted, ...paused }), "remove"],
  ["without our finalizer it goes by itself", () => duty({ ...deleted, finalized: false }), "none"],
  ["an unmanaged one leaves its topic", () => duty({ ...deleted, ...unmanaged }), "release"],
  ["so does one whose topic is another's", () => duty({ ...deleted, created: 2 }, other({ created: 1 })), "release"],
  ["a renamed one is not deleted", () => duty({ ...deleted, topicName: "new", had: "orders" }), `refuse ${renamed}`],
  ["it does not wait for a Kafka that is gone", () => alone(deleted), "release"],
  ["nor for one that is going", () => duty(deleted, { kafka: kafka({ deleted: true }) }), "release"],
  ["nor for one that doesn't look after topics", () => duty(deleted, without(null)), "release"],
  ["nor for a label that is gone", () => alone({ ...deleted, cluster: null }), "release"],
  ["nor does a renamed one", () => alone({ ...deleted, topicName: "new", had: "orders" }), "release"],
];

describe("what is to be done about a KafkaTopic", () => {
  for (const [what, found, expected] of rows) it(what, () => assert.equal(found(), expected));
});
