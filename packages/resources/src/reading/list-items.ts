import type { Path } from "../problem.ts";
import { memberOf, partOf } from "./located.ts";
import type { SourceDocument } from "./yaml.ts";

/** `kubectl get -o yaml` wraps several resources into a List; its items are documents of their own. */
export function itemsOf(document: SourceDocument): readonly SourceDocument[] {
  const { value } = document.root;
  const items = memberOf(value, "items");
  if (memberOf(value, "kind") !== "List" || memberOf(value, "apiVersion") !== "v1" || !Array.isArray(items)) return [document];
  return items.map((_, index) => {
    const prefix: Path = ["items", index];
    return {
      root: partOf(document.root, prefix),
      problem: (finding) => document.problem({ ...finding, path: [...prefix, ...finding.path] }),
    };
  });
}
