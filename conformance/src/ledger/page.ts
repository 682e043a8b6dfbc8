import { kafkaVersion } from "../toolchain/java.ts";
import { kubernetesVersion } from "../toolchain/kubernetes.ts";
import type { ErrorRow, SuiteRow, ToolRow, Verdict, VersionRow } from "./rows.ts";

export interface Ledger {
  readonly versions: readonly VersionRow[];
  readonly errors: readonly ErrorRow[];
  readonly suites: readonly SuiteRow[];
  /** Suites of the Kubernetes API. */
  readonly kubernetes: readonly SuiteRow[];
  readonly tools: readonly ToolRow[];
  /** Differences between answers to sequences of requests that stay. */
  readonly accepted: readonly { readonly name: string; readonly reason: string }[];
}

function said(verdict: Verdict): string {
  return verdict.kind === "difference" ? verdict.reason : verdict.kind;
}

function saidWithKnown({ verdict, known }: Pick<SuiteRow, "verdict" | "known">): string {
  return known.length === 0 ? said(verdict) : `${said(verdict)}, but: ${known.join("; ")}`;
}

function range(first: number, last: number): string {
  return first === last ? `${first}` : `${first}–${last}`;
}

/** `0–3, 5` for 0, 1, 2, 3 and 5. */
export function ranges(numbers: readonly number[]): string {
  const found: { first: number; last: number }[] = [];
  for (const each of numbers) {
    const before = found.at(-1);
    if (before !== undefined && before.last + 1 === each) before.last = each;
    else found.push({ first: each, last: each });
  }
  return found.map(({ first, last }) => range(first, last)).join(", ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Lines of one page that another does not have, behind a minus, then those that only the other has, behind a plus. */
export function changes(before: string, after: string): string[] {
  const only = (page: string, other: string): string[] => {
    const known = new Set(other.split("\n"));
    return page.split("\n").filter((line) => !known.has(line));
  };
  const found = [...only(before, after).map((line) => `- ${line}`), ...only(after, before).map((line) => `+ ${line}`)];
  return found.length === 0 && before !== after ? ["lines in another order"] : found;
}

/** The ledger as a page of Markdown. */
export function ledgerPage({ versions, errors, suites, kubernetes, tools, accepted }: Ledger): string {
  const suiteRows = suites.map((row) => [row.suite, saidWithKnown(row)]);
  const kubernetesRows = kubernetes.map((row) => [row.suite, saidWithKnown(row)]);
  const toolRows = tools.map((row) => [row.tool, saidWithKnown(row)]);
  const versionRows = versions.map(({ api, first, last, verdict }) => [`${api.key} ${api.name}`, range(first, last), said(verdict)]);
  const errorRows = errors.map(({ api, error, versions: seen, verdict }) => [api.name, error, ranges(seen), said(verdict)]);
  return `# Compatibility with Apache Kafka ${kafkaVersion}

Written by \`npm run ledger\` from what the last run of \`npm run test:conformance\` saw; continuous integration refuses a page that says
something else. A row that did not run reads *not run*, and is refused too. A row that passes was tried on Apache Kafka ${kafkaVersion} and on
Millrace, and both did the same.

## Suites

Each case runs on both brokers; what Apache Kafka did is recorded in \`conformance/verdicts\`. A known difference is named behind *but*.

${table(["suite", "verdict"], suiteRows)}

## Command line tools

Those of Kafka's distribution that talk to a broker or read what it stores.

${table(["tool", "verdict"], toolRows)}

## Requests

What ApiVersions of a fresh Apache Kafka lists to clients, in every version. A version passes when requests in it had the same answers.

${table(["API", "versions", "verdict"], versionRows)}

## Errors

The errors that Kafka documents for the answers of each API that is served, and those that were seen besides, with the versions in which both
brokers answered with them. *closed* is a connection that the broker closed instead of an answer.

${table(["API", "error", "versions", "verdict"], errorRows)}

## Answers that differ

The suite *sequences*, and \`npm run differential\`, send generated requests to both brokers and compare the answers field by field. These differences
are accepted; any other one fails.

${table(
  ["difference", "reason"],
  accepted.map(({ name, reason }) => [name, reason]),
)}

## Kubernetes API

The embedded API, held against kube-apiserver ${kubernetesVersion} with our CRDs: what requests are answered, field by field; what is said of resources that are right
or wrong at each field of their schemas, and whether a kube-apiserver with Strimzi's CRDs takes and refuses the same; what \`kubectl\` ${kubernetesVersion} prints,
sends and is answered; the same of client-go: informers, server-side apply, leader election; and what \`@kubernetes/client-node\` makes of it: informers, patches, watches.
Where \`millrace\` has a command of kubectl's, both print the same.

${table(["suite", "verdict"], kubernetesRows)}
`;
}
