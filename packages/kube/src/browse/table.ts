import { MillraceError } from "@millrace/kit";
import { isRecord } from "../client/errors.ts";

/** Objects as people read them (`meta.k8s.io/v1 Table`). */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly resourceVersion: string;
  /** There is more. */
  readonly continue: string | undefined;
}

export interface Column {
  readonly name: string;
  /** 0: always shown; more: only to who wants to see much. */
  readonly priority: number;
}

export interface Row {
  readonly cells: readonly unknown[];
  readonly namespace: string | undefined;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What of the object was asked for: its metadata, or all of it. */
  readonly object: unknown;
}

/** Reads a table. Its columns are left out where they were told before. Throws PROTOCOL_VIOLATION. */
export function tableOf(answer: unknown): Table {
  if (!isRecord(answer) || answer.kind !== "Table") throw new MillraceError("PROTOCOL_VIOLATION", "the API server gave no table");
  const metadata = isRecord(answer.metadata) ? answer.metadata : {};
  return {
    columns: listOf(answer.columnDefinitions).map(({ name, priority }) => ({ name: String(name), priority: Number(priority ?? 0) })),
    rows: listOf(answer.rows).map(rowOf),
    resourceVersion: String(metadata.resourceVersion ?? ""),
    continue: typeof metadata.continue === "string" && metadata.continue !== "" ? metadata.continue : undefined,
  };
}

function rowOf({ cells, object }: Readonly<Record<string, unknown>>): Row {
  const metadata = isRecord(object) && isRecord(object.metadata) ? object.metadata : {};
  return {
    cells: Array.isArray(cells) ? cells : [],
    namespace: typeof metadata.namespace === "string" ? metadata.namespace : undefined,
    name: String(metadata.name ?? ""),
    labels: isRecord(metadata.labels) ? (metadata.labels as Readonly<Record<string, string>>) : {},
    object,
  };
}

const listOf = (list: unknown): ReadonlyArray<Readonly<Record<string, unknown>>> => (Array.isArray(list) ? list.filter(isRecord) : []);
