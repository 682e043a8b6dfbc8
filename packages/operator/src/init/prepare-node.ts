import { join } from "node:path";
import type { Machine } from "./machine.ts";
import { addressFile, rackOf } from "./machine.ts";

/** What the init container does, and where. */
export interface NodePreparation {
  /** Variables of the container: `NODE_NAME`, `RACK_TOPOLOGY_KEY`, `EXTERNAL_ADDRESS`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What Kafka's image lacks, and where Kafka looks for it. */
  readonly agents: { readonly from: string; readonly to: string };
  readonly initFolder: string;
  readonly copy: (from: string, to: string) => Promise<void>;
  readonly write: (file: string, text: string) => Promise<void>;
  /** Asks Kubernetes about a Node. */
  readonly machine: (name: string) => Promise<Machine>;
}

/** Puts beside Kafka what its image lacks, and what only Kubernetes knows: the rack and the addresses of the machine. */
export async function prepareNode({ env, agents, initFolder, copy, write, machine }: NodePreparation): Promise<void> {
  await copy(agents.from, agents.to);
  const { RACK_TOPOLOGY_KEY: rackKey, EXTERNAL_ADDRESS: external, NODE_NAME: name = "" } = env;
  if (rackKey === undefined && external === undefined) return;
  const found = await machine(name);
  if (rackKey !== undefined) await write(join(initFolder, "rack.id"), rackOf(found, rackKey));
  if (external !== undefined) await write(join(initFolder, "external.address"), addressFile(found));
}
