import { UsageError } from "../command.ts";

/** One step of a path: what it gives of a value that it comes to. */
type Step = (value: unknown) => readonly unknown[];

type Path = (object: unknown) => readonly unknown[];

const steps: ReadonlyArray<readonly [pattern: RegExp, step: (found: RegExpExecArray) => Step]> = [
  [/^(?:\.|\[)\*\]?/, () => (value) => (isObject(value) || Array.isArray(value) ? Object.values(value) : [])],
  [/^\.((?:[^.[\]{}\\\s]|\\.)+)/, ([, name = ""]) => member(name.replaceAll(/\\(.)/g, "$1"))],
  [/^\[(?:'([^']+)'|"([^"]+)")\]/, ([, single, double]) => member(single ?? double ?? "")],
  [
    /^\[(-?\d+)\]/,
    ([, at = ""]) =>
      (value) =>
        Array.isArray(value) && value.at(Number(at)) !== undefined ? [value.at(Number(at))] : [],
  ],
  [
    /^\[(-?\d*):(-?\d*)\]/,
    ([, from, to]) =>
      (value) =>
        Array.isArray(value) ? value.slice(bound(from), bound(to)) : [],
  ],
  [
    /^\[\?\(@((?:[.[][^=!<>()]*?)?)\s*(?:(==|!=|<=|>=|<|>)\s*("[^"]*"|'[^']*'|[^)\s]+)\s*)?\)\]/,
    ([, path = "", sign, literal]) => filter(path, sign, literal),
  ],
];

const bound = (text: string | undefined): number | undefined => (text === undefined || text === "" ? undefined : Number(text));

function member(name: string): Step {
  return (value) => (isObject(value) && Object.hasOwn(value, name) ? [(value as Readonly<Record<string, unknown>>)[name]] : []);
}

const signs: Readonly<Record<string, (one: string | number, other: string | number) => boolean>> = {
  "==": (one, other) => one === other,
  "!=": (one, other) => one !== other,
  "<": (one, other) => one < other,
  "<=": (one, other) => one <= other,
  ">": (one, other) => one > other,
  ">=": (one, other) => one >= other,
};

/** The items of which it is true; without a sign, those that have something there. */
function filter(path: string, sign: string | undefined, literal = ""): Step {
  const find = path === "" ? (item: unknown) => [item] : jsonPath(path);
  const compare = sign === undefined ? undefined : signs[sign];
  const wanted = /^["']/.test(literal) ? literal.slice(1, -1) : literal;
  const holds = (item: unknown): boolean => {
    const found = find(item);
    if (compare === undefined) return found.length > 0;
    return found.some((each) => {
      if (typeof each === "number") return compare(each, Number(wanted));
      return typeof each !== "object" && compare(String(each), wanted);
    });
  };
  return (value) => (Array.isArray(value) ? value.filter(holds) : []);
}

/**
 * What kubectl understands of a path, as far as resources need it: `{.status.topicId}`, `{.items[*].metadata.name}`, `{.spec.roles[0:2]}`,
 * `{.status.conditions[?(@.type=="Ready")].status}`. Gives what finds the values there. Throws UsageError for anything else.
 */
export function jsonPath(text: string): Path {
  const inside = /^\{(.*)\}$/.exec(text)?.[1] ?? text;
  if (inside === "") throw new UsageError("a path is expected, for example {.metadata.name}");
  const path = stepsOf(inside.replace(/^[$@](?=[.[]|$)/, ""));
  return (object) => path.reduce<readonly unknown[]>((values, step) => values.flatMap((value) => step(value)), [object]);
}

function stepsOf(text: string): readonly Step[] {
  const path: Step[] = [];
  for (let rest = text === "" || text.startsWith(".") || text.startsWith("[") ? text : `.${text}`; rest !== ""; ) {
    // A dot by itself is what there is.
    if (rest === ".") break;
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

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
