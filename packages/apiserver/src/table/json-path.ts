import { isJsonObject, type Json } from "../objects.ts";

/** One step of a path: from values to the values below them. */
type Step = (values: readonly Json[]) => readonly Json[];

/**
 * Reads the JSONPath that columns and selectable fields of CustomResourceDefinitions use: `.a.b\.c`, `[0]`, `[*]`, `['a']` and
 * `[?(@.type=="Ready")]`. The result finds what the path leads to; nothing where something is missing.
 */
export function jsonPath(path: string): (value: Json) => readonly Json[] {
  const steps: Step[] = [];
  const pattern = /\.((?:\\.|[^.[\]\\])+)|\[(\*|-?\d+|'[^']*')\]|\[\?\(\s*@\.([\w.]+)\s*==\s*(?:"([^"]*)"|'([^']*)')\s*\)\]/gy;
  for (let match = pattern.exec(path); match !== null; match = pattern.exec(path)) {
    const [, member, index, field, quoted, single] = match;
    if (member !== undefined) steps.push(below(member.replace(/\\(.)/g, "$1")));
    else if (index !== undefined) steps.push(indexed(index));
    else steps.push(selected((field ?? "").split("."), quoted ?? single ?? ""));
  }
  return (value) => steps.reduce<readonly Json[]>((values, step) => step(values), [value]);
}

const below =
  (name: string): Step =>
  (values) =>
    name === "*"
      ? values.flatMap((value) => itemsOf(value))
      : values.flatMap((value) => (isJsonObject(value) && value[name] !== undefined ? [value[name]] : []));

function indexed(index: string): Step {
  if (index === "*") return (values) => values.flatMap((value) => itemsOf(value));
  if (index.startsWith("'")) return below(index.slice(1, -1));
  return (values) => values.flatMap((value) => (Array.isArray(value) ? (value.at(Number(index)) ?? []) : []));
}

const selected =
  (field: readonly string[], wanted: string): Step =>
  (values) =>
    values.flatMap((value) =>
      itemsOf(value).filter((item) => {
        const [found] = field.reduce<readonly Json[]>((held, name) => below(name)(held), [item]);
        return typeof found !== "object" && String(found) === wanted;
      }),
    );

function itemsOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value).flatMap((member) => (member === undefined ? [] : [member])) : [];
}
