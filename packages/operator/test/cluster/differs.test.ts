import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { firstDifference } from "../../src/cluster/differs.ts";

const service = {
  metadata: { name: "a", labels: { app: "kafka" }, annotations: {} },
  spec: { type: "ClusterIP", ports: [{ name: "tcp-clients", port: 9092 }], selector: { app: "kafka" } },
};
/** As an API server gives it out. */
const observed = {
  metadata: { name: "a", uid: "1", labels: { app: "kafka", mesh: "in" } },
  spec: {
    ...{ type: "ClusterIP", clusterIP: "10.0.0.7", sessionAffinity: "None", selector: { app: "kafka" } },
    ports: [
      { name: "tcp-mesh", port: 15_000 },
      { name: "tcp-clients", port: 9092, targetPort: 9092, protocol: "TCP" },
    ],
  },
};

describe("what differs from how it shall be", () => {
  it("is nothing that others add", () => assert.equal(firstDifference(service, observed), undefined));

  it("is told by its place", () => {
    const other = { ...service, spec: { ...service.spec, ports: [{ name: "tcp-clients", port: 9094 }] } };
    assert.equal(firstDifference(other, observed), "spec.ports[0].port");
    assert.equal(firstDifference({ metadata: { labels: { app: "kafka", team: "data" } } }, observed), "metadata.labels.team");
    assert.equal(firstDifference({ spec: { ports: [{ name: "tcp-more", port: 1 }] } }, observed), "spec.ports[0]");
  });

  it("is a list of values of another length or order", () => {
    assert.equal(firstDifference({ args: ["a", "b"] }, { args: ["a", "b"] }), undefined);
    assert.equal(firstDifference({ args: ["a"] }, { args: ["a", "b"] }), "args");
    assert.equal(firstDifference({ args: ["b", "a"] }, { args: ["a", "b"] }), "args[0]");
  });

  it("is not how a quantity is written", () => {
    assert.equal(firstDifference({ cpu: "1000m", memory: "1024Mi" }, { cpu: "1", memory: "1Gi" }), undefined);
    assert.equal(firstDifference({ cpu: "1001m" }, { cpu: "1" }), "cpu");
    assert.equal(firstDifference({ text: "one" }, { text: "two" }), "text");
  });

  it("is not what is empty and absent", () => {
    assert.equal(firstDifference({ spec: { rules: [], labels: {} } }, {}), undefined);
    assert.equal(firstDifference({ spec: { rules: [1] } }, {}), "spec");
  });
});
