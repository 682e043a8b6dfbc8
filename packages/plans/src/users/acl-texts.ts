import type { AclDeclaration } from "@millrace/resources";

/** Rules in words, those that differ only in their operations together: `allow Read, Describe on topic orders; deny All on …`. */
export function aclsText(acls: readonly AclDeclaration[]): string {
  const operations = new Map<string, { readonly about: AclDeclaration; readonly operations: string[] }>();
  for (const acl of acls) {
    const { permission, resourceType, resourceName, patternType, host } = acl;
    const key = JSON.stringify([permission, resourceType, resourceName, patternType, host]);
    const group = operations.get(key);
    if (group === undefined) operations.set(key, { about: acl, operations: [acl.operation] });
    else group.operations.push(acl.operation);
  }
  return [...operations.values()].map(({ about, operations }) => ruleText(about, operations)).join("; ");
}

function ruleText(acl: AclDeclaration, operations: readonly string[]): string {
  const from = acl.host === "*" ? "" : ` from ${acl.host}`;
  return `${acl.permission} ${operations.join(", ")} on ${resourceText(acl)}${from}`;
}

function resourceText({ resourceType, resourceName, patternType }: AclDeclaration): string {
  if (resourceType === "cluster") return "the cluster";
  const type = resourceType.replace("-", " ");
  if (patternType === "prefixed") return `every ${type} that begins with ${resourceName}`;
  return resourceName === "*" ? `every ${type}` : `${type} ${resourceName}`;
}
