import type { ClientQuotaRecord } from "@millrace/protocol";
import type { QuotaChange, QuotaEntity } from "@millrace/security";
import { inHashOrder } from "../config/java-text.ts";

/** A part of an entity, as records, requests and replies list them. */
interface EntityPart {
  readonly entityType: string;
  readonly entityName: string | null;
}

/** Of several parts of one kind the last counts. The parts stand in Kafka's order, which tells in what it complains about first. */
export function entityOf(parts: readonly EntityPart[]): QuotaEntity {
  const names = new Map(parts.map(({ entityType, entityName }) => [entityType, entityName]));
  return new Map(inHashOrder([...names.keys()], 1).map((type) => [type, names.get(type) ?? null]));
}

export function entityParts(entity: QuotaEntity): EntityPart[] {
  return Array.from(entity, ([entityType, entityName]) => ({ entityType, entityName }));
}

/** What a record does. */
export function quotaChange({ entity, key, value, remove }: ClientQuotaRecord): QuotaChange {
  return { entity: entityOf(entity), key, value: remove ? undefined : value };
}
