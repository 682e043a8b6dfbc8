import type { Finding, Path } from "../problem.ts";

/** What rules judge: something that stands at a place of a resource. */
export interface Subject {
  readonly path: Path;
}

/** One thing that has to hold, beyond what the schema says. */
export interface Rule<S extends Subject> {
  /** Names the rule; stable, as problems give it to programs. */
  readonly error: string;
  readonly holds: (subject: S) => boolean;
  /** What is wrong and what would be right, if it does not hold. */
  readonly message: (subject: S) => string;
  /** The part of the subject that is to blame, if not all of it. */
  readonly at?: Path;
  /** Whether the key is to blame rather than its value. */
  readonly aboutKey?: boolean;
}

/** Judges every subject by every rule. */
export function judge<S extends Subject>(rules: readonly Rule<S>[], subjects: readonly S[]): readonly Finding[] {
  return subjects.flatMap((subject) =>
    rules
      .filter((rule) => !rule.holds(subject))
      .map((rule) => ({
        path: [...subject.path, ...(rule.at ?? [])],
        message: rule.message(subject),
        rule: rule.error,
        ...(rule.aboutKey === undefined ? {} : { aboutKey: rule.aboutKey }),
      })),
  );
}

/** Rules for a part of a resource; they are asked only if the schema found nothing wrong in the parts that they read. */
export interface Check<R> {
  readonly reads: readonly Path[];
  readonly findings: (resource: R) => readonly Finding[];
}

/** Whether something with this key stands earlier in the list. */
export const isRepeated = <T>(items: readonly T[], item: T, key: (item: T) => unknown): boolean =>
  items.slice(0, items.indexOf(item)).some((earlier) => key(earlier) === key(item));
