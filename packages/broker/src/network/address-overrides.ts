import { lookup } from "node:dns/promises";
import { isIP, isIPv6, SocketAddress } from "node:net";
import { type Logger, messageOf } from "@millrace/kit";

/** What an IPv4 client's address begins with on a listener for both families. */
const mappedPrefix = /^::ffff:(?=\d+\.)/i;

const ipv6Groups = 8;

/**
 * The address of a client, written as Kafka writes and compares it, in ACLs too: an IPv4 address is one whichever way it came, an IPv6
 * address has all its groups.
 */
export function clientAddress(address: string): string {
  const plain = address.replace(mappedPrefix, "");
  const [groups = "", zone] = plain.split("%");
  if (!isIPv6(groups) || groups.includes(".")) return plain;
  return allGroups(groups) + (zone === undefined ? "" : `%${zone}`);
}

function allGroups(address: string): string {
  const [before = [], after] = address.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = after === undefined ? [] : Array<string>(ipv6Groups - before.length - after.length).fill("0");
  return [...before, ...zeros, ...(after ?? [])].map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}

/** Throws if the host has none. */
export async function firstAddress(host: string): Promise<string> {
  return (await lookup(host, { order: "ipv4first" })).address;
}

/** Numbers by client address, where some were given by host name. As in Kafka a name stands for the first address that it has when it is set. */
export class AddressOverrides {
  readonly #subject: string;
  readonly #logger: Logger;
  readonly #lookup: (host: string) => Promise<string>;
  #given: ReadonlyMap<string, number> | undefined;
  #byAddress = new Map<string, number>();

  /** `subject` is what the log calls a host. */
  constructor(subject: string, logger: Logger, look: (host: string) => Promise<string> = firstAddress) {
    this.#subject = subject;
    this.#logger = logger;
    this.#lookup = look;
  }

  /** By address. Names that are new take a moment to count. */
  of(given: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
    if (given !== this.#given) this.#take(given);
    return this.#byAddress;
  }

  #take(given: ReadonlyMap<string, number>): void {
    const byAddress = new Map<string, number>();
    for (const [host, number] of given) {
      const version = isIP(host);
      if (version === 0) void this.#resolve(host, number, byAddress);
      else byAddress.set(clientAddress(new SocketAddress({ address: host, family: version === 6 ? "ipv6" : "ipv4" }).address), number);
    }
    this.#given = given;
    this.#byAddress = byAddress;
  }

  async #resolve(host: string, number: number, into: Map<string, number>): Promise<void> {
    try {
      into.set(clientAddress(await this.#lookup(host)), number);
    } catch (error) {
      this.#logger.warn(`${this.#subject} can't be found`, { host, error: messageOf(error) });
    }
  }
}
