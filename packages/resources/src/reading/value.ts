import type { Problem } from "../problem.ts";
import type { Value } from "../values.ts";
import { readYaml } from "./yaml.ts";

/** The value that a YAML text holds, JSON included: the first, if there are several; undefined if there is none. `file` is how problems call it. */
export function valueFromYaml(text: string, file: string): { readonly value: Value | undefined; readonly problems: readonly Problem[] } {
  const { documents, problems } = readYaml(text, file);
  return { value: documents[0]?.root.value, problems };
}
