import assert from "node:assert/strict";
import { test } from "node:test";
import { addressFile, type Machine, rackOf } from "../../src/init/machine.ts";
import { prepareNode } from "../../src/init/prepare-node.ts";

const machine: Machine = {
  metadata: { name: "machine-a", labels: { "topology.kubernetes.io/zone": "zone-1" } },
  status: {
    addresses: [
      { type: "InternalIP", address: "10.0.0.5" },
      { type: "InternalIP", address: "10.0.0.6" },
      { type: "Hostname", address: "machine-a" },
    ],
  },
};

/** What is done for a node with these variables, in order. */
async function doneFor(env: Record<string, string>): Promise<readonly string[]> {
  const done: string[] = [];
  await prepareNode({
    env,
    agents: { from: "/opt/jmx-exporter", to: "/opt/kafka/agents" },
    initFolder: "/opt/kafka/init",
    copy: async (from, to) => void done.push(`copy ${from} ${to}`),
    write: async (file, text) => void done.push(`write ${file} ${text}`),
    machine: async (name) => {
      done.push(`ask for ${name}`);
      return machine;
    },
  });
  return done;
}

test("a node gets what Kafka's image lacks, and Kubernetes is asked only where something needs it", async () => {
  assert.deepEqual(await doneFor({}), ["copy /opt/jmx-exporter /opt/kafka/agents"]);
  assert.deepEqual(await doneFor({ NODE_NAME: "machine-a", RACK_TOPOLOGY_KEY: "topology.kubernetes.io/zone" }), [
    "copy /opt/jmx-exporter /opt/kafka/agents",
    "ask for machine-a",
    "write /opt/kafka/init/rack.id zone-1",
  ]);
  const [, , written] = await doneFor({ NODE_NAME: "machine-a", EXTERNAL_ADDRESS: "TRUE" });
  assert.match(written ?? "", /^write \/opt\/kafka\/init\/external\.address nodeport\.default\.address=10\.0\.0\.5\n/);
});

test("each kind of address has a line, with the next best one where the machine has none of it", () => {
  assert.equal(
    addressFile(machine),
    [
      "nodeport.default.address=10.0.0.5",
      "nodeport.externaldns.address=10.0.0.5",
      "nodeport.externalip.address=10.0.0.5",
      "nodeport.internaldns.address=10.0.0.5",
      "nodeport.internalip.address=10.0.0.5",
      "nodeport.hostname.address=machine-a",
      "",
    ].join("\n"),
  );
});

test("a machine without a rack, or without an address, is told", () => {
  assert.throws(() => rackOf(machine, "rack"), /the node machine-a has no label rack, which names its rack/);
  assert.throws(() => addressFile({ metadata: { name: "machine-b" } }), /the node machine-b has no address/);
});
