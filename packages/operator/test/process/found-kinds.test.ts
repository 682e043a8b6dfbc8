import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ServedKind } from "@millrace/kube/browse";
import { kinds } from "@millrace/resources";
import { madeKinds } from "../../src/model/objects.ts";
import { foundKinds } from "../../src/process/found-kinds.ts";

const served = ({
  apiVersion,
  kind,
  plural,
}: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
}): ServedKind => ({
  ...{ apiVersion, kind, plural, namespaced: true, singular: kind.toLowerCase() },
  ...{
    group: apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "",
    shortNames: [],
    categories: [],
    verbs: ["list"],
    subresources: [],
    isPreferred: true,
  },
});
const secret = { apiVersion: "v1", kind: "Secret", plural: "secrets" };
const own = [kinds.Kafka, kinds.KafkaNodePool, kinds.KafkaTopic, kinds.KafkaUser];
const needed = [...own, secret, ...madeKinds.filter(({ isOptional }) => !isOptional)];

describe("the kinds that a cluster has", () => {
  it("need not be OpenShift's", () => {
    const found = foundKinds(needed.map(served));
    assert.equal(found.isOpenShift, false);
    assert.deepEqual(found.awaited, []);
    assert.ok(!found.made.some(({ kind }) => kind === "Route"));
    assert.ok(found.made.some(({ kind, namespaced }) => kind === "ClusterRoleBinding" && !namespaced));
  });

  it("have Routes on OpenShift", () => {
    const found = foundKinds([...needed, ...madeKinds.filter(({ isOptional }) => isOptional)].map(served));
    assert.equal(found.isOpenShift, true);
    assert.ok(found.made.some(({ kind }) => kind === "Route"));
  });

  it("may be such as nothing looks after yet", () => {
    const { awaited } = foundKinds([...needed, kinds.KafkaBridge, kinds.KafkaConnect].map(served));
    assert.deepEqual(awaited, ["KafkaConnect", "KafkaBridge"]);
  });

  it("that are missing are named, and what brings them", () => {
    const without = needed.filter(({ kind }) => kind !== "KafkaNodePool" && kind !== "StrimziPodSet");
    assert.throws(
      () => foundKinds(without.map(served)),
      /the Kubernetes cluster has no kafkanodepools \(kafka.strimzi.io\/v1\), strimzipodsets \(core.strimzi.io\/v1\)/,
    );
  });
});
