import { assert } from "@millrace/kit";
import type { Validator } from "./validators.ts";

export type ConfigTypeName = "BOOLEAN" | "STRING" | "INT" | "SHORT" | "LONG" | "DOUBLE" | "LIST" | "CLASS" | "PASSWORD";

/**
 * `cluster-wide`: a running broker takes it, for itself or by the cluster's default. `per-broker`: for itself only.
 * `read-only`: given at the start. `internal`: as read-only, and not listed unless it is given.
 */
type UpdateMode = "read-only" | "per-broker" | "cluster-wide" | "internal";

/**
 * One config of a table: name, type, default (null: none; undefined: has to be given), importance, which values it takes, why it has no
 * effect here (null: it has), what it is for, and how it can be changed if not only at the start.
 */
export type ConfigRow = readonly [
  name: string,
  type: ConfigTypeName,
  defaultText: string | null | undefined,
  importance: "HIGH" | "MEDIUM" | "LOW",
  validator: Validator | null,
  noEffectBecause: string | null,
  documentation: string,
  update?: Exclude<UpdateMode, "read-only">,
];

export interface ConfigDef {
  readonly name: string;
  readonly type: ConfigTypeName;
  /** As Kafka prints it. null: no value unless one is given. undefined: Kafka demands a value. */
  readonly defaultText: string | null | undefined;
  readonly importance: "HIGH" | "MEDIUM" | "LOW";
  readonly validator: Validator | null;
  readonly update: UpdateMode;
  /** Whether it does here what it says. */
  readonly works: boolean;
  /** For people; says so where the config has no effect. */
  readonly documentation: string;
}

/** Configs by name, in the order in which they are checked. */
export type ConfigTable = ReadonlyMap<string, ConfigDef>;

export function configTable(rows: readonly ConfigRow[]): ConfigTable {
  const table = new Map(rows.map((row) => [row[0], configDef(row)]));
  assert(table.size === rows.length, "a config stands twice in a table");
  return table;
}

function configDef([name, type, defaultText, importance, validator, noEffectBecause, documentation, update]: ConfigRow): ConfigDef {
  const works = noEffectBecause === null;
  return {
    name,
    type,
    defaultText,
    importance,
    validator,
    update: update ?? "read-only",
    works,
    documentation: works ? documentation : `${documentation} Has no effect here: ${noEffectBecause}.`,
  };
}
