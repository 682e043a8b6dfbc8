import { type Acl, aclKey, compareAcls, wildcard } from "./acl.ts";
import { type AclFilter, matchesFilter } from "./acl-filter.ts";
import { AclTable } from "./acl-table.ts";
import { patternTypes, type ResourceType } from "./codes.ts";

/** The ACLs of one pattern, by principal. */
type PatternAcls = ReadonlyMap<string, ReadonlyMap<string, Acl>>;

/** The ACLs of one type of resource. */
class TypeAcls {
  /** By name, then by principal. */
  readonly literal = new AclTable();
  readonly prefixed = new AclTable();
  /** How many prefixes there are of each length: only these lengths need be looked up. */
  readonly prefixLengths = new Map<number, number>();
  /** By principal, then by name. */
  readonly byPrincipal = new AclTable();

  countPrefix(length: number, change: number): void {
    const count = (this.prefixLengths.get(length) ?? 0) + change;
    if (count === 0) this.prefixLengths.delete(length);
    else this.prefixLengths.set(length, count);
  }
}

/**
 * ACLs, found by the resource that is asked about: one look-up for its name, one for `*`, and one for each length that prefixes have.
 * What is found is by principal, so that thousands of ACLs on one name cost nothing either.
 */
export class AclIndex {
  readonly #byId = new Map<string, Acl>();
  readonly #idByKey = new Map<string, string>();
  readonly #types = new Map<ResourceType, TypeAcls>();

  get size(): number {
    return this.#byId.size;
  }

  has(acl: Acl): boolean {
    return this.#idByKey.has(aclKey(acl));
  }

  /** Puts an ACL in. One of the same id, or the same in everything but the id, makes room. */
  add(id: string, acl: Acl): void {
    this.remove(id);
    this.remove(this.#idByKey.get(aclKey(acl)) ?? id);
    this.#byId.set(id, acl);
    this.#idByKey.set(aclKey(acl), id);
    const type = this.#types.get(acl.resourceType) ?? new TypeAcls();
    this.#types.set(acl.resourceType, type);
    const prefixed = acl.patternType === patternTypes.PREFIXED;
    const first = (prefixed ? type.prefixed : type.literal).insert(acl.resourceName, acl.principal, acl);
    if (prefixed && first) type.countPrefix(acl.resourceName.length, 1);
    type.byPrincipal.insert(acl.principal, acl.resourceName, acl);
  }

  /** Takes the ACL of an id out, if there is one. */
  remove(id: string): void {
    const acl = this.#byId.get(id);
    if (acl === undefined) return;
    this.#byId.delete(id);
    this.#idByKey.delete(aclKey(acl));
    const type = this.#types.get(acl.resourceType);
    const prefixed = acl.patternType === patternTypes.PREFIXED;
    const last = (prefixed ? type?.prefixed : type?.literal)?.remove(acl.resourceName, acl.principal, acl);
    if (prefixed && last) type?.countPrefix(acl.resourceName.length, -1);
    type?.byPrincipal.remove(acl.principal, acl.resourceName, acl);
  }

  /** Every ACL with its id, in the order they were put in. */
  entries(): Iterable<readonly [id: string, acl: Acl]> {
    return this.#byId.entries();
  }

  /** The ACLs that a filter chooses, with their ids, sorted. */
  matching(filter: AclFilter): (readonly [id: string, acl: Acl])[] {
    return [...this.#byId].filter(([, acl]) => matchesFilter(filter, acl)).sort(([, a], [, b]) => compareAcls(a, b));
  }

  /** The patterns that stand for a resource. */
  patternsFor(resourceType: ResourceType, name: string): PatternAcls[] {
    const type = this.#types.get(resourceType);
    if (type === undefined) return [];
    const found: PatternAcls[] = [];
    const literal = type.literal.row(name);
    if (literal !== undefined) found.push(literal);
    const everything = name === wildcard ? undefined : type.literal.row(wildcard);
    if (everything !== undefined) found.push(everything);
    for (const length of type.prefixLengths.keys()) {
      const prefixed = length <= name.length ? type.prefixed.row(name.slice(0, length)) : undefined;
      if (prefixed !== undefined) found.push(prefixed);
    }
    return found;
  }

  /** The ACLs for one type of resource that name a principal in just these words. */
  ofPrincipal(resourceType: ResourceType, principal: string): Acl[] {
    const byName = this.#types.get(resourceType)?.byPrincipal.row(principal);
    return byName === undefined ? [] : [...byName.values()].flatMap((acls) => [...acls.values()]);
  }
}
