/** An address of a machine, as a Node's status has it. */
export interface MachineAddress {
  readonly type: string;
  readonly address: string;
}

/** Kinds of a machine's addresses, in the order in which they are looked for. */
export const addressTypes = ["ExternalDNS", "ExternalIP", "InternalDNS", "InternalIP", "Hostname"] as const;

/** The address of the kind that is preferred, or else the first by the order of kinds; undefined if there is none. */
export function preferredAddress(addresses: readonly MachineAddress[], preferred?: string): string | undefined {
  const order = [...(preferred === undefined ? [] : [preferred]), ...addressTypes];
  return order.flatMap((type) => addresses.filter((address) => address.type === type))[0]?.address;
}
