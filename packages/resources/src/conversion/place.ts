import { type Document, isMap, isNode, isSeq } from "yaml";
import type { Path } from "../problem.ts";

/** Where something stands in the text of a document; what is not there, where that stands which ought to have it. */
export function offsetOfNode(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = document.range[0];
  for (const step of path) {
    node = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
    if (!isNode(node)) return offset;
    offset = node.range?.[0] ?? offset;
  }
  return offset;
}
