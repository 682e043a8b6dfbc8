import { join } from "node:path";
import type { Closeable } from "@millrace/kit";
import { Driver, type DriverCommand } from "./driver.ts";
import { addressOf, type FurtherListener, type MetricsNaming, type Peer } from "./peers/peer.ts";
import type { Difference, Verdict } from "./verdicts.ts";

/** One thing tried on a peer: a broker, if nothing else is said. It throws when what it saw is wrong whatever the referee does. */
export interface Case<P = Peer> {
  readonly name: string;
  /** Not at the same time as other cases: it looks at the whole broker, changes its settings or ends it. */
  readonly alone?: boolean;
  run(peer: P): Promise<Verdict>;
  /** What counts of what differs from the recorded verdict, where that is not everything. */
  readonly differences?: (expected: Verdict, actual: Verdict) => Difference[];
}

/** The cases of a suite whose tools were found. */
export interface PreparedSuite<P = Peer> extends Closeable {
  readonly cases: readonly Case<P>[];
}

/** How much is tried: what everyday runs have the time for, or all. Verdicts are the same. */
export type Scale = "everyday" | "nightly";

export interface Suite {
  readonly name: string;
  /** Broker properties that its cases need on both peers. */
  readonly config?: Readonly<Record<string, string>>;
  /** Listeners that both peers have beside the plain one. */
  readonly listeners?: () => Promise<readonly FurtherListener[]>;
  /** What Apache Kafka needs on its class path besides its own jars. */
  readonly jars?: () => Promise<readonly string[]>;
  /** Both peers tell their metrics, under these names. */
  readonly metrics?: MetricsNaming;
  /** Everyday runs try it on our broker alone. */
  readonly takesMinutes?: boolean;
  /** Finds, builds and starts what the cases need; NOT_FOUND when a tool is missing. */
  prepare(scale: Scale): Promise<PreparedSuite>;
}

/** Folder of the programs in other languages. */
export const conformanceFolder: string = join(import.meta.dirname, "..");

const caseTimeoutMs = 90_000;

/**
 * A suite whose cases are tried by a program, on a further listener if one is named; names that start with "alone" are tried by themselves.
 */
export function driverSuite(name: string, findCommand: () => Promise<DriverCommand>, listener?: string): Suite {
  return {
    name,
    async prepare() {
      const driver = new Driver(await findCommand());
      const names = await driver.cases;
      const cases = names.map((each) => ({
        name: each,
        alone: each.startsWith("alone."),
        run: (peer: Peer) => driver.attempt(each, addressOf(peer, listener), caseTimeoutMs),
      }));
      return { cases, close: () => driver.close() };
    },
  };
}
