import { parseArgs } from "node:util";
import { MillraceError } from "@millrace/kit";
import type { PeerName } from "./peers/peer.ts";
import type { Scale } from "./suite.ts";

export interface Options {
  /** Peers that every case is tried on. */
  readonly peers: readonly PeerName[];
  /** Whether some cases are tried on Apache Kafka as well, to see that the recorded verdicts still hold. */
  readonly sampleKafka: boolean;
  /** Names of suites; empty for all. */
  readonly suites: readonly string[];
  /** Text that a case's name has to contain. */
  readonly only: string;
  readonly scale: Scale;
  /** The referees' verdicts are written down instead of compared. */
  readonly record: boolean;
}

const peerChoices: Readonly<Record<string, readonly PeerName[]>> = {
  kafka: ["kafka"],
  kubernetes: ["kubernetes"],
  millrace: ["millrace"],
  both: ["kafka", "kubernetes", "millrace"],
};

export const usage = `Usage: npm run test:conformance -- [--peer millrace|kafka|kubernetes|both] [--suite NAME]… [--case TEXT] [--nightly] [--record]
  Tries real clients on our broker and compares with what Apache Kafka was seen to do; a sample of cases is tried on Apache Kafka too.
  Likewise with our API server and what Kubernetes was seen to do.
  --peer     only on this peer, without the sample
  --suite    only this suite; may be given again
  --case     only cases whose name contains the text
  --nightly  every case on both peers, the large ones at full length
  --record   write down the verdicts of Apache Kafka or Kubernetes (with --peer kafka or kubernetes)`;

/** Reads the command line. Throws USAGE. */
export function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        peer: { type: "string" },
        suite: { type: "string", multiple: true, default: [] },
        case: { type: "string", default: "" },
        nightly: { type: "boolean", default: false },
        record: { type: "boolean", default: false },
      },
    });
    const choice = values.peer ?? (values.nightly ? "both" : "millrace");
    const peers = peerChoices[choice];
    if (peers === undefined) throw new Error(`no such peer: ${choice}`);
    const sampleKafka = values.peer === undefined && !values.nightly;
    const scale = values.nightly ? "nightly" : "everyday";
    return { peers, sampleKafka, suites: values.suite, only: values.case, scale, record: values.record };
  } catch (cause) {
    throw new MillraceError("USAGE", cause instanceof Error ? cause.message : String(cause), { hint: usage, cause });
  }
}
