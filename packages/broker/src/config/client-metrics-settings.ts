import { clientMetricsConfigs } from "@millrace/configs";
import { errors } from "@millrace/protocol";
import { trimmed } from "./java-text.ts";
import { isProblem, type Overrides, type Parsed, parseAll } from "./parse.ts";
import type { ConfigRefusal } from "./topic-settings.ts";

/** Every config of a subscription with these overrides. */
export function clientMetricsSettings(overrides: Overrides): ReadonlyMap<string, Parsed> {
  return parseAll(clientMetricsConfigs, overrides).values;
}

const interval = { name: "interval.ms", min: 100, max: 3_600_000 };

/** What a client may be picked by. */
const matchable: ReadonlySet<string> = new Set([
  "client_instance_id",
  "client_id",
  "client_software_name",
  "client_software_version",
  "client_source_address",
  "client_source_port",
]);

const invalidConfig = (message: string): ConfigRefusal => ({ error: errors.INVALID_CONFIG, message });
const invalidRequest = (message: string): ConfigRefusal => ({ error: errors.INVALID_REQUEST, message });

/** What Kafka answers when these are to be all configs of a subscription; undefined if it takes them. The first problem only, as Kafka does. */
export function clientMetricsRefusal(subscription: string, overrides: Overrides): ConfigRefusal | undefined {
  if (subscription === "") return invalidRequest("Subscription name can't be empty");
  const unknown = Object.keys(overrides).find((name) => !clientMetricsConfigs.has(name));
  if (unknown !== undefined) return invalidRequest(`Unknown client metrics configuration: ${unknown}`);
  const { values, problems } = parseAll(clientMetricsConfigs, overrides);
  const [problem] = problems;
  if (problem !== undefined && isProblem(problem)) return invalidConfig(problem.message);
  return intervalRefusal(Number(values.get(interval.name)?.value)) ?? matchRefusal(values.get("match")?.value);
}

function intervalRefusal(intervalMs: number): ConfigRefusal | undefined {
  if (intervalMs >= interval.min && intervalMs <= interval.max) return undefined;
  return invalidRequest(
    `Invalid value ${intervalMs} for ${interval.name}, interval must be between ${interval.min} and ${interval.max} (1 hour)`,
  );
}

function matchRefusal(patterns: Parsed["value"] | undefined): ConfigRefusal | undefined {
  if (!Array.isArray(patterns)) return undefined;
  const bad = patterns.find((pattern: string) => !isPattern(pattern));
  return bad === undefined ? undefined : invalidConfig(`Illegal client matching pattern: ${bad}`);
}

/** `name=regular expression`; the regular expression is looked at as one of JavaScript's. */
function isPattern(pattern: string): boolean {
  const [name = "", expression, ...rest] = pattern.split("=");
  if (expression === undefined || rest.length > 0 || !matchable.has(trimmed(name))) return false;
  try {
    new RegExp(trimmed(expression));
    return true;
  } catch {
    return false;
  }
}
