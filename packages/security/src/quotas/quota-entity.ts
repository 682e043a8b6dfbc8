/** Whom a quota is for: names by kind of part (`user`, `client-id`, `ip`), where null stands for the default of its kind. */
export type QuotaEntity = ReadonlyMap<string, string | null>;

/** Kinds of parts, as requests and records name them. */
export const entityTypes = { user: "user", clientId: "client-id", ip: "ip" } as const;

/** The same for the same entity, whatever the order of its parts. */
export function entityKey(entity: QuotaEntity): string {
  return JSON.stringify([...entity].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As Kafka prints an entity in its errors, in the order of its parts. */
export function entityText(entity: QuotaEntity): string {
  const parts = Array.from(entity, ([type, name]) => `${type}=${name}`);
  return `ClientQuotaEntity(entries={${parts.join(", ")}})`;
}
