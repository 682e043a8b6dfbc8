import { UsageError } from "../command.ts";

/** One step: a member, an item, or the items of which a member is equal to a text. */
type Step = { readonly member: string } | { readonly item: number } | { readonly where: string; readonly is: string };

const steps: ReadonlyArray<readonly [pattern: RegExp, step: (found: RegExpExecArray) => Step]> = [
  [/^\.((?:[^.[\]{}\\]|\\.)+)/, ([, name = ""]) => ({ member: name.replaceAll(/\\(.)/g, "$1") })],
  [/^\['([^']+)'\]/, ([, name = ""]) => ({ member: name })],
  [/^\[(-?\d+)\]/, ([, at = ""]) => ({ item: Number(at) })],
  [/^\[\?\(@\.([\w-]+)==["']([^"']*)["']\)\]/, ([, where = "", is = ""]) => ({ where, is })],
];

/**
 * What `kubectl wait --for=jsonpath` understands of a path, as far as conditions need it: `{.status.topicId}`,
 * `{.status.conditions[?(@.type=="Ready")].status}`. Gives what finds the values there.
 */
export function jsonPath(text: string): (object: unknown) => readonly unknown[] {
  const path = stepsOf(/^\{(.*)\}$/.exec(text)?.[1] ?? text);
  return (object) => path.reduce<readonly unknown[]>((values, step) => values.flatMap((value) => follow(value, step)), [object]);
}

function stepsOf(text: string): readonly Step[] {
  const path: Step[] = [];
  for (let rest = text.startsWith(".") || text.startsWith("[") ? text : `.${text}`; rest !== ""; ) {
    const found = steps.flatMap(([pattern, step]) => {
      const match = pattern.exec(rest);
      return match === null ? [] : [{ step: step(match), length: match[0].length }];
    })[0];
    if (found === undefined) throw new UsageError(`the path ${text} is not understood at "${rest}"`);
    path.push(found.step);
    rest = rest.slice(found.length);
  }
  return path;
}

function follow(value: unknown, step: Step): readonly unknown[] {
  const members = value as Readonly<Record<string, unknown>>;
  if ("member" in step) return isObject(value) && Object.hasOwn(value, step.member) ? [members[step.member]] : [];
  if (!Array.isArray(value)) return [];
  if ("item" in step) return value.at(step.item) === undefined ? [] : [value.at(step.item)];
  return value.filter((item) => isObject(item) && String((item as Readonly<Record<string, unknown>>)[step.where]) === step.is);
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
