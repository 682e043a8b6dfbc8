import { AsyncLocalStorage } from "node:async_hooks";
import { type Api, errorByCode } from "@millrace/protocol";

/** Which errors were answered to requests, by key of the API and version; `closed` and `silent` are answers too. */
export type Exercised = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Requests and the errors that were answered to them. */
class Exercises {
  readonly #seen = new Map<number, Map<number, Set<string>>>();

  add(key: number, version: number, answers: Iterable<string>): void {
    const versions = this.#seen.get(key) ?? new Map<number, Set<string>>();
    this.#seen.set(key, versions);
    versions.set(version, new Set([...(versions.get(version) ?? []), ...answers]));
  }

  toJSON(): Exercised {
    const byNumber = <T>(map: ReadonlyMap<number, T>) => [...map].sort(([a], [b]) => a - b);
    return Object.fromEntries(
      byNumber(this.#seen).map(([key, versions]) => [
        key,
        Object.fromEntries(byNumber(versions).map(([version, answers]) => [version, [...answers].sort()])),
      ]),
    );
  }
}

const current = new AsyncLocalStorage<Exercises | undefined>();

/** Runs `act` and tells which requests were sent by it, in whatever it started, and what was answered. */
export async function exercising<T>(act: () => Promise<T>): Promise<{ result: T; exercised: Exercised }> {
  const exercises = new Exercises();
  const result = await current.run(exercises, act);
  return { result, exercised: exercises.toJSON() };
}

/** Runs what only prepares or waits: what is answered to it differs from run to run. */
export function unexercised<T>(act: () => Promise<T>): Promise<T> {
  return current.run(undefined, act);
}

/** Notes an answer: a decoded reply, or how none came. */
export function noteAnswer({ key }: Pick<Api, "key">, version: number, answer: unknown): void {
  current.getStore()?.add(key, version, typeof answer === "string" ? [answer] : errorsIn(answer));
}

/** Names of the errors in the fields of a reply that hold one. */
function errorsIn(reply: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return;
    for (const [name, item] of Object.entries(value)) {
      if (/errorCode$/i.test(name) && typeof item === "number") found.add(errorByCode(item).name);
      else visit(item);
    }
  };
  visit(reply);
  return found;
}
