import { type Effect, effects } from "../src/embedded/effect.ts";
import { describe, type Field, type Shape } from "../src/schema/field.ts";
import { isAwaited, type Kind, kinds } from "../src/schema/kinds.ts";
import { shapeOf, shapesBelow } from "./shapes.ts";

/** A reference page: its file name under `docs/reference/` and its text. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

const sharedPage = "shared-types.md";

/** One page for each kind with the types that only it uses, and one page with those that several use. */
export function referencePages(): readonly Page[] {
  const all = Object.values(kinds);
  const uses = new Map<Shape, Kind[]>();
  for (const kind of all) {
    for (const shape of shapesBelow(kind.shape).values()) uses.set(shape, [...(uses.get(shape) ?? []), kind]);
  }
  const pageOf = (shape: Shape): string => {
    const users = uses.get(shape) ?? [];
    return users.length === 1 ? `${users[0]?.kind.toLowerCase()}.md` : sharedPage;
  };
  const section = (shape: Shape, page: string) => sectionText(shape, (to) => `${pageOf(to) === page ? "" : pageOf(to)}#${anchor(to)}`);
  const shapesOn = (page: string) => [...uses.keys()].filter((shape) => pageOf(shape) === page);
  const page = (name: string, heading: string, more: readonly string[]): Page => {
    const head = `<!-- Generated from packages/resources/src/schema. Do not edit. -->\n\n# ${heading}`;
    return { name, text: [head, ...more, ...shapesOn(name).map((shape) => section(shape, name)), ""].join("\n\n") };
  };
  return [
    ...all.map((kind) => page(`${kind.kind.toLowerCase()}.md`, `${kind.kind} (\`${kind.apiVersion}\`)`, [embeddedText(kind)])),
    page(sharedPage, "Types that several kinds share", []),
  ];
}

/** What the embedded runtime makes of a kind. */
function embeddedText({ kind, shape }: Kind): string {
  const { spec } = shape.fields;
  if (spec === undefined) return "Embedded, its entries are there for the resources that refer to it.";
  if (isAwaited(kind))
    return "Nothing looks after it yet, embedded or on Kubernetes: it is checked and kept, and its status says `NotSupportedYet`.";
  const paths = effectivePaths(effects[kind as keyof typeof effects], spec, "spec");
  const list = paths.map((path) => `\`${path}\``).join(", ");
  return `Embedded, these take effect: ${list}. Everything else means something on Kubernetes only and is accepted, unless it promises security that is not there.`;
}

function effectivePaths(effect: Effect, field: Field, path: string): readonly string[] {
  if (field.type === "list" && effect !== true) return effectivePaths(effect, field.item, `${path}[]`);
  const members = effect === true || typeof effect === "function" ? [] : Object.entries(effect);
  if (members.length === 0 || field.type !== "object") return [path];
  return members.flatMap(([name, below]) => {
    const member = field.shape.fields[name];
    if (member === undefined) throw new Error(`${path} has no ${name} that could take effect`);
    return effectivePaths(below, member, `${path}.${name}`);
  });
}

const anchor = (shape: Shape): string => shape.name.toLowerCase();

function sectionText(shape: Shape, link: (to: Shape) => string): string {
  const rows = Object.entries(shape.fields).map(([name, field]) => {
    const required = shape.required.includes(name) ? " **required**" : "";
    return `| \`${name}\`${required} | ${typeText(field, link)} | ${limitsText(field)} |`;
  });
  const notes =
    shape.oneOf === undefined ? [] : [`Exactly one of ${shape.oneOf.map((name) => `\`${name}\``).join(", ")} has to be present.`];
  return [`## ${shape.name}`, ...notes, ["| field | type | |", "|---|---|---|", ...rows].join("\n")].join("\n\n");
}

function typeText(field: Field, link: (to: Shape) => string): string {
  const below = shapeOf(field);
  const named = below === undefined ? undefined : `[${below.name}](${link(below)})`;
  switch (field.type) {
    case "list":
      return `list of ${named ?? typeText(field.item, link)}`;
    case "map":
      return `map of ${named ?? typeText(field.value, link)}`;
    case "object":
      return named ?? "object";
    case "open":
      return "object of any keys";
    default:
      return field.type;
  }
}

function limitsText(field: Field): string {
  const constraint = field.type === "list" ? { ...field.item, minItems: field.minItems } : field;
  const parts = [
    describe(field),
    "options" in constraint &&
      constraint.options !== undefined &&
      `One of ${constraint.options.map((option) => `\`${option}\``).join(", ")}.`,
    "pattern" in constraint && constraint.pattern !== undefined && `Pattern: \`${constraint.pattern.replaceAll("|", "\\|")}\`.`,
    "minimum" in constraint && constraint.minimum !== undefined && `At least ${constraint.minimum}.`,
    "maximum" in constraint && constraint.maximum !== undefined && `At most ${constraint.maximum}.`,
    "minItems" in constraint && constraint.minItems !== undefined && `At least ${constraint.minItems} entry.`,
  ];
  return parts.filter((part) => typeof part === "string").join(" ");
}
