import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { compareWithKafkaSpecs } from "../protocol/compare-specs.ts";
import { filledValues } from "../protocol/filled-values.ts";
import { framesByKafka, goldenFramesFile } from "../protocol/golden-frames.ts";
import { cachedFolder } from "../toolchain/cache.ts";
import { mustRun, requireCommand } from "../toolchain/commands.ts";
import { kafkaClasspath, kafkaVersion } from "../toolchain/java.ts";
import type { Check } from "./check.ts";

/** Jars that carry message specifications under `common`: requests and replies, and what Kafka stores. */
const artefacts = [
  "kafka-clients",
  "kafka-group-coordinator",
  "kafka-transaction-coordinator",
  "kafka-share-coordinator",
  "kafka-metadata",
];

/** A folder with the message specifications of Kafka's jars. */
async function kafkaSpecs(): Promise<string> {
  const wanted = artefacts.map((artefact) => `${artefact}-${kafkaVersion}.jar`);
  const jars = (await kafkaClasspath()).filter((jar) => wanted.includes(basename(jar)));
  return cachedFolder("specs", jars, async (folder) => {
    const command = requireCommand("jar", "Install a JDK 17 or newer, whole (Debian: apt-get install openjdk-17-jdk-headless).");
    for (const jar of jars) await mustRun(command, ["--extract", "--file", jar, "common"], { cwd: folder });
  });
}

/** Every message definition, field by field, against the specifications in Kafka's jars; and frames against those that Kafka's codecs make. */
export const protocolSpecs: Check = {
  name: "protocol-specs",
  about: "message definitions against Kafka's own",
  async run(report) {
    const differences = compareWithKafkaSpecs(await kafkaSpecs());
    report.verdict("protocol-specs", "fields, types, versions, tags, nullability and defaults", differences);

    const golden = (await readFile(goldenFramesFile, "utf8")).trimEnd().split("\n");
    const samples = filledValues();
    const frames = await framesByKafka(samples);
    const fresh = samples.map((sample, at) => JSON.stringify({ ...sample, frame: frames[at] }));
    const stale = fresh.filter((line, at) => line !== golden[at]).map((line) => `not as Kafka encodes it: ${line.slice(0, 120)}`);
    report.verdict("protocol-specs", "the frames that the unit tests read are those of Kafka's codecs", stale.slice(0, 10));
  },
};
