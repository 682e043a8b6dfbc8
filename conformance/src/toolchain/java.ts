import { readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { MillraceError } from "@millrace/kit";
import { kafkaMetricsConfig } from "@millrace/operator/monitoring";
import { cachedFolder } from "./cache.ts";
import { mustRun, requireCommand, runCommand } from "./commands.ts";
import { mavenClasspath } from "./maven.ts";

/** The release that every expectation comes from. */
export const kafkaVersion = "4.3.1";

const log4jVersion = "2.25.3";
const jmxExporterVersion = "1.0.1";
const strimziReporterVersion = "0.2.0";
const howToGetJava = "Install a JDK 17 or newer (Debian: apt-get install openjdk-17-jdk-headless).";

/** The `java` command; NOT_FOUND if there is none or it is older than Kafka's server asks for. */
export async function requireJava(): Promise<string> {
  const java = requireCommand("java", howToGetJava);
  const { stderr } = await runCommand(java, ["-version"]);
  const major = Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  if (major < 17)
    throw new MillraceError("NOT_FOUND", `java is version ${major}; Apache Kafka ${kafkaVersion} needs 17`, { hint: howToGetJava });
  return java;
}

const logging = [`org.apache.logging.log4j:log4j-core:${log4jVersion}`, `org.apache.logging.log4j:log4j-slf4j-impl:${log4jVersion}`];

/** Jars of Apache Kafka's server, clients and command line tools, with a logging back end. */
export function kafkaClasspath(version = kafkaVersion): Promise<readonly string[]> {
  return mavenClasspath([`org.apache.kafka:kafka_2.13:${version}`, `org.apache.kafka:kafka-tools:${version}`, ...logging]);
}

/** Jars of Kafka Streams and of the programs that test it, which its test jar holds. */
export function streamsClasspath(version = kafkaVersion): Promise<readonly string[]> {
  const artifacts = ["kafka-streams", "kafka-streams:test", "kafka-clients", "kafka-clients:test"];
  const coordinates = artifacts.map((each) => {
    const [artifact, classifier] = each.split(":");
    return ["org.apache.kafka", artifact, version, ...(classifier === undefined ? [] : [classifier])].join(":");
  });
  return mavenClasspath([...coordinates, "junit:junit:4.13.2", ...logging]);
}

/** Jars of a Connect worker, of Kafka's file connectors and of the command line tools. */
export function connectClasspath(): Promise<readonly string[]> {
  const artifacts = ["connect-runtime", "connect-file", "kafka-tools"];
  return mavenClasspath([...artifacts.map((artifact) => `org.apache.kafka:${artifact}:${kafkaVersion}`), ...logging]);
}

/** The command line that runs a main class; what it logs goes to standard error. */
export async function javaCommand(mainClass: string, args: readonly string[], classpath: readonly string[]): Promise<readonly string[]> {
  const logging = `-Dlog4j2.configurationFile=${join(import.meta.dirname, "../../java/log4j2.xml")}`;
  const flags = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", logging, "-cp", classpath.join(delimiter)];
  return [await requireJava(), ...flags, mainClass, ...args];
}

/** The agent that tells the MBeans of the Java machine that it is loaded into. */
export async function jmxExporterJar(): Promise<string> {
  const [jar = ""] = await mavenClasspath([`io.prometheus.jmx:jmx_prometheus_javaagent:${jmxExporterVersion}`]);
  return jar;
}

/** Has a Java process tell its MBeans at a port of this machine, by the rules that are published for Kafka. JSON is YAML. */
export async function jmxExporterFlag(port: number): Promise<string> {
  const config = JSON.stringify(kafkaMetricsConfig);
  const folder = await cachedFolder("jmx-rules", [config], (target) => writeFile(join(target, "rules.json"), config));
  return `-javaagent:${await jmxExporterJar()}=127.0.0.1:${port}:${join(folder, "rules.json")}`;
}

/** Jars of the reporter with which Strimzi's Kafka tells its metrics by itself. */
export function strimziReporter(): Promise<readonly string[]> {
  return mavenClasspath([`io.strimzi:metrics-reporter:${strimziReporterVersion}`]);
}

/** Compiles the `.java` files of `folder` (all packages below it) against `classpath`; the folder of classes. */
export async function compileJava(folder: string, classpath: readonly string[]): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".java")).sort();
  const sources = await Promise.all(names.map((name) => readFile(join(folder, name))));
  return cachedFolder("java", [...names, ...sources, ...classpath], async (classes) => {
    const javac = requireCommand("javac", howToGetJava);
    const files = names.map((name) => join(folder, name));
    await mustRun(javac, ["-nowarn", "-Xlint:none", "--release", "17", "-cp", classpath.join(delimiter), "-d", classes, ...files]);
  });
}
