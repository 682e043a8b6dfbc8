import type { Environment } from "@marcbachmann/cel-js";

const compare = (left: bigint | number | string, right: bigint | number | string): number => (left < right ? -1 : left > right ? 1 : 0);

type Ordered = ReadonlyArray<bigint | number | string>;

function best(list: Ordered, sign: number, name: string): bigint | number | string {
  const [first, ...rest] = list;
  if (first === undefined) throw new RangeError(`${name} called on empty list`);
  return rest.reduce((found, item) => (compare(item, found) * sign > 0 ? item : found), first);
}

function sum(list: ReadonlyArray<bigint | number>): bigint | number {
  return list.every((item) => typeof item === "bigint")
    ? list.reduce((total, item) => total + item, 0n)
    : list.reduce<number>((total, item) => total + Number(item), 0);
}

/** `%s` and `%d` are what messages are made with. */
function format(template: string, values: readonly unknown[]): string {
  let next = 0;
  return template.replace(/%[sd%]/g, (verb) => (verb === "%%" ? "%" : String(values[next++])));
}

/** Kubernetes' own additions to CEL: https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries */
export function withKubernetesFunctions(environment: Environment): Environment {
  return environment
    .registerFunction("string.charAt(int): string", (value: string, at: bigint) => [...value][Number(at)] ?? "")
    .registerFunction("string.replace(string, string): string", (value: string, from: string, to: string) =>
      value.replaceAll(from, () => to),
    )
    .registerFunction("string.find(string): string", (value: string, pattern: string) => new RegExp(pattern, "u").exec(value)?.[0] ?? "")
    .registerFunction(
      "string.findAll(string): list<string>",
      (value: string, pattern: string) => value.match(new RegExp(pattern, "gu")) ?? [],
    )
    .registerFunction("string.format(list): string", format)
    .registerFunction("list.isSorted(): bool", (list: Ordered) =>
      list.every((item, at) => at === 0 || compare(list[at - 1] ?? item, item) <= 0),
    )
    .registerFunction("list.sum(): dyn", sum)
    .registerFunction("list.min(): dyn", (list: Ordered) => best(list, -1, "min"))
    .registerFunction("list.max(): dyn", (list: Ordered) => best(list, 1, "max"))
    .registerFunction("list.indexOf(dyn): int", (list: readonly unknown[], item: unknown) => BigInt(list.indexOf(item)))
    .registerFunction("isURL(string): bool", (value: string) => value.startsWith("/") || URL.canParse(value));
}
