import { type Acl, aclOperations as op, patternTypes, permissionTypes } from "../src/index.ts";

/** What is asked of an authorizer. */
export interface Question {
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly resourceType: number;
  readonly name: string;
}

/** The rules as Kafka's documentation puts them, one ACL after the other: slow, and plain enough to be believed. */
export function plainlyAllowed(acls: readonly Acl[], question: Question, allowEveryoneIfNoAclFound: boolean): boolean {
  const ofResource = acls.filter((acl) => acl.resourceType === question.resourceType && standsFor(acl, question.name));
  if (ofResource.length === 0) return allowEveryoneIfNoAclFound;
  const ofSubject = ofResource.filter((acl) => isAboutSubject(acl, question));
  const denies = ofSubject.filter((acl) => acl.permissionType === permissionTypes.DENY);
  if (denies.some((acl) => [question.operation, op.ALL].includes(acl.operation))) return false;
  const enough = [question.operation, op.ALL];
  if (question.operation === op.DESCRIBE) enough.push(op.READ, op.WRITE, op.DELETE, op.ALTER);
  if (question.operation === op.DESCRIBE_CONFIGS) enough.push(op.ALTER_CONFIGS);
  return ofSubject.some((acl) => acl.permissionType === permissionTypes.ALLOW && enough.includes(acl.operation));
}

/** Whether any name would be allowed by these ACLs: one of those that they speak of, with something behind it or not. */
export function somewhereAllowed(acls: readonly Acl[], question: Question): boolean {
  const exact = acls.filter((acl) => acl.resourceType === question.resourceType && [question.operation, op.ALL].includes(acl.operation));
  const names = exact.map((acl) =>
    acl.resourceName === "*" && acl.patternType === patternTypes.LITERAL ? "nowhere named" : acl.resourceName,
  );
  return names.flatMap((name) => [name, `${name}~`]).some((name) => plainlyAllowed(exact, { ...question, name }, false));
}

function standsFor(acl: Acl, name: string): boolean {
  if (acl.patternType === patternTypes.PREFIXED) return name.startsWith(acl.resourceName);
  return acl.resourceName === name || acl.resourceName === "*";
}

function isAboutSubject(acl: Acl, { principal, host }: Question): boolean {
  return [principal, "User:*"].includes(acl.principal) && [host, "*"].includes(acl.host);
}
