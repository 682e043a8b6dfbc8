import { knownKubernetesDifferences } from "./known-kubernetes-differences.ts";
import { knownMetricDifferences } from "./known-metric-differences.ts";
import type { Difference } from "./verdicts.ts";

/** A place where our broker is known not to do what Apache Kafka does, and why that is right for now. */
export interface KnownDifference {
  readonly suite: string;
  readonly cases: RegExp;
  /** Of the path inside the verdict, as it is printed. */
  readonly path: RegExp;
  readonly reason: string;
}

/** Keys of the APIs that the broker does not serve yet, by the work that will bring them. */
const laterApis: Readonly<Record<string, readonly number[]>> = {};

/** Why the API with this key is not served, if it is not. */
export function laterApiReason(key: number): string | undefined {
  return Object.entries(laterApis).find(([, keys]) => keys.includes(key))?.[0];
}

const laterApiDifferences: readonly KnownDifference[] = Object.entries(laterApis).flatMap(([reason, keys]) => [
  { suite: "api-versions", cases: /^version [0-4]$/, path: new RegExp(`^/apis/(${keys.join("|")})$`), reason },
  { suite: "tools", cases: /^kafka-broker-api-versions$/, path: new RegExp(`^/\\w+\\((${keys.join("|")})\\)$`), reason },
]);

/** What is served here and not by Apache Kafka as it is installed. */
const telemetryReason = "Apache Kafka serves telemetry only with a plug-in; here what clients push is told with the broker's own metrics";

const knownDifferences: readonly KnownDifference[] = [
  { suite: "api-versions", cases: /^version [0-4]$/, path: /^\/apis\/(71|72)$/, reason: telemetryReason },
  { suite: "tools", cases: /^kafka-broker-api-versions$/, path: /^\/\w+\((71|72)\)$/, reason: telemetryReason },
  ...laterApiDifferences,
  ...knownMetricDifferences,
  ...knownKubernetesDifferences,
  {
    suite: "tls",
    cases: /^key stores of a running listener$/,
    path: /^\/a key more\/change$/,
    reason:
      "listeners that are declared have ssl.allow.dn.changes and ssl.allow.san.changes, so that another certificate that is declared takes no restart",
  },
  {
    suite: "bad-batches",
    cases: /^null records$/,
    path: /^\/seen$/,
    reason: "Apache Kafka fails inside and leaves the request without an answer; here it is answered as empty records are",
  },
  {
    suite: "tools",
    cases: /^kafka-metadata-quorum$/,
    path: /^\/--status\/lines\/6$/,
    reason: "nothing but this process takes part in the quorum: there is no controllers' listener",
  },
  {
    suite: "requests",
    cases: /^DescribeQuorum$/,
    path: /^\/the metadata\/2\/nodes\/0\/listeners\/0$/,
    reason: "nothing but this process takes part in the quorum: there is no controllers' listener",
  },
  {
    suite: "requests",
    cases: /^(Configs altered by unknown operations|Configs of client metrics|Levels of loggers)$/,
    path: /^\/((2|16|32) one, (4|-1)|unknown operation: answer)\/0\/error(Code|Message)$/,
    reason: "Apache Kafka stumbles over an operation that it does not know; here it is refused as Kafka refuses it for brokers' configs",
  },
  {
    suite: "limited-requests",
    cases: /^UnregisterBroker of the only broker$/,
    path: /^\/itself\/error(Code|Message)$/,
    reason: "Apache Kafka's only broker lets itself be unregistered, and serves nothing until it is started again; here that is refused",
  },
  {
    suite: "transactions",
    cases: /^AddPartitionsToTxn$/,
    path: /^\/no transactions\//,
    reason: "Apache Kafka never answers a request without transactions; here it is answered with nothing",
  },
  {
    suite: "transactions",
    cases: /^Transactions of clients that are newer than transaction\.version 0$/,
    path: /^\/level 0, EndTxn 5: /,
    reason:
      "Apache Kafka can't store the transaction of a client that passes over transaction.version 0, and refuses its id from then on; here it is served",
  },
];

/** The known difference that explains `difference`, if there is one. */
export function knownDifferenceOf(suite: string, name: string, { path }: Difference): KnownDifference | undefined {
  return knownDifferences.find((known) => known.suite === suite && known.cases.test(name) && known.path.test(path));
}

/** Known differences of a suite that are none any more, if all of its cases saw only those in `seen`. */
export function outdatedDifferences(suite: string, seen: ReadonlySet<KnownDifference>): readonly KnownDifference[] {
  return knownDifferences.filter((known) => known.suite === suite && !seen.has(known));
}
