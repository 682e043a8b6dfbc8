import { entityKey, entityTypes } from "./quota-entity.ts";
import type { QuotaStore } from "./quota-store.ts";

/** Clients that use up one limit together: those of a user, those of a client id, or those of both. "" stands for any. */
export interface ClientGroup {
  readonly user: string;
  readonly clientId: string;
}

/** Which limits bind whom, of one kind of quota. */
export interface QuotaLimits {
  /** Whether there is any limit at all. */
  readonly enabled: boolean;
  groupOf(user: string, clientId: string): ClientGroup;
  limitOf(group: ClientGroup): number;
}

/** What is never reached: the limit of those that have none. */
export const unlimited: number = 2 ** 63;

export const noLimits: QuotaLimits = {
  enabled: false,
  groupOf: (user, clientId) => ({ user, clientId }),
  limitOf: () => unlimited,
};

/** Part of an entity: a name, the default (null) or not there. */
type Part = string | null | undefined;

/** Kinds of entities that have a quota, as bits. */
const clientLevel = 1;
const userLevel = 2;
const bothLevels = 4;

/**
 * The limits that are set by user and client id. The most specific one counts: user and client id, user and any client id, user, any user
 * and client id, any user and any client id, any user, client id, any client id. Whoever a default is for uses it up alone, or with those of
 * the same user or client id.
 */
export class PreferredLimits implements QuotaLimits {
  readonly #byEntity = new Map<string, number>();
  readonly #levels: number;

  constructor(store: QuotaStore, key: string) {
    let levels = 0;
    for (const { entity, values } of store.entries()) {
      const value = values.get(key);
      const { user, clientId } = { user: entity.get(entityTypes.user), clientId: entity.get(entityTypes.clientId) };
      if (value === undefined || (user === undefined && clientId === undefined)) continue;
      this.#byEntity.set(partsKey(user, clientId), value);
      levels |= levelOf(user, clientId);
    }
    this.#levels = levels;
  }

  get enabled(): boolean {
    return this.#levels !== 0;
  }

  groupOf(user: string, clientId: string): ClientGroup {
    switch (this.#levels) {
      case clientLevel:
        return { user: "", clientId };
      case userLevel:
        return { user, clientId: "" };
      case bothLevels:
        return { user, clientId };
      default:
        return this.#preferredGroup(user, clientId);
    }
  }

  limitOf({ user, clientId }: ClientGroup): number {
    for (const [ofUser, ofClient] of candidates(user, clientId)) {
      const limit = this.#byEntity.get(partsKey(ofUser, ofClient));
      if (limit !== undefined) return limit;
    }
    return unlimited;
  }

  #preferredGroup(user: string, clientId: string): ClientGroup {
    const isSet = (ofUser: Part, ofClient: Part) => this.#byEntity.has(partsKey(ofUser, ofClient));
    if (isSet(user, clientId) || isSet(user, null)) return { user, clientId };
    if (isSet(user, undefined)) return { user, clientId: "" };
    if (isSet(null, clientId) || isSet(null, null)) return { user, clientId };
    return isSet(null, undefined) ? { user, clientId: "" } : { user: "", clientId };
  }
}

/** The entities that may limit a group, first those that go before. */
function candidates(user: string, clientId: string): ReadonlyArray<readonly [user: Part, clientId: Part]> {
  if (user !== "" && clientId !== "") {
    return [
      [user, clientId],
      [user, null],
      [null, clientId],
      [null, null],
    ];
  }
  if (user !== "") {
    return [
      [user, undefined],
      [null, undefined],
    ];
  }
  if (clientId === "") return [];
  return [
    [undefined, clientId],
    [undefined, null],
  ];
}

function levelOf(user: Part, clientId: Part): number {
  if (user !== undefined && clientId !== undefined) return bothLevels;
  return user !== undefined ? userLevel : clientLevel;
}

function partsKey(user: Part, clientId: Part): string {
  const parts: Array<[string, string | null]> = [];
  if (user !== undefined) parts.push([entityTypes.user, user]);
  if (clientId !== undefined) parts.push([entityTypes.clientId, clientId]);
  return entityKey(new Map(parts));
}
