import { stringify } from "yaml";

/**
 * A value as kubectl writes YAML: items of lists as far left as their key, no line broken. By the rules of YAML 1.1, so that `"yes"`,
 * `"0644"` and `"1:30"` have quotes and are read as text everywhere.
 */
export const yamlText = (value: unknown): string =>
  stringify(value, { version: "1.1", indentSeq: false, lineWidth: 0, aliasDuplicateObjects: false });
