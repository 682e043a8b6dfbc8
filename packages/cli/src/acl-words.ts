import { type Acl, type AclFilter, clusterResourceName } from "@millrace/client";
import { type OptionDefinition, UsageError } from "./command.ts";
import { repeated } from "./options.ts";

const operations: ReadonlyArray<Acl["operation"]> = [
  ...(["All", "Read", "Write", "Create", "Delete", "Alter", "Describe", "ClusterAction", "DescribeConfigs", "AlterConfigs"] as const),
  ...(["IdempotentWrite", "CreateTokens", "DescribeTokens", "TwoPhaseCommit"] as const),
];

/** What rules are about, by the options that name it. */
export interface ResourceOptions {
  readonly topic?: readonly string[];
  readonly group?: readonly string[];
  readonly transactionalId?: readonly string[];
  readonly delegationToken?: readonly string[];
  readonly userPrincipal?: readonly string[];
  readonly cluster: boolean;
}

export const resourceOptions: readonly OptionDefinition[] = [
  { flags: "--topic <name>", summary: 'a topic, "*" for every topic; may be repeated, as the others here', parse: repeated },
  { flags: "--group <name>", summary: "a consumer group", parse: repeated },
  { flags: "--transactional-id <id>", summary: "a transactional id", parse: repeated },
  { flags: "--delegation-token <id>", summary: "a delegation token", parse: repeated },
  { flags: "--user-principal <principal>", summary: "a user whose delegation tokens are meant", parse: repeated },
  { flags: "--cluster", summary: "the cluster itself" },
];

export const principal: OptionDefinition = {
  flags: "--principal <principal>",
  summary: "whom it is about: User:alice, or alice for short; may be repeated",
  parse: (text, previous) => repeated(principalOf(text), previous),
};

export const operation: OptionDefinition = {
  flags: "--operation <name>",
  summary: "what it is about: read, write, …, or all; may be repeated",
  parse: (text, previous) => [...((previous as string[] | undefined) ?? []), operationOf(text)],
};

export const host: OptionDefinition = {
  flags: "--host <address>",
  summary: 'an address it holds for, "*" for every one; may be repeated',
  parse: repeated,
};

/** A name without a type is a user's. */
function principalOf(text: string): string {
  if (text === "" || text.endsWith(":")) throw new UsageError("a principal is expected, for example User:alice");
  return text.includes(":") ? text : `User:${text}`;
}

function operationOf(text: string): Acl["operation"] {
  const found = operations.find((each) => each.toLowerCase() === text.toLowerCase());
  if (found === undefined) throw new UsageError(`one of ${operations.join(", ")} is expected`);
  return found;
}

type NamedResource = Pick<Acl, "resourceType" | "resourceName">;

/** The resources that the options name. */
export function resourcesOf(options: ResourceOptions): readonly NamedResource[] {
  const { topic, group, transactionalId, delegationToken, userPrincipal, cluster } = options;
  const named = (resourceType: Acl["resourceType"], names: readonly string[] = []): readonly NamedResource[] =>
    names.map((resourceName) => ({ resourceType, resourceName }));
  return [
    ...named("topic", topic),
    ...named("group", group),
    ...named("transactional-id", transactionalId),
    ...named("delegation-token", delegationToken),
    ...named("user", userPrincipal?.map(principalOf)),
    ...named("cluster", cluster ? [clusterResourceName] : []),
  ];
}

/** What chooses among rules, by options that may each be left out. */
export interface FilterOptions extends ResourceOptions {
  readonly principal?: readonly string[];
  readonly operation?: readonly Acl["operation"][];
  readonly host?: readonly string[];
  readonly permission?: "allow" | "deny";
  readonly pattern?: AclFilter["patternType"];
}

export const filterOptions: readonly OptionDefinition[] = [
  principal,
  ...resourceOptions,
  {
    flags: "--pattern <sort>",
    summary: "names as they are, as prefixes, either, or all that apply to a resource of the name",
    choices: ["literal", "prefixed", "any", "match"],
  },
  operation,
  { flags: "--permission <sort>", summary: "only what allows, or what denies", choices: ["allow", "deny"] },
  host,
];

/** One filter for each combination; what an option leaves out may be anything. */
export function filtersOf(options: FilterOptions): readonly AclFilter[] {
  const { permission, pattern } = options;
  const common: AclFilter = {
    ...(permission === undefined ? {} : { permission }),
    ...(pattern === undefined ? {} : { patternType: pattern }),
  };
  const orAny = <T>(values: readonly T[] = []): ReadonlyArray<T | undefined> => (values.length === 0 ? [undefined] : values);
  return orAny(options.principal).flatMap((principal) =>
    orAny(resourcesOf(options)).flatMap((resource) =>
      orAny(options.operation).flatMap((operation) =>
        orAny(options.host).map((host) => ({
          ...{ ...common, ...resource },
          ...(principal === undefined ? {} : { principal }),
          ...(operation === undefined ? {} : { operation }),
          ...(host === undefined ? {} : { host }),
        })),
      ),
    ),
  );
}

export const aclHeaders = ["PRINCIPAL", "PERMISSION", "OPERATION", "RESOURCE", "NAME", "PATTERN", "HOST"] as const;

export function aclRow(acl: Acl): readonly string[] {
  return [acl.principal, acl.permission, acl.operation, acl.resourceType, acl.resourceName, acl.patternType, acl.host];
}
