import { type Document, isMap, isNode, isScalar, isSeq } from "yaml";
import { type Finding, type Path, pathText } from "../problem.ts";

/** A value to be written: texts are written plain, so that `"120000"` is a number and `"true"` is true. */
export type Written = string | readonly Written[] | { readonly [key: string]: Written };

/** Changes a document in place, so that comments and order stay, and tells each change. */
export class Edit {
  /** A sentence each. */
  readonly changes: string[] = [];
  /** What somebody has to do by hand. */
  readonly refusals: Finding[] = [];
  readonly #document: Document.Parsed;
  readonly #prefix: Path;

  constructor(document: Document.Parsed, prefix: Path) {
    this.#document = document;
    this.#prefix = prefix;
  }

  /** Whether there is something, and it is not null. */
  has(path: Path): boolean {
    return this.#at(path) !== undefined;
  }

  /** Of a scalar, as it is written. */
  text(path: Path): string | undefined {
    const node = this.#at(path);
    return isScalar(node) ? String(node.value) : undefined;
  }

  /** Paths of a list's items. */
  items(path: Path): readonly Path[] {
    const node = this.#at(path);
    return isSeq(node) ? node.items.map((_, at) => [...path, at]) : [];
  }

  remove(path: Path, why: string): void {
    if (!this.has(path)) return;
    this.#drop(path);
    this.changes.push(`${pathText(path)} is removed: ${why}`);
  }

  set(path: Path, value: Written, why: string): void {
    const node = this.#at(path);
    // The comment behind it stays.
    if (isScalar(node)) node.value = value;
    else this.#document.setIn([...this.#prefix, ...path], this.#document.createNode(value));
    this.changes.push(`${pathText(path)} is set to ${typeof value === "string" ? value : JSON.stringify(value)}: ${why}`);
  }

  /** Nothing is moved to where something is. */
  move(from: Path, to: Path, why: string): void {
    if (!this.has(from)) return;
    if (this.has(to)) {
      this.remove(from, `${pathText(to)} is there already`);
      return;
    }
    this.copy(from, to);
    this.#drop(from);
    this.changes.push(`${pathText(from)} becomes ${pathText(to)}: ${why}`);
  }

  /** Tells nothing: it is part of some change. */
  copy(from: Path, to: Path): void {
    const node = this.#at(from);
    if (isNode(node)) this.#document.setIn([...this.#prefix, ...to], node.clone());
  }

  refuse(path: Path, message: string): void {
    this.refusals.push({ path, message });
  }

  /** What is above stays, if with nothing in it: `topicOperator: {}` says that there is one. */
  #drop(path: Path): void {
    this.#document.deleteIn([...this.#prefix, ...path]);
  }

  #at(path: Path): unknown {
    let node: unknown = this.#document.contents;
    for (const step of [...this.#prefix, ...path]) node = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
    if (isScalar(node) && (node.value === null || (node.value === "" && node.type === "PLAIN") || node.source === "null")) return undefined;
    return node ?? undefined;
  }
}
