import { clientMetricsSettings } from "../config/client-metrics-settings.ts";
import { configResourceType, type MetadataImage } from "../metadata/image.ts";

/** What a client may be picked by (KIP-714), by the names of Kafka's match patterns. Undefined: not known, and picked by nothing. */
export type ClientAttributes = Readonly<Record<string, string | undefined>>;

/** What a client is asked for: the beginnings of metrics' names, and how often to push. */
export interface Subscription {
  readonly metrics: readonly string[];
  readonly pushIntervalMs: number;
}

/** Asks for every metric. */
const everything = "*";
/** Longer ones are passed over. */
const intervalDefaultMs = 300_000;

/** All subscriptions that pick the client, taken together. */
export function subscriptionOf(image: MetadataImage, client: ClientAttributes): Subscription {
  const metrics = new Set<string>();
  let pushIntervalMs = intervalDefaultMs;
  for (const { type, overrides } of image.resources()) {
    if (type !== configResourceType.clientMetrics) continue;
    const values = clientMetricsSettings(overrides);
    if (!listOf(values.get("match")?.value).every((pattern) => picks(pattern, client))) continue;
    for (const name of listOf(values.get("metrics")?.value)) metrics.add(name);
    pushIntervalMs = Math.min(pushIntervalMs, Number(values.get("interval.ms")?.value));
  }
  return { metrics: metrics.has(everything) ? [everything] : [...metrics], pushIntervalMs };
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** `name=regular expression`, which has to match all of the attribute. */
function picks(pattern: string, client: ClientAttributes): boolean {
  const at = pattern.indexOf("=");
  const attribute = client[pattern.slice(0, at).trim()];
  return attribute !== undefined && new RegExp(`^(?:${pattern.slice(at + 1).trim()})$`).test(attribute);
}
