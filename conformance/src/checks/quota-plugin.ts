import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { staticQuotaProperties } from "@millrace/broker";
import { cachedFolder } from "../toolchain/cache.ts";
import { mustRun, requireCommand } from "../toolchain/commands.ts";
import { quotaPluginJars, quotaPluginVersion } from "../toolchain/quota-plugin.ts";
import type { Check } from "./check.ts";

const className = "io/strimzi/kafka/quotas/StaticQuotaConfig.class";
const anyProperty = /client\.quota\.callback\.static\.[a-z0-9.-]+/g;

/** The plugin's properties that mean nothing on a node that sees its own disk. */
const withoutMeaning = [
  "client.quota.callback.static.kafka.admin.bootstrap.servers",
  "client.quota.callback.static.throttle.factor.fallback",
  "client.quota.callback.static.throttle.factor.validity.duration",
];

/** Names of properties in the class that reads them. */
async function propertiesOfPlugin(): Promise<ReadonlySet<string>> {
  const [jar = ""] = await quotaPluginJars();
  const folder = await cachedFolder("quota-plugin", [jar], async (target) => {
    const command = requireCommand("jar", "Install a JDK 17 or newer, whole (Debian: apt-get install openjdk-17-jdk-headless).");
    await mustRun(command, ["--extract", "--file", jar, className], { cwd: target });
  });
  const text = await readFile(join(folder, className), "latin1");
  return new Set(text.match(anyProperty));
}

/** What Strimzi's plugin for quotas is told by, against what we read. */
export const quotaPlugin: Check = {
  name: "quota-plugin",
  about: "names of properties against Strimzi's plugin for quotas",
  async run(report) {
    const theirs = await propertiesOfPlugin();
    const ours = [...Object.values(staticQuotaProperties), ...withoutMeaning];
    const unknown = ours.filter((name) => !theirs.has(name)).map((name) => `the plugin knows no ${name}`);
    const missing = [...theirs].filter((name) => !ours.includes(name)).map((name) => `the plugin has ${name} as well`);
    report.verdict("quota-plugin", `properties of version ${quotaPluginVersion}`, [...unknown, ...missing]);
  },
};
