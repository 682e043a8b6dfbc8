import { type Acl, aclKey } from "./acl.ts";

/** ACLs by two of their parts, e.g. by resource and then by principal. */
export class AclTable {
  readonly #rows = new Map<string, Map<string, Map<string, Acl>>>();

  row(outer: string): ReadonlyMap<string, ReadonlyMap<string, Acl>> | undefined {
    return this.#rows.get(outer);
  }

  /** Whether this is the first of its row. */
  insert(outer: string, inner: string, acl: Acl): boolean {
    const row = this.#rows.get(outer);
    if (row === undefined) {
      this.#rows.set(outer, new Map([[inner, new Map([[aclKey(acl), acl]])]]));
      return true;
    }
    const cell = row.get(inner);
    if (cell === undefined) row.set(inner, new Map([[aclKey(acl), acl]]));
    else cell.set(aclKey(acl), acl);
    return false;
  }

  /** Whether it was the last of its row. */
  remove(outer: string, inner: string, acl: Acl): boolean {
    const row = this.#rows.get(outer);
    const cell = row?.get(inner);
    if (row === undefined || cell === undefined || !cell.delete(aclKey(acl))) return false;
    if (cell.size === 0) row.delete(inner);
    if (row.size > 0) return false;
    return this.#rows.delete(outer);
  }
}
