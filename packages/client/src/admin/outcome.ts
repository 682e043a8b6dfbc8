import { errorByCode, errors, type KafkaError } from "@millrace/protocol";
import type { Answer } from "../cluster/routing.ts";

/** What came of one item of an operation. Other items may fare otherwise, so that this is returned, not thrown. */
export interface Outcome {
  /** `errors.NONE` if all went well. */
  readonly error: KafkaError;
  /** What the broker said about it. */
  readonly errorMessage: string | null;
}

/** A row of a reply. */
interface Row {
  readonly errorCode: number;
  readonly errorMessage?: string | null;
}

export function outcomeOf({ error, errorMessage }: Answer<unknown>): Outcome {
  return { error, errorMessage: errorMessage || null };
}

/** The outcome of each item with what names it. */
export function outcomes<Item, Named>(
  items: readonly Item[],
  answers: ReadonlyArray<Answer<unknown>>,
  named: (item: Item) => Named,
): Array<Outcome & Named> {
  return items.map((item, position) => ({ ...named(item), ...outcomeOf(answers[position] ?? unanswered) }));
}

/** Finds each item's row in a reply by what names both. */
export function answersFrom<Item, R extends Row>(
  items: readonly Item[],
  keyOfItem: (item: Item) => string | number,
  rows: readonly R[],
  keyOfRow: (row: R) => string | number | null,
): Array<Answer<R>> {
  const byKey = new Map(rows.map((row) => [keyOfRow(row), row]));
  return items.map((item) => {
    const value = byKey.get(keyOfItem(item));
    if (value === undefined) return unanswered;
    return { error: errorByCode(value.errorCode), errorMessage: value.errorMessage ?? null, value };
  });
}

/** A reply that lacks what was asked for: a defect of the broker. */
const unanswered = { error: errors.UNKNOWN_SERVER_ERROR, errorMessage: "the broker's reply says nothing about it" };
