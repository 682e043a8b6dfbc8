import type { OpenObject, Value } from "./values.ts";

/** Kafka's settings are text; this is the text of a value as it stands in a file, or undefined if it has none. */
export function configText(value: Value): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (!Array.isArray(value)) return undefined;
  const items = value.map(configText);
  return items.every((item) => item !== undefined) ? items.join(",") : undefined;
}

/** Settings as Kafka takes them. Values that have no text have been refused before. */
export function configTexts(config: OpenObject = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, configText(value) ?? ""]));
}
