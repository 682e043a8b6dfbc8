import { MillraceError } from "@millrace/kit";
import { addressTypes, type MachineAddress, preferredAddress } from "../model/machine-addresses.ts";

/** What of a Node of Kubernetes says where it is. */
export interface Machine {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: { readonly addresses?: readonly MachineAddress[] };
}

/** The rack that a machine stands in. Throws CONFIG_INVALID if its label is missing: a broker without a rack would get replicas that belong elsewhere. */
export function rackOf({ metadata }: Machine, topologyKey: string): string {
  const rack = metadata.labels?.[topologyKey];
  if (rack !== undefined && rack !== "") return rack;
  const hint = `kubectl label node ${metadata.name} ${topologyKey}=…`;
  throw new MillraceError("CONFIG_INVALID", `the node ${metadata.name} has no label ${topologyKey}, which names its rack`, { hint });
}

/** Addresses of a machine as Kafka's config provider reads them: one for each kind, and the one that is taken where none is preferred. */
export function addressFile({ metadata, status }: Machine): string {
  const addresses = status?.addresses ?? [];
  const byDefault = preferredAddress(addresses);
  if (byDefault === undefined) throw new MillraceError("CONFIG_INVALID", `the node ${metadata.name} has no address`);
  const lines = addressTypes.map((type) => `nodeport.${type.toLowerCase()}.address=${preferredAddress(addresses, type)}`);
  return [`nodeport.default.address=${byDefault}`, ...lines, ""].join("\n");
}
