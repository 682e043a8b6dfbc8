import { matcherOf } from "@millrace/controllers";

/** Whether the reporter's `allowList` lets a metric through. Throws CONFIG_INVALID. */
export async function allowedOf(allowList: readonly string[]): Promise<(name: string) => boolean> {
  const field = (at: number) => `spec.kafka.metricsConfig.values.allowList[${at}]`;
  const matchers = await Promise.all(allowList.map((regex, at) => matcherOf(field(at), regex)));
  return (name) => matchers.length === 0 || matchers.some((matches) => matches(name));
}
