import { mavenClasspath } from "./maven.ts";

export const quotaPluginVersion = "0.3.1";

/** Strimzi's plugin for quotas, first, and what it needs. */
export function quotaPluginJars(): Promise<readonly string[]> {
  return mavenClasspath([`io.strimzi:kafka-quotas-plugin:${quotaPluginVersion}`]);
}
