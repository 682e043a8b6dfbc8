import type { KubeObject } from "@millrace/kube";
import type { MachineAddress } from "../model/machine-addresses.ts";

/** What of a Kubernetes Node the operator reads: a machine, as nodes are Kafka's here. */
export interface Machine extends KubeObject {
  /** Cordoned. */
  readonly spec?: { readonly unschedulable?: boolean };
  readonly status?: { readonly addresses?: readonly MachineAddress[] };
}

export const machineKind = { apiVersion: "v1", kind: "Node", plural: "nodes", namespaced: false, example: undefined as unknown as Machine };
