import { UsageError } from "../command.ts";
import { jsonPath } from "./json-path.ts";
import { jsonText } from "./shown-objects.ts";

/** Prints a part of a template for what is looked at just then; `root` is the whole. */
type Part = (current: unknown, root: unknown) => string;

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/**
 * Prints objects by a template of kubectl's: text, `{.path}`, `{"text\n"}` and `{range .items[*]}…{end}`. Throws UsageError for what it does not
 * understand. `https://kubernetes.io/docs/reference/kubectl/jsonpath/`
 */
export function jsonTemplate(template: string): (object: unknown) => string {
  const blocks = template.matchAll(/\{((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^{}"'])*)\}|([^{}]+)|([{}])/g);
  const parts: Part[][] = [[]];
  const ranges: Array<(object: unknown) => readonly unknown[]> = [];
  const add = (part: Part): void => void parts.at(-1)?.push(part);
  for (const [whole, block, text] of blocks) {
    if (text !== undefined) {
      add(() => text);
      continue;
    }
    if (block === undefined) throw new UsageError(`the template ${template} is not understood: a ${whole} has no other`);
    const inside = block.trim();
    const range = /^range\s+(.+)$/.exec(inside)?.[1];
    if (range !== undefined) {
      ranges.push(jsonPath(range));
      parts.push([]);
    } else if (inside === "end") {
      const each = parts.pop() ?? [];
      const items = ranges.pop();
      if (items === undefined) throw new UsageError(`the template ${template} is not understood: {end} without {range}`);
      add((current, root) =>
        items(current)
          .flatMap((item) => each.map((part) => part(item, root)))
          .join(""),
      );
    } else add(partOf(inside));
  }
  if (ranges.length > 0) throw new UsageError(`the template ${template} is not understood: {range} without {end}`);
  const [whole = []] = parts;
  return (object) => whole.map((part) => part(object, object)).join("");
}

const foundText = (value: unknown): string => (typeof value === "object" && value !== null ? jsonText(value, 0) : String(value ?? ""));

function partOf(inside: string): Part {
  const quoted = /^(["'])(.*)\1$/s.exec(inside)?.[2];
  if (quoted !== undefined) {
    const text = quoted.replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
    return () => text;
  }
  const find = jsonPath(inside);
  return (current, root) =>
    find(inside.startsWith("$") ? root : current)
      .map(foundText)
      .join(" ");
}
