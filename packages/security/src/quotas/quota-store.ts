import { entityKey, type QuotaEntity } from "./quota-entity.ts";

/** The quotas of one entity, by their names. */
export interface EntityQuotas {
  readonly entity: QuotaEntity;
  readonly values: ReadonlyMap<string, number>;
}

/** A quota that is to be set or, without a value, removed. */
export interface QuotaChange {
  readonly entity: QuotaEntity;
  readonly key: string;
  readonly value: number | undefined;
}

/** All quotas that are set. */
export class QuotaStore {
  readonly #entities = new Map<string, { readonly entity: QuotaEntity; readonly values: Map<string, number> }>();
  #version = 0;

  /** Grows with each change. */
  get version(): number {
    return this.#version;
  }

  /** In the order in which the entities first had a quota. */
  entries(): Iterable<EntityQuotas> {
    return this.#entities.values();
  }

  valuesOf(entity: QuotaEntity): ReadonlyMap<string, number> {
    return this.#entities.get(entityKey(entity))?.values ?? new Map();
  }

  apply({ entity, key, value }: QuotaChange): void {
    this.#version++;
    const id = entityKey(entity);
    const values = this.#entities.get(id)?.values ?? new Map<string, number>();
    if (value === undefined) values.delete(key);
    else values.set(key, value);
    if (values.size === 0) this.#entities.delete(id);
    else if (!this.#entities.has(id)) this.#entities.set(id, { entity, values });
  }
}
