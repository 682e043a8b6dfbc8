import type { Happening } from "@millrace/kube";
import type { Warning } from "@millrace/resources";

/** What came of having a running Kafka keep what is declared; its refusals are warnings, as nodes go on without. */
export interface Settled {
  readonly done: readonly Happening[];
  readonly warnings: readonly Warning[];
  /** Ids of nodes that have what is declared only when they are started anew. */
  readonly unable: ReadonlySet<number>;
}

export const nothingSettled: Settled = { done: [], warnings: [], unable: new Set() };

export const settledTogether = (parts: readonly Settled[]): Settled => ({
  done: parts.flatMap(({ done }) => done),
  warnings: parts.flatMap(({ warnings }) => warnings),
  unable: new Set(parts.flatMap(({ unable }) => [...unable])),
});
