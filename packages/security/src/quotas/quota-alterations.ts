import { errors, type KafkaError } from "@millrace/protocol";
import { entityKey, entityText, entityTypes, type QuotaEntity } from "./quota-entity.ts";
import { addressQuotaTypes, clientQuotaTypes, quotaValueProblem } from "./quota-keys.ts";
import type { QuotaChange, QuotaStore } from "./quota-store.ts";

/** What AlterClientQuotas asks for one entity. */
export interface QuotaAlteration {
  readonly entity: QuotaEntity;
  /** A value of undefined removes the quota. */
  readonly ops: ReadonlyArray<{ readonly key: string; readonly value: number | undefined }>;
}

/** What became of the alterations of one entity. */
export interface AlterationOutcome {
  readonly entity: QuotaEntity;
  readonly error: KafkaError;
  readonly message: string | null;
}

interface Planned {
  readonly outcomes: readonly AlterationOutcome[];
  /** Only what is not so already. */
  readonly changes: readonly QuotaChange[];
}

const knownTypes: ReadonlySet<string> = new Set(Object.values(entityTypes));

/**
 * Checks alterations as Kafka's controller does, in its words. Each entity has one outcome: of one that comes twice the first alteration
 * counts, and the outcome says that there was another. `isHost` says whether a text is an address or the name of one.
 */
export function planAlterations(store: QuotaStore, alterations: readonly QuotaAlteration[], isHost: (text: string) => boolean): Planned {
  const outcomes = new Map<string, AlterationOutcome>();
  const changes: QuotaChange[] = [];
  for (const { entity, ops } of alterations) {
    const id = entityKey(entity);
    const byKey = new Map(ops.map(({ key, value }) => [key, value]));
    const isRepeated = outcomes.has(id) || byKey.size < ops.length;
    const problem = isRepeated ? `Ignoring duplicate entity ${entityText(entity)}` : alterationProblem(entity, byKey, isHost);
    outcomes.set(id, { entity, error: problem === undefined ? errors.NONE : errors.INVALID_REQUEST, message: problem ?? null });
    if (problem === undefined) changes.push(...changesOf(store, entity, byKey));
  }
  return { outcomes: [...outcomes.values()], changes };
}

type Values = ReadonlyMap<string, number | undefined>;

function alterationProblem(entity: QuotaEntity, values: Values, isHost: (text: string) => boolean): string | undefined {
  const problem = entityProblem(entity) ?? combinationProblem(entity, isHost);
  if (problem !== undefined) return problem;
  const types = entity.has(entityTypes.ip) ? addressQuotaTypes : clientQuotaTypes;
  for (const [key, value] of values) {
    const wrong = value === undefined ? undefined : quotaValueProblem(types, key, value);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function entityProblem(entity: QuotaEntity): string | undefined {
  if (entity.size === 0) return "Invalid empty client quota entity";
  for (const [type, name] of entity) {
    if (!knownTypes.has(type)) return `Unhandled client quota entity type: ${type}`;
    if (name === "") return `Empty ${type} not supported`;
  }
  return undefined;
}

function combinationProblem(entity: QuotaEntity, isHost: (text: string) => boolean): string | undefined {
  const address = entity.get(entityTypes.ip);
  if (address === undefined) return undefined;
  // There is no space in Kafka's text either.
  if (entity.size > 1) return "Invalid quota entity combination, IP entity shouldnot be combined with User or ClientId";
  return address === null || isHost(address) ? undefined : `${address} is not a valid IP or resolvable host.`;
}

function changesOf(store: QuotaStore, entity: QuotaEntity, values: Values): QuotaChange[] {
  const current = store.valuesOf(entity);
  return Array.from(values, ([key, value]) => ({ entity, key, value })).filter(({ key, value }) => !Object.is(current.get(key), value));
}
