import type { Difference } from "./verdicts.ts";

/** A place where our broker is known not to do what Apache Kafka does, and why that is right for now. */
export interface KnownDifference {
  readonly suite: string;
  readonly cases: RegExp;
  /** Of the path inside the verdict, as it is printed. */
  readonly path: RegExp;
  readonly reason: string;
}

/** Keys of the APIs that the broker does not serve yet: transactions, the newer group protocols, security, reassignment. */
const laterApis = [
  17, 24, 25, 26, 27, 28, 29, 30, 31, 34, 36, 38, 39, 40, 41, 43, 45, 46, 48, 49, 50, 51, 55, 57, 61, 64, 65, 66, 68, 69, 74, 76, 77, 78,
  79, 80, 81, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92,
];

const knownDifferences: readonly KnownDifference[] = [
  {
    suite: "api-versions",
    cases: /^version [0-4]$/,
    path: new RegExp(`^/apis/(${laterApis.join("|")})$`),
    reason: "served by later work",
  },
  {
    suite: "api-versions",
    cases: /^version [34]$/,
    path: /^\/(supported|finalized)\/(group|share|streams|transaction)\.version$/,
    reason: "features of later work",
  },
  {
    suite: "tools",
    cases: /^kafka-broker-api-versions$/,
    path: new RegExp(`^/\\w+\\((${laterApis.join("|")})\\)$`),
    reason: "served by later work",
  },
  {
    suite: "tools",
    cases: /^kafka-features$/,
    path: /^\/Feature: (group|share|streams|transaction)\.version$/,
    reason: "features of later work",
  },
  {
    suite: "java",
    cases: /^produce\.keyless-to-compacted-topic$/,
    path: /./,
    reason: "topics are not compacted yet, so a record without a key is no trouble yet",
  },
  {
    suite: "java",
    cases: /^cluster\.features$/,
    path: /^\/(group|share|streams|transaction)\.version$/,
    reason: "features of later work",
  },
  {
    suite: "bad-batches",
    cases: /^null records$/,
    path: /^\/seen$/,
    reason: "Apache Kafka fails inside and leaves the request without an answer; here it is answered as empty records are",
  },
  {
    suite: "requests",
    cases: /^Produce and topic settings$/,
    path: /^\/compacted, /,
    reason: "compaction comes with later work, and with it the refusal of records without a key",
  },
  {
    suite: "requests",
    cases: /^Produce idempotently$/,
    path: /^\/transactional with id, /,
    reason: "transactions come with later work",
  },
  {
    suite: "config-tables",
    cases: /^broker-logger-kinds$/,
    path: /./,
    reason: "there are no Java loggers whose levels could be told",
  },
];

/** The known difference that explains `difference`, if there is one. */
export function knownDifferenceOf(suite: string, name: string, { path }: Difference): KnownDifference | undefined {
  return knownDifferences.find((known) => known.suite === suite && known.cases.test(name) && known.path.test(path));
}
