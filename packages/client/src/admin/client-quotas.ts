import { apis } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { routed, toController } from "../cluster/routing.ts";
import { requestFailed } from "../errors.ts";
import { answersFrom, type Outcome, outcomes } from "./outcome.ts";

type EntityType = "user" | "client-id" | "ip";

/** Whom quotas are for, part by part; null is the default of its kind. */
export type QuotaEntity = Readonly<Partial<Record<EntityType, string | null>>>;

/** Parts that an entity has to have: of a name, null for the default, `any` for whichever. */
export type QuotaFilter = Readonly<Partial<Record<EntityType, { readonly name: string | null } | "any">>>;

export interface ClientQuotas {
  readonly entity: QuotaEntity;
  /** By Kafka's names, such as `producer_byte_rate`. */
  readonly quotas: Readonly<Record<string, number>>;
}

export interface QuotaAlteration {
  readonly entity: QuotaEntity;
  readonly set?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
}

const matchTypes = { exact: 0, default: 1, any: 2 } as const;

/** The quotas of all entities that have the parts; with `strict`, of those that have no others. Throws REQUEST_FAILED. */
export async function describeClientQuotas(
  cluster: Cluster,
  filter: QuotaFilter = {},
  { strict = false }: { readonly strict?: boolean } = {},
): Promise<ClientQuotas[]> {
  const components = Object.entries(filter).map(([entityType, wanted]) => {
    if (wanted === "any") return { entityType, matchType: matchTypes.any, match: null };
    return { entityType, matchType: wanted.name === null ? matchTypes.default : matchTypes.exact, match: wanted.name };
  });
  const reply = await cluster.requestAny(apis.describeClientQuotas, () => ({ components, strict }));
  if (reply.errorCode !== 0) throw requestFailed("quotas could not be described", reply.errorCode, reply.errorMessage);
  return (reply.entries ?? []).map(({ entity, values }) => ({
    entity: entityOf(entity),
    quotas: Object.fromEntries(values.map(({ key, value }) => [key, value])),
  }));
}

/** Sets and removes quotas, those of an entity all or none; or with `validateOnly` says what would come of it. */
export async function alterClientQuotas(
  cluster: Cluster,
  alterations: readonly QuotaAlteration[],
  { validateOnly = false }: { readonly validateOnly?: boolean } = {},
): Promise<Array<Outcome & { readonly entity: QuotaEntity }>> {
  const answers = await routed(cluster, alterations, toController, async (broker, items) => {
    const entries = items.map(({ entity, set = {}, remove = [] }) => ({
      entity: Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName })),
      ops: [
        ...Object.entries(set).map(([key, value]) => ({ key, value, remove: false })),
        ...remove.map((key) => ({ key, value: 0, remove: true })),
      ],
    }));
    const reply = await broker.request(apis.alterClientQuotas, () => ({ entries, validateOnly }));
    return answersFrom(items, keyOf, reply.entries, ({ entity }) => keyOf({ entity: entityOf(entity) }));
  });
  return outcomes(alterations, answers, ({ entity }) => ({ entity }));
}

function entityOf(parts: ReadonlyArray<{ readonly entityType: string; readonly entityName: string | null }>): QuotaEntity {
  return Object.fromEntries(parts.map(({ entityType, entityName }) => [entityType, entityName]));
}

function keyOf({ entity }: { readonly entity: QuotaEntity }): string {
  return JSON.stringify(Object.entries(entity).sort(([one], [other]) => (one < other ? -1 : 1)));
}
