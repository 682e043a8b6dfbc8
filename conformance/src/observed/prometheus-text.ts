import { MillraceError } from "@millrace/kit";

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly type: string;
  readonly samples: readonly Sample[];
}

const samplePattern = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const labelPattern = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** What stands in Prometheus's text format, by name. */
function readPrometheusText(text: string): Map<string, Family> {
  const families = new Map<string, { type: string; samples: Sample[] }>();
  for (const line of text.split("\n")) {
    const [, , typed, type = ""] = line.startsWith("# TYPE ") ? line.split(" ") : [];
    if (typed !== undefined) families.set(typed, { type, samples: [] });
    if (line.startsWith("#") || line.trim() === "") continue;
    const [, name = "", labels = "", value = ""] = samplePattern.exec(line.trim()) ?? [];
    if (name === "") throw new MillraceError("PROTOCOL_VIOLATION", `this is no sample: ${line}`);
    const family = families.get(name) ?? { type: "untyped", samples: [] };
    families.set(name, family);
    family.samples.push({
      labels: Object.fromEntries(Array.from(labels.matchAll(labelPattern), ([, key = "", of = ""]) => [key, of])),
      value: Number(value),
    });
  }
  return families;
}

/** Reads what a broker tells about itself. */
export async function scrape(metricsUrl: string | undefined): Promise<Map<string, Family>> {
  if (metricsUrl === undefined) throw new MillraceError("NOT_FOUND", "the broker was started without metrics");
  const response = await fetch(metricsUrl);
  if (response.status !== 200)
    throw new MillraceError("REQUEST_FAILED", `${metricsUrl} answers ${response.status}: ${await response.text()}`);
  return readPrometheusText(await response.text());
}
