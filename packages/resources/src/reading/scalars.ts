import type { ScalarTag } from "yaml";

/**
 * How plain words and numbers are understood. Kubernetes reads files by YAML 1.1's rules where those differ from 1.2's (`yes` is true, `0644`
 * is octal), and a file has to mean the same here. Integers beyond ±2⁵³ stay exact as `bigint`.
 * Rules: https://yaml.org/type/bool.html, https://yaml.org/type/int.html, without the base 60 that Kubernetes does not know.
 */
export const kubernetesScalars: readonly ScalarTag[] = [
  {
    tag: "tag:yaml.org,2002:bool",
    default: true,
    test: /^(?:[yY]|[yY]es|YES|[tT]rue|TRUE|[oO]n|ON|[nN]|[nN]o|NO|[fF]alse|FALSE|[oO]ff|OFF)$/,
    resolve: (text) => /^(?:y|t|on)/i.test(text),
  },
  {
    tag: "tag:yaml.org,2002:int",
    default: true,
    test: /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$/,
    resolve: exactInteger,
  },
];

function exactInteger(text: string): number | bigint {
  const sign = text.startsWith("-") ? -1n : 1n;
  const digits = text.replace(/^[-+]/, "").replaceAll("_", "");
  const magnitude = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = sign * magnitude;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
