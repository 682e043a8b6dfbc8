import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Exercised } from "./exercised.ts";
import type { RefereeName } from "./peers/peer.ts";

/** What a case saw: plain JSON, free of anything that differs from run to run. */
export type Verdict = null | boolean | number | string | readonly Verdict[] | { readonly [name: string]: Verdict };

/** Verdicts of one suite on its referee, by case. */
export interface RecordedVerdicts {
  /** Version of the referee: of Apache Kafka, or of Kubernetes. */
  readonly kafka?: string;
  readonly kubernetes?: string;
  readonly cases: Readonly<Record<string, Verdict>>;
  /** Requests that cases sent through the decoder of this project, and the errors that were answered. */
  readonly exercised?: Readonly<Record<string, Exercised>>;
}

/** What a case saw and exercised. */
export interface Sight {
  readonly verdict: Verdict;
  readonly exercised: Exercised;
}

const folder = join(import.meta.dirname, "../verdicts");

/** What its referee was seen to do in the cases of `suite`; no cases when nothing was recorded yet. */
export async function readVerdicts(suite: string): Promise<RecordedVerdicts> {
  const file = join(folder, `${suite}.json`);
  if (!existsSync(file)) return { cases: {} };
  return JSON.parse(await readFile(file, "utf8")) as RecordedVerdicts;
}

/** Replaces what was recorded of the cases in `seen`, in order of their names; the other cases of `known` keep theirs. */
export async function recordVerdicts(
  suite: string,
  referee: Pick<RecordedVerdicts, RefereeName>,
  seen: Readonly<Record<string, Sight>>,
  known: readonly string[],
): Promise<void> {
  const before = await readVerdicts(suite);
  const merged = <T>(kept: Readonly<Record<string, T>>, fresh: (sight: Sight) => T): Record<string, T> => {
    const entries = [
      ...Object.entries(kept).filter(([name]) => known.includes(name) && !(name in seen)),
      ...Object.entries(seen).map(([name, sight]) => [name, fresh(sight)] as const),
    ];
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const cases = merged(before.cases, ({ verdict }) => verdict);
  const exercised = Object.fromEntries(
    Object.entries(merged(before.exercised ?? {}, (sight) => sight.exercised)).filter(([, each]) => Object.keys(each).length > 0),
  );
  const recorded: RecordedVerdicts = { ...referee, cases, ...(Object.keys(exercised).length > 0 ? { exercised } : {}) };
  const file = join(folder, `${suite}.json`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(recorded, null, 1)}\n`);
}

/** A place where two verdicts differ. */
export interface Difference {
  /** Names and positions on the way there, each after a slash. */
  readonly path: string;
  readonly expected: Verdict | undefined;
  readonly actual: Verdict | undefined;
}

/** Where `actual` is not what was expected; empty when they are equal. */
export function differences(expected: Verdict | undefined, actual: Verdict | undefined): Difference[] {
  const found: Difference[] = [];
  const visit = (path: string, left: Verdict | undefined, right: Verdict | undefined): void => {
    if (isDeepStrictEqual(left, right)) return;
    if (isContainer(left) && isContainer(right) && Array.isArray(left) === Array.isArray(right)) {
      const names = new Set([...Object.keys(left), ...Object.keys(right)]);
      for (const name of names) visit(`${path}/${name}`, left[name], right[name]);
    } else {
      found.push({ path: path || "/", expected: left, actual: right });
    }
  };
  visit("", expected, actual);
  return found;
}

/** One line for a difference. */
export function describeDifference({ path, expected, actual }: Difference): string {
  return `${path}: expected ${show(expected)}, got ${show(actual)}`;
}

function isContainer(value: Verdict | undefined): value is { readonly [name: string]: Verdict } {
  return typeof value === "object" && value !== null;
}

function show(value: Verdict | undefined): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
