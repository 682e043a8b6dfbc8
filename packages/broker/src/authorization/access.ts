import type { AclOperation, Authorizer, Decision, ResourceType, Subject } from "@millrace/security";
import { clusterName, resourceTypes, supportedOperations } from "@millrace/security";

type ConcreteType = keyof typeof supportedOperations;

/**
 * Whether a denial matters by itself. `silent` where it only shapes an answer (lists, fields that tell what is allowed, one of several
 * ways to be allowed): such denials are no attempt to do something forbidden, and are not logged.
 */
export type Audit = "logged" | "silent";

/** What whoever sent a request may do. Made for each request; asks as late as the answer is needed. */
export interface Access {
  may(operation: AclOperation, resourceType: ResourceType, name: string, audit?: Audit): boolean;
  mayCluster(operation: AclOperation, audit?: Audit): boolean;
  /** Those of some names that are allowed; each is asked about once. */
  allowed(operation: AclOperation, resourceType: ResourceType, names: Iterable<string>, audit?: Audit): ReadonlySet<string>;
  /** Whether the operation is allowed on anything of the type at all. */
  maySomewhere(operation: AclOperation, resourceType: ResourceType): boolean;
  /** Bits of the operations that are allowed on a resource (KIP-430). */
  operations(resourceType: ConcreteType, name: string): number;
}

/** What everybody may do where there is no authorizer, and this process itself in any case: everything. */
export const openAccess: Access = {
  may: () => true,
  mayCluster: () => true,
  allowed: (_operation, _resourceType, names) => new Set(names),
  maySomewhere: () => true,
  operations: (resourceType) => bitsOf(supportedOperations[resourceType]),
};

/** Is told what was asked and decided. */
export type Decided = (operation: AclOperation, resourceType: ResourceType, name: string, decision: Decision, audit: Audit) => void;

/** What an authorizer lets somebody do. */
export class CheckedAccess implements Access {
  readonly #authorizer: Authorizer;
  readonly #subject: Subject;
  readonly #decided: Decided;

  constructor(authorizer: Authorizer, subject: Subject, decided: Decided) {
    this.#authorizer = authorizer;
    this.#subject = subject;
    this.#decided = decided;
  }

  may(operation: AclOperation, resourceType: ResourceType, name: string, audit: Audit = "logged"): boolean {
    const decision = this.#authorizer.authorize(this.#subject, operation, resourceType, name);
    this.#decided(operation, resourceType, name, decision, audit);
    return decision.allowed;
  }

  mayCluster(operation: AclOperation, audit: Audit = "logged"): boolean {
    return this.may(operation, resourceTypes.CLUSTER, clusterName, audit);
  }

  allowed(operation: AclOperation, resourceType: ResourceType, names: Iterable<string>, audit: Audit = "logged"): ReadonlySet<string> {
    return new Set([...new Set(names)].filter((name) => this.may(operation, resourceType, name, audit)));
  }

  maySomewhere(operation: AclOperation, resourceType: ResourceType): boolean {
    return this.#authorizer.authorizeByResourceType(this.#subject, operation, resourceType);
  }

  operations(resourceType: ConcreteType, name: string): number {
    return bitsOf(supportedOperations[resourceType].filter((operation) => this.may(operation, resourceType, name, "silent")));
  }
}

function bitsOf(operations: readonly AclOperation[]): number {
  return operations.reduce<number>((bits, operation) => bits | (1 << operation), 0);
}
