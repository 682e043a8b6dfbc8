import type { ConfigTable } from "@millrace/configs";
import { errors, type IncrementalAlterConfigsRequestAlterableConfig as Operation } from "@millrace/protocol";
import { alterOperation } from "./config-source.ts";
import type { Overrides } from "./parse.ts";
import type { ConfigRefusal } from "./topic-settings.ts";

/** An override to be; null takes it away. */
export interface ConfigChange {
  readonly name: string;
  readonly value: string | null;
}

/** Names of the operations by number. */
export const operationNames: readonly string[] = ["SET", "DELETE", "APPEND", "SUBTRACT"];

/** What operations make of overrides. APPEND and SUBTRACT need a list: its override or, without one, its default. */
export function operated(operations: readonly Operation[], overrides: Overrides, table: ConfigTable): ConfigChange[] | ConfigRefusal {
  const changes: ConfigChange[] = [];
  for (const { name, configOperation, value } of operations) {
    if (configOperation === alterOperation.set || configOperation === alterOperation.delete) {
      changes.push({ name, value: configOperation === alterOperation.set ? value : null });
      continue;
    }
    const def = table.get(name);
    if (def?.type !== "LIST") {
      return {
        error: errors.INVALID_CONFIG,
        message: `Can't ${operationNames[configOperation]} to key ${name} because its type is not LIST.`,
      };
    }
    const now = Object.hasOwn(overrides, name) ? overrides[name] : def.defaultText;
    const list = (now ?? "").split(",").filter((item) => item !== "");
    const items = splitAsJava(value ?? "");
    changes.push({ name, value: (configOperation === alterOperation.append ? appended(list, items) : subtracted(list, items)).join(",") });
  }
  return changes;
}

function appended(list: readonly string[], items: readonly string[]): string[] {
  return [...new Set([...list, ...items])];
}

/** Each item takes away its first occurrence. */
function subtracted(list: readonly string[], items: readonly string[]): string[] {
  const left = [...list];
  for (const item of items) {
    const at = left.indexOf(item);
    if (at !== -1) left.splice(at, 1);
  }
  return left;
}

/** `String.split` drops what is empty at the end, unless there is nothing else. */
function splitAsJava(text: string): string[] {
  const items = text.split(",");
  while (items.length > 1 && items.at(-1) === "") items.pop();
  return items;
}

/** The overrides once changes are made. */
export function withChanges(overrides: Overrides, changes: readonly ConfigChange[]): Overrides {
  const next = new Map(Object.entries(overrides));
  for (const { name, value } of changes) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return Object.fromEntries(next);
}

/** What has to be changed for these to be all overrides. */
export function replacement(given: readonly ConfigChange[], overrides: Overrides): ConfigChange[] {
  const kept = new Set(given.map(({ name }) => name));
  const gone = Object.keys(overrides).filter((name) => !kept.has(name));
  return [...given, ...gone.map((name) => ({ name, value: null }))];
}
