import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type YAMLMap } from "yaml";
import type { Path } from "../problem.ts";
import type { Value } from "../values.ts";
import { type Located, locatedScalar } from "./located.ts";

/** What one document may grow to when its aliases are followed, and how deep it may be: bounds against hostile files. */
const nodesMax = 200_000;
const depthMax = 64;

type Node = ParsedNode | null;
type Report = (offset: number, message: string, path: Path) => void;
type Members = Map<string, { keyOffset: number; at: Located }>;

/** Turns a parsed YAML document into plain values that remember where they stand. Whatever has no place in a resource is reported. */
export class FromYaml {
  readonly #document: Document.Parsed;
  readonly #report: Report;
  /** The last anchor of each name up to here. The library would search the whole document for every alias. */
  readonly #anchors = new Map<string, ParsedNode>();
  /** How many aliases are being followed: what lies behind them was met before. */
  #following = 0;
  #nodes = 0;
  #exhausted = false;

  constructor(document: Document.Parsed, report: Report) {
    this.#document = document;
    this.#report = report;
  }

  /** The whole document, or undefined if it is too large or too deep (then reported). */
  read(): Located | undefined {
    const located = this.#located(this.#document.contents, []);
    return this.#exhausted ? undefined : located;
  }

  #located(node: Node, path: Path): Located {
    const offset = node?.range?.[0] ?? 0;
    this.#nodes += 1;
    if (this.#nodes > nodesMax || path.length > depthMax) return this.#giveUp(offset, path);
    if (isAlias(node)) return this.#target(node, offset, path);
    if (node?.anchor !== undefined && this.#following === 0) this.#anchors.set(node.anchor, node);
    if (isMap(node)) return this.#object(node as YAMLMap.Parsed, offset, path);
    if (isSeq(node)) return this.#list(node.items as ParsedNode[], offset, path);
    return locatedScalar(isScalar(node) ? this.#scalar(node.value, offset, path) : null, offset);
  }

  #giveUp(offset: number, path: Path): Located {
    const what = path.length > depthMax ? `nested more than ${depthMax} levels deep` : `more than ${nodesMax} values, aliases followed`;
    if (!this.#exhausted) this.#report(offset, `the document is refused: ${what}`, []);
    this.#exhausted = true;
    return locatedScalar(null, offset);
  }

  /** What an alias stands for, located where the alias is used, as that is where a reader looks. */
  #target(alias: Alias.Parsed, offset: number, path: Path): Located {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      this.#report(offset, `there is no anchor &${alias.source} above`, path);
      return locatedScalar(null, offset);
    }
    this.#following += 1;
    const located = this.#located(target, path);
    this.#following -= 1;
    return { ...located, offset };
  }

  #scalar(value: unknown, offset: number, path: Path): Value {
    if (value === null || ["string", "number", "bigint", "boolean"].includes(typeof value)) return value as Value;
    this.#report(offset, "expected text, a number, true or false; quote it if it is text", path);
    return null;
  }

  #list(items: readonly ParsedNode[], offset: number, path: Path): Located {
    const members = new Map<number, { keyOffset: number; at: Located }>();
    for (const [index, item] of items.entries()) {
      if (this.#exhausted) break;
      const at = this.#located(item, [...path, index]);
      members.set(index, { keyOffset: at.offset, at });
    }
    return { value: [...members.values()].map(({ at }) => at.value), offset, members };
  }

  #object(map: YAMLMap.Parsed, offset: number, path: Path): Located {
    const members: Members = new Map();
    const merged: Located[] = [];
    for (const pair of map.items as Pair<ParsedNode, ParsedNode | null>[]) {
      if (this.#exhausted) break;
      const keyOffset = pair.key.range[0];
      const key = this.#key(pair.key, path);
      if (key === undefined) continue;
      if (members.has(key)) this.#report(keyOffset, "the key is given twice", [...path, key]);
      const at = this.#located(pair.value, [...path, key]);
      if (key === "<<") merged.push(at);
      // A key without a value stands where the key is: there is nothing else to point at.
      else members.set(key, { keyOffset, at: at.value === null ? { ...at, offset: keyOffset } : at });
    }
    for (const source of merged) this.#merge(source, members, path);
    const value = Object.fromEntries([...members].map(([key, member]) => [key, member.at.value]));
    return { value, offset, members };
  }

  #key(key: ParsedNode, path: Path): string | undefined {
    const source = isAlias(key) ? this.#anchors.get(key.source) : key;
    if (isScalar(key) && key.anchor !== undefined) this.#anchors.set(key.anchor, key);
    if (isScalar(source)) return typeof source.value === "string" ? source.value : (source.source ?? String(source.value));
    this.#report(key.range[0], "expected text as a key", path);
    return undefined;
  }

  /** `<<: *defaults` brings in fields that are not given here; https://yaml.org/type/merge.html */
  #merge(source: Located, members: Members, path: Path): void {
    if (Array.isArray(source.value)) {
      for (const { at } of source.members.values()) this.#merge(at, members, path);
      return;
    }
    if (typeof source.value !== "object") this.#report(source.offset, "expected an object, or a list of them, to merge by <<", path);
    for (const [key, { at }] of source.members) {
      if (!members.has(String(key))) members.set(String(key), { keyOffset: source.offset, at });
    }
  }
}
