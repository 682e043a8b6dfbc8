import { aclOperations, clusterName, patternTypes, permissionTypes, resourceTypes, supportedOperations } from "@millrace/security";

/** What requests are about. */
export type Subject = "topic" | "group" | "transaction" | "cluster";

/** What stands under the names of one question, and what all of it begins with. */
export interface Names {
  readonly prefix: string;
  readonly topic: string;
  readonly group: string;
  readonly transaction: string;
}

/** An ACL for or against whoever asks. */
export interface Grant {
  readonly subject: Subject;
  readonly operation: keyof typeof aclOperations;
  readonly pattern: "literal" | "prefixed" | "wildcard";
  readonly who: "them" | "everybody" | "another";
  readonly where: "there" | "elsewhere";
  readonly allows: boolean;
}

/** A row of the table: what somebody is granted. */
export interface Row {
  readonly name: string;
  readonly grants: readonly Grant[];
}

const types = {
  topic: resourceTypes.TOPIC,
  group: resourceTypes.GROUP,
  transaction: resourceTypes.TRANSACTIONAL_ID,
  cluster: resourceTypes.CLUSTER,
} as const;

const operationNames = new Map(Object.entries(aclOperations).map(([name, code]) => [code as number, name as keyof typeof aclOperations]));

function grant(subject: Subject, more: Partial<Grant> = {}): Grant {
  return { subject, operation: "ALL", pattern: "literal", who: "them", where: "there", allows: true, ...more };
}

/** Ways to be granted everything, and to be denied it after all. */
const ways: Readonly<Record<string, readonly Partial<Grant>[]>> = {
  "ALL by prefix": [{ pattern: "prefixed" }],
  "ALL by wildcard": [{ pattern: "wildcard" }],
  "ALL to User:*": [{ who: "everybody" }],
  "ALL from elsewhere": [{ where: "elsewhere" }],
  "ALL to somebody else": [{ who: "another" }],
  "ALL by wildcard, but denied": [{ pattern: "wildcard" }, { allows: false }],
  "ALL, but denied by prefix": [{}, { pattern: "prefixed", allows: false }],
  "ALL, but denied to User:*": [{}, { who: "everybody", allows: false }],
  "ALL, denied from elsewhere": [{}, { where: "elsewhere", allows: false }],
  "ALL, but DESCRIBE denied": [{}, { operation: "DESCRIBE", allows: false }],
  "ALL, but READ denied": [{}, { operation: "READ", allows: false }],
  "ALL, but WRITE denied by wildcard": [{}, { operation: "WRITE", pattern: "wildcard", allows: false }],
};

/** There is one cluster: no ACL for it may have another name. */
function waysFor(subject: Subject) {
  return Object.entries(ways).filter(([, grants]) => subject !== "cluster" || grants.every(({ pattern }) => pattern !== "wildcard"));
}

/** The rows of a question: of each thing that it is about every operation and way, with one operation granted on the others. */
export function rowsOf(subjects: readonly Subject[], operationOnOthers: Grant["operation"] | "nothing"): Row[] {
  const rows = subjects.flatMap((subject) => {
    const others = subjects
      .filter((other) => other !== subject)
      .flatMap((other) => (operationOnOthers === "nothing" ? [] : [grant(other, { operation: operationOnOthers })]));
    const row = (what: string, grants: readonly Grant[]): Row => ({ name: `${subject} ${what}`, grants: [...others, ...grants] });
    const operations = supportedOperations[types[subject]].map((code) => operationNames.get(code) ?? "UNKNOWN");
    return [
      row("none", []),
      row("ALL", [grant(subject)]),
      ...operations.map((operation) => row(operation, [grant(subject, { operation })])),
      ...waysFor(subject).map(([what, grants]) =>
        row(
          what,
          grants.map((each) => grant(subject, each)),
        ),
      ),
    ];
  });
  return [{ name: "nothing", grants: [] }, ...rows];
}

/** What CreateAcls is sent for a grant to whoever comes from an address. */
export function creationOf(grant: Grant, names: Names, address: string) {
  const principal = { them: "User:ANONYMOUS", everybody: "User:*", another: "User:another" }[grant.who];
  return aclOf(grant, names, principal, grant.where === "there" ? address : elsewhere);
}

/** An address that nobody comes from. */
export const elsewhere = "10.1.2.3";

/** What CreateAcls is sent. */
export function aclOf(
  { subject, operation, pattern, allows }: Pick<Grant, "subject" | "operation" | "pattern" | "allows">,
  names: Names,
  principal: string,
  host: string,
) {
  const prefix = subject === "cluster" ? clusterName : names.prefix;
  const literal = subject === "cluster" ? clusterName : names[subject];
  return {
    resourceType: types[subject],
    resourceName: { literal, prefixed: prefix, wildcard: "*" }[pattern],
    resourcePatternType: pattern === "prefixed" ? patternTypes.PREFIXED : patternTypes.LITERAL,
    principal,
    host,
    operation: aclOperations[operation],
    permissionType: allows ? permissionTypes.ALLOW : permissionTypes.DENY,
  };
}

/** What whoever looks after the broker may do: everything. That there are ACLs for all names ends what anybody may do where there is none. */
export function administratorsAcls(address: string) {
  const named = Object.values(types).map(
    (resourceType) => [resourceType, resourceType === resourceTypes.CLUSTER ? clusterName : "*"] as const,
  );
  const all = [...named, [resourceTypes.DELEGATION_TOKEN, "*"] as const, [resourceTypes.USER, "*"] as const];
  return all.map(([resourceType, resourceName]) => ({
    resourceType,
    resourceName,
    resourcePatternType: patternTypes.LITERAL,
    principal: "User:ANONYMOUS",
    host: address,
    operation: aclOperations.ALL,
    permissionType: permissionTypes.ALLOW,
  }));
}
