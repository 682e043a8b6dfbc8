import { cp, writeFile } from "node:fs/promises";
import { MillraceError, messageOf, systemClock } from "@millrace/kit";
import { KubeClient, type KubeKind } from "@millrace/kube";
import { httpsTransport, inClusterAccess } from "@millrace/kube/https";
import { places } from "../model/config/places.ts";
import type { Machine } from "./machine.ts";
import { prepareNode } from "./prepare-node.ts";

/** The init container of a pod of Kafka: `/opt/millrace/init.js` of the operator's image. */

type Node = Machine & { readonly apiVersion: string; readonly kind: string };
const nodeKind: KubeKind<Node> = { apiVersion: "v1", kind: "Node", plural: "nodes", namespaced: false };

async function machine(name: string): Promise<Machine> {
  const access = inClusterAccess(process.env);
  if (access === undefined) throw new MillraceError("CONFIG_INVALID", "this is no pod of Kubernetes: there is no KUBERNETES_SERVICE_HOST");
  const { transport, close } = httpsTransport(access, systemClock);
  try {
    const found = await new KubeClient({ transport, clock: systemClock }).get(nodeKind, { name });
    if (found === undefined) throw new MillraceError("NOT_FOUND", `there is no node ${JSON.stringify(name)}`);
    return found;
  } finally {
    await close();
  }
}

try {
  await prepareNode({
    env: process.env,
    agents: { from: "/opt/jmx-exporter", to: places.agents },
    initFolder: places.init,
    copy: (from, to) => cp(from, to, { recursive: true }),
    write: (file, text) => writeFile(file, text),
    machine,
  });
} catch (thrown) {
  console.error(messageOf(thrown));
  process.exitCode = 1;
}
