import {
  type AclOperation,
  type Authorizer,
  clusterName,
  type Decision,
  type ResourceType,
  resourceTypes,
  type Subject,
  supportedOperations,
} from "@millrace/security";

type ConcreteType = keyof typeof supportedOperations;

/**
 * Whether a decision matters by itself. `silent` where a denial only shapes an answer (lists, one of several ways to be allowed) and is no
 * attempt to do something forbidden; `idle` where nothing is granted either (fields that tell what would be allowed).
 */
export type Audit = "logged" | "silent" | "idle";

const loudness: Readonly<Record<Audit, number>> = { idle: 0, silent: 1, logged: 2 };

/** What whoever sent a request may do. One for each request: what was decided holds until it has been answered. */
export interface Access {
  may(operation: AclOperation, resourceType: ResourceType, name: string, audit?: Audit): boolean;
  mayCluster(operation: AclOperation, audit?: Audit): boolean;
  /** Whether the operation is allowed on anything of the type at all. */
  maySomewhere(operation: AclOperation, resourceType: ResourceType): boolean;
  /** Bits of the operations that are allowed on a resource (KIP-430). */
  operations(resourceType: ConcreteType, name: string): number;
}

/** What everybody may do where there is no authorizer, and this process itself in any case: everything. */
export const openAccess: Access = {
  may: () => true,
  mayCluster: () => true,
  maySomewhere: () => true,
  operations: (resourceType) => bitsOf(supportedOperations[resourceType]),
};

/** What stands in a field of authorized operations that nobody asked for: the least int32. */
export const operationsNotAsked = -2_147_483_648;

/** Is told what was asked and decided: once, unless it comes to matter more. */
export type Decided = (operation: AclOperation, resourceType: ResourceType, name: string, decision: Decision, audit: Audit) => void;

type Decider = Pick<Authorizer, "authorize" | "authorizeByResourceType">;

interface Asked {
  readonly operation: AclOperation;
  readonly resourceType: ResourceType;
  readonly name: string;
  readonly decision: Decision;
  audit: Audit;
}

function keyOf(operation: AclOperation, resourceType: ResourceType, name: string): string {
  return `${operation}:${resourceType}:${name}`;
}

/** What an authorizer lets somebody do. */
export class CheckedAccess implements Access {
  readonly #authorizer: Decider;
  readonly #subject: Subject;
  readonly #decided: Decided;
  /** Most requests ask for one thing, again and again. */
  #last: Asked | undefined;
  /** All that was asked, once that is more. */
  #asked: Map<string, Asked> | undefined;

  constructor(authorizer: Decider, subject: Subject, decided: Decided) {
    this.#authorizer = authorizer;
    this.#subject = subject;
    this.#decided = decided;
  }

  may(operation: AclOperation, resourceType: ResourceType, name: string, audit: Audit = "logged"): boolean {
    const asked = this.#find(operation, resourceType, name);
    if (asked !== undefined && loudness[audit] <= loudness[asked.audit]) return asked.decision.allowed;
    const decision = asked?.decision ?? this.#authorizer.authorize(this.#subject, operation, resourceType, name);
    if (asked === undefined) this.#keep({ operation, resourceType, name, decision, audit });
    else asked.audit = audit;
    this.#decided(operation, resourceType, name, decision, audit);
    return decision.allowed;
  }

  #find(operation: AclOperation, resourceType: ResourceType, name: string): Asked | undefined {
    const last = this.#last;
    if (last !== undefined && last.name === name && last.operation === operation && last.resourceType === resourceType) return last;
    return this.#asked?.get(keyOf(operation, resourceType, name));
  }

  #keep(asked: Asked): void {
    if (this.#last !== undefined) {
      this.#asked ??= new Map([[keyOf(this.#last.operation, this.#last.resourceType, this.#last.name), this.#last]]);
      this.#asked.set(keyOf(asked.operation, asked.resourceType, asked.name), asked);
    }
    this.#last = asked;
  }

  mayCluster(operation: AclOperation, audit: Audit = "logged"): boolean {
    return this.may(operation, resourceTypes.CLUSTER, clusterName, audit);
  }

  maySomewhere(operation: AclOperation, resourceType: ResourceType): boolean {
    return this.#authorizer.authorizeByResourceType(this.#subject, operation, resourceType);
  }

  operations(resourceType: ConcreteType, name: string): number {
    return bitsOf(supportedOperations[resourceType].filter((operation) => this.may(operation, resourceType, name, "idle")));
  }
}

/** What is asked for, apart by whether it is allowed: each is decided once, in order. */
export function divided<T>(asked: Iterable<T>, isAllowed: (item: T) => boolean): readonly [allowed: T[], denied: T[]] {
  const [allowed, denied]: [T[], T[]] = [[], []];
  for (const item of asked) (isAllowed(item) ? allowed : denied).push(item);
  return [allowed, denied];
}

function bitsOf(operations: readonly AclOperation[]): number {
  return operations.reduce<number>((bits, operation) => bits | (1 << operation), 0);
}
