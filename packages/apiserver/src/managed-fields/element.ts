import { entriesOf, isList } from "../json.ts";
import { jsonText, parseJson } from "../json-text.ts";
import { isJsonObject, type Json, type JsonObject } from "../objects.ts";

/**
 * One step of a path as FieldsV1 writes it, always in the same way: `f:name` a field, `k:{"name":"x"}` the item of a list that is a map by those keys,
 * `v:"x"` an item of a set, `i:0` one by its place. As text it can be the key of a map.
 */
export type Element = string;

export type FieldPath = readonly Element[];

export const fieldElement = (name: string): Element => `f:${name}`;

export const valueElement = (value: Json): Element => `v:${encoded(value)}`;

/** Keys stand in alphabetical order, so that the same item has one name only. */
export const keyElement = (keys: JsonObject): Element => `k:${encoded(keys)}`;

/** The field's name, if it is a field. */
export const fieldName = (element: Element): string | undefined => (element.startsWith("f:") ? element.slice(2) : undefined);

/** JSON with sorted keys, and escaped as Go does for HTML, since that is what is compared. */
function encoded(value: Json): string {
  const text = isJsonObject(value)
    ? `{${Object.keys(value)
        .sort()
        .map((key) => `${JSON.stringify(key)}:${encoded(value[key] ?? null)}`)
        .join(",")}}`
    : isList(value)
      ? `[${value.map(encoded).join(",")}]`
      : jsonText(value);
  return text.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** What somebody wrote in `fieldsV1`, in the one way; undefined if it is of a sort that isn't known. Throws what is wrong with it. */
export function readElement(text: string): Element | undefined {
  if (text.length < 2) throw new SyntaxError("key must be 2 characters long:");
  if (text[1] !== ":") throw new SyntaxError(`missing colon: ${text}`);
  const rest = text.slice(2);
  switch (text[0]) {
    case "f":
      return text;
    case "v":
      return valueElement(parseJson(rest));
    case "k": {
      const keys: Json = parseJson(rest);
      if (!isJsonObject(keys)) throw new SyntaxError(`expect { or n, but found ${rest[0]}`);
      return keyElement(keys);
    }
    case "i":
      if (!/^[-+]?\d+$/.test(rest)) throw new SyntaxError(`strconv.Atoi: parsing ${JSON.stringify(rest)}: invalid syntax`);
      return `i:${Number(rest)}`;
    default:
      return undefined;
  }
}

/** As conflicts show it: `.name`, `[name="x"]`, `[="x"]`, `[0]`. */
function elementText(element: Element): string {
  const rest = element.slice(2);
  if (element.startsWith("f:")) return `.${rest}`;
  if (element.startsWith("i:")) return `[${rest}]`;
  const value: Json = parseJson(rest);
  if (element.startsWith("v:")) return `[=${valueText(value)}]`;
  const keys = isJsonObject(value) ? entriesOf(value) : [];
  return `[${keys.map(([key, held]) => `${key}=${valueText(held)}`).join(",")}]`;
}

function valueText(value: Json): string {
  if (isList(value)) return `[${value.map(valueText).join(",")}]`;
  if (isJsonObject(value)) {
    return entriesOf(value)
      .map(([key, held]) => `${key}=${valueText(held)}`)
      .join("");
  }
  return jsonText(value);
}

export const pathText = (path: FieldPath): string => path.map(elementText).join("");

const sorts = "fkvi";

/** Fields first, then items by keys, by value, by place; each sort by what it says. */
export function compareElements(left: Element, right: Element): number {
  const sort = sorts.indexOf(left[0] ?? "") - sorts.indexOf(right[0] ?? "");
  if (sort !== 0 || left === right) return sort;
  if (left.startsWith("f:")) return left < right ? -1 : 1;
  return compareValues(parseJson(left.slice(2)), parseJson(right.slice(2)));
}

const rankOf = (value: Json): number => {
  if (typeof value === "number" || typeof value === "bigint") return 0;
  if (typeof value === "string") return 1;
  if (typeof value === "boolean") return 2;
  if (isList(value)) return 3;
  return value === null ? 5 : 4;
};

function compareValues(left: Json, right: Json): number {
  const rank = rankOf(left) - rankOf(right);
  if (rank !== 0 || left === null || right === null) return rank;
  if (isList(left) && isList(right)) return compareAll(left, right);
  if (isJsonObject(left) && isJsonObject(right)) return compareAll(entriesOf(left).flat(), entriesOf(right).flat());
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareAll(left: readonly Json[], right: readonly Json[]): number {
  for (const [index, item] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareValues(item, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
