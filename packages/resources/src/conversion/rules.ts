import type { Path } from "../problem.ts";
import type { Edit } from "./edit.ts";

/** One thing that is otherwise in `v1`. */
export type Conversion = (edit: Edit) => void;

const pathOf = (text: string): Path => text.split(".");

export const removed =
  (path: string, why: string): Conversion =>
  (edit) =>
    edit.remove(pathOf(path), why);

export const moved =
  (from: string, to: string, why: string): Conversion =>
  (edit) =>
    edit.move(pathOf(from), pathOf(to), why);

/** What nobody can decide but who wrote it. `value`: only if it is so. */
export const refused =
  (path: string, message: string, value?: string): Conversion =>
  (edit) => {
    const at = pathOf(path);
    if (value === undefined ? edit.has(at) : edit.text(at) === value) edit.refuse(at, message);
  };

export const needed: Conversion = (edit) => {
  if (!edit.has(["spec"])) edit.refuse(["spec"], "v1 demands it, if only as {}");
};

/** `reconciliationIntervalSeconds` → `reconciliationIntervalMs`. */
export const inMilliseconds =
  (under: string): Conversion =>
  (edit) => {
    const [seconds, ms] = [pathOf(`${under}.reconciliationIntervalSeconds`), pathOf(`${under}.reconciliationIntervalMs`)];
    const given = edit.text(seconds);
    if (given !== undefined && !edit.has(ms)) edit.set(ms, String(Number(given) * 1000), "it was given in seconds");
    edit.remove(seconds, "reconciliationIntervalMs takes its place");
  };

/** What v1beta2 took for given. */
export const defaulted =
  (path: string, value: string): Conversion =>
  (edit) => {
    const at = pathOf(path);
    if (edit.has(["spec"]) && !edit.has(at)) edit.set(at, value, "v1 has no default for it, v1beta2 had this one");
  };

/** `pause: true` → `state: paused`. */
export function pauseToState(edit: Edit, under: Path): void {
  const [pause, state] = [
    [...under, "pause"],
    [...under, "state"],
  ];
  if (edit.text(pause) === "true" && !edit.has(state)) edit.set(state, "paused", "it was paused");
  edit.remove(pause, "state takes its place");
}

export const noJaeger: Conversion = (edit) => {
  if (edit.text(["spec", "tracing", "type"]) === "jaeger")
    edit.remove(["spec", "tracing"], "there is no tracing by Jaeger any more; opentelemetry is there");
};

export const oauthMessage = "authentication of the type oauth is gone: custom takes its place";
