import { type Acl, wildcard, wildcardPrincipal } from "./acl.ts";
import type { AclIndex } from "./acl-index.ts";
import { type AclOperation, aclOperations, patternTypes, permissionTypes, type ResourceType } from "./codes.ts";

/** Who asks, and from where. */
export interface Subject {
  /** `type:name`. */
  readonly principal: string;
  /** The client's address as text. */
  readonly host: string;
}

/** What was decided, and by which rule. */
export interface Decision {
  readonly allowed: boolean;
  readonly rule: "SuperUser" | "DefaultAllow" | "DefaultDeny" | Acl;
}

export interface AuthorizerSettings {
  /** Principals as `type:name`: no ACL can stop them. */
  readonly superUsers: ReadonlySet<string>;
  /** What is decided about a resource that no ACL stands for. */
  readonly allowEveryoneIfNoAclFound: boolean;
}

const superUser: Decision = { allowed: true, rule: "SuperUser" };
const defaultAllow: Decision = { allowed: true, rule: "DefaultAllow" };
const defaultDeny: Decision = { allowed: false, rule: "DefaultDeny" };

const { ALL, ALTER, ALTER_CONFIGS, DELETE, DESCRIBE, DESCRIBE_CONFIGS, READ, WRITE } = aclOperations;

/** What is allowed along with what an ACL allows. Nothing is denied along with what an ACL denies. */
const impliedBy: ReadonlyMap<AclOperation, ReadonlySet<AclOperation>> = new Map([
  [DESCRIBE, new Set<AclOperation>([READ, WRITE, DELETE, ALTER])],
  [DESCRIBE_CONFIGS, new Set<AclOperation>([ALTER_CONFIGS])],
]);

/** A name that stands for any other where only what holds for all of them is asked: Kafka's own, which an ACL could name. */
const anyName = "hardcode";

/** Decides by ACLs, as Apache Kafka's StandardAuthorizer does. */
export class Authorizer {
  readonly #acls: AclIndex;
  readonly #settings: AuthorizerSettings;

  constructor(acls: AclIndex, settings: AuthorizerSettings) {
    this.#acls = acls;
    this.#settings = settings;
  }

  /**
   * Whether somebody may do something to a resource. One ACL that denies it outweighs all that allow it; where there are ACLs for the
   * resource and none says anything about the case, it is denied.
   */
  authorize(subject: Subject, operation: AclOperation, resourceType: ResourceType, name: string): Decision {
    if (this.#settings.superUsers.has(subject.principal)) return superUser;
    const patterns = this.#acls.patternsFor(resourceType, name);
    if (patterns.length === 0) return this.#settings.allowEveryoneIfNoAclFound ? defaultAllow : defaultDeny;
    let deciding: Acl | undefined;
    for (const acls of patterns) {
      deciding = stronger(deciding, acls.get(subject.principal), subject.host, operation);
      if (subject.principal !== wildcardPrincipal) deciding = stronger(deciding, acls.get(wildcardPrincipal), subject.host, operation);
      if (deciding?.permissionType === permissionTypes.DENY) break;
    }
    return deciding === undefined ? defaultDeny : { allowed: deciding.permissionType !== permissionTypes.DENY, rule: deciding };
  }

  /**
   * Whether somebody may do something to at least one resource of a type, be there such a resource or not (KIP-679). Here nothing is
   * implied by other operations.
   */
  authorizeByResourceType(subject: Subject, operation: AclOperation, resourceType: ResourceType): boolean {
    if (this.authorize(subject, operation, resourceType, anyName).allowed) return true;
    const acls = [subject.principal, wildcardPrincipal]
      .flatMap((principal) => this.#acls.ofPrincipal(resourceType, principal))
      .filter((acl) => isFrom(acl, subject.host) && (acl.operation === operation || acl.operation === ALL));
    const denied = acls.filter((acl) => acl.permissionType === permissionTypes.DENY);
    if (denied.some(isForEverything)) return false;
    const deniedNames = namesOf(denied, patternTypes.LITERAL);
    const deniedPrefixes = namesOf(denied, patternTypes.PREFIXED);
    return acls.some((acl) => {
      if (acl.permissionType !== permissionTypes.ALLOW) return false;
      if (isForEverything(acl)) return true;
      if (acl.patternType === patternTypes.LITERAL && deniedNames.has(acl.resourceName)) return false;
      return !beginsWithOneOf(acl.resourceName, deniedPrefixes);
    });
  }
}

/** The first ACL that denies it, otherwise the first that allows it: `known`, or one of those that follow. */
function stronger(
  known: Acl | undefined,
  acls: ReadonlyMap<string, Acl> | undefined,
  host: string,
  operation: AclOperation,
): Acl | undefined {
  if (acls === undefined || known?.permissionType === permissionTypes.DENY) return known;
  let allowing = known;
  for (const acl of acls.values()) {
    if (!isFrom(acl, host) || !isAbout(acl, operation)) continue;
    if (acl.permissionType === permissionTypes.DENY) return acl;
    allowing ??= acl;
  }
  return allowing;
}

function isFrom(acl: Acl, host: string): boolean {
  return acl.host === wildcard || acl.host === host;
}

function isAbout(acl: Acl, operation: AclOperation): boolean {
  if (acl.operation === operation || acl.operation === ALL) return true;
  return acl.permissionType === permissionTypes.ALLOW && (impliedBy.get(operation)?.has(acl.operation) ?? false);
}

function isForEverything({ patternType, resourceName }: Acl): boolean {
  return patternType === patternTypes.LITERAL && resourceName === wildcard;
}

function namesOf(acls: readonly Acl[], patternType: number): Set<string> {
  return new Set(acls.filter((acl) => acl.patternType === patternType).map((acl) => acl.resourceName));
}

/** Whether a name begins with one of some others; looks at as many as it has characters, or as there are. */
function beginsWithOneOf(name: string, prefixes: ReadonlySet<string>): boolean {
  if (prefixes.size <= name.length) return [...prefixes].some((prefix) => name.startsWith(prefix));
  for (let length = 1; length <= name.length; length++) if (prefixes.has(name.slice(0, length))) return true;
  return false;
}
