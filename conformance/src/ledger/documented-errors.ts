import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { errors } from "@millrace/protocol";
import { cachedFolder } from "../toolchain/cache.ts";
import { mustRun, requireCommand } from "../toolchain/commands.ts";
import { kafkaVersion } from "../toolchain/java.ts";
import { mavenClasspath } from "../toolchain/maven.ts";

const requests = "org/apache/kafka/common/requests";

/** Classes whose name is not the API's followed by `Response`. */
const otherNames: Readonly<Record<string, string>> = { OffsetForLeaderEpoch: "OffsetsForLeaderEpoch" };

/** A folder with the sources of Kafka's classes of requests and replies. */
async function requestSources(): Promise<string> {
  const [jar = ""] = await mavenClasspath([`org.apache.kafka:kafka-clients:${kafkaVersion}:sources`]);
  const folder = await cachedFolder("request-sources", [jar], async (target) => {
    const command = requireCommand("jar", "Install a JDK 17 or newer, whole (Debian: apt-get install openjdk-17-jdk-headless).");
    await mustRun(command, ["--extract", "--file", jar, requests], { cwd: target });
  });
  return join(folder, requests);
}

/** The errors that the comments of Kafka's classes of replies name, by name of the API. */
export async function documentedErrors(): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = await requestSources();
  const suffix = "Response.java";
  const found = new Map<string, readonly string[]>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(suffix))) {
    const comments = (await readFile(join(folder, file), "utf8")).split("\n").filter((line) => /^\s*(\/\*|\*|\/\/)/.test(line));
    const names = new Set(comments.flatMap((line) => line.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? []));
    found.set(file.slice(0, -suffix.length), [...names].filter((name) => name in errors).sort());
  }
  for (const [api, name] of Object.entries(otherNames)) found.set(api, found.get(name) ?? []);
  return found;
}
