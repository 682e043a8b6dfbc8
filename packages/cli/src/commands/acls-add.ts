import type { Acl } from "@millrace/client";
import { errors } from "@millrace/protocol";
import { aclHeaders, aclRow, type ResourceOptions, resourcesOf } from "../acl-words.ts";
import { UsageError } from "../command.ts";
import { allWentWell } from "../failures.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions, ResourceOptions {
  readonly principal: readonly string[];
  readonly operation?: readonly Acl["operation"][];
  readonly host?: readonly string[];
  readonly prefixed: boolean;
  readonly deny: boolean;
  readonly producer: boolean;
  readonly consumer: boolean;
}

/** What those who produce and consume need of each sort of resource, as kafka-acls has it. */
const roles = {
  producer: { topic: ["Write", "Describe", "Create"], "transactional-id": ["Write", "Describe"] },
  consumer: { topic: ["Read", "Describe"], group: ["Read"] },
} as const satisfies Readonly<Record<string, Partial<Record<Acl["resourceType"], readonly Acl["operation"][]>>>>;

/** Adds ACLs; those that can be, even if others can't. */
export function addAcls(_args: readonly string[], options: Options): Promise<number> {
  const acls = wanted(options);
  return withAdmin(options, async (admin) => {
    const outcomes = await admin.createAcls(acls);
    const added = outcomes.filter(({ error }) => error === errors.NONE).map(({ acl }) => acl);
    if (options.output === "json")
      await output.json(outcomes.map(({ acl, error }) => ({ ...acl, added: error === errors.NONE, error: error.name })));
    else if (added.length > 0) await output.table(aclHeaders, added.map(aclRow));
    return allWentWell(outcomes, ({ acl }) => `the ACL ${aclRow(acl).join(" ")} was not added`) ? 0 : 1;
  });
}

function wanted(options: Options): readonly Acl[] {
  const { principal, host = ["*"], prefixed, deny } = options;
  const resources = resourcesOf(options);
  if (resources.length === 0) throw new UsageError("of what? --topic, --group, --cluster or the like is expected");
  const acls = resources.flatMap((resource) => {
    const operations = operationsOn(resource.resourceType, options);
    if (operations.length === 0)
      throw new UsageError(`what may be done with ${resource.resourceType} ${resource.resourceName}? --operation is expected`);
    return operations.map((operation) => ({ ...resource, operation }));
  });
  return principal.flatMap((each) =>
    acls.flatMap((acl) =>
      host.map(
        (address) =>
          ({
            ...{ principal: each, permission: deny ? "deny" : "allow", ...acl, host: address },
            patternType: prefixed && acl.resourceType !== "cluster" ? "prefixed" : "literal",
          }) as const,
      ),
    ),
  );
}

function operationsOn(type: Acl["resourceType"], { operation = [], producer, consumer }: Options): readonly Acl["operation"][] {
  const ofRole = (role: keyof typeof roles): readonly Acl["operation"][] => {
    const byType: Partial<Record<Acl["resourceType"], readonly Acl["operation"][]>> = roles[role];
    return byType[type] ?? [];
  };
  return [...new Set([...operation, ...(producer ? ofRole("producer") : []), ...(consumer ? ofRole("consumer") : [])])];
}
