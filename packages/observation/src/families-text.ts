import type { MetricFamily } from "@millrace/kube";

/** Metrics of several sources in Prometheus's text format, each metric once. */
export function familiesText(families: readonly MetricFamily[]): string {
  const byName = Map.groupBy(families, ({ name }) => name);
  return [...byName].map(([name, same]) => familyText(name, same)).join("");
}

function familyText(name: string, same: readonly MetricFamily[]): string {
  const [first] = same;
  if (first === undefined) return "";
  const samples = same.flatMap((family) => family.samples);
  const lines = samples.map(({ suffix, labels, value }) => `${name}${suffix}${labelsText(labels)} ${valueText(value)}`);
  return [`# HELP ${name} ${first.help.replace(/[\\\n]/g, escaped)}`, `# TYPE ${name} ${first.type}`, ...lines, "", ""].join("\n");
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/[\\\n"]/g, escaped)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escaped = (character: string): string => (character === "\n" ? "\\n" : `\\${character}`);

const valueText = (value: number): string => (Math.abs(value) === Number.POSITIVE_INFINITY ? (value > 0 ? "+Inf" : "-Inf") : String(value));
