import { delimiter, join } from "node:path";
import type { DriverCommand } from "../driver.ts";
import { conformanceFolder, driverSuite, type Suite } from "../suite.ts";
import { compileJava, kafkaClasspath, requireJava } from "../toolchain/java.ts";

/** The command that tries the cases of one suite of the Java program. */
export async function javaDriver(suite: string): Promise<DriverCommand> {
  const command = await requireJava();
  const sources = join(conformanceFolder, "java");
  const classpath = await kafkaClasspath();
  const classes = await compileJava(sources, classpath);
  const logging = `-Dlog4j2.configurationFile=${join(sources, "log4j2.xml")}`;
  const flags = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", logging, "-cp", [classes, ...classpath].join(delimiter)];
  return { command, args: [...flags, "dev.millrace.conformance.Driver", suite] };
}

/** Every config of topics, brokers and groups, as Kafka's own admin client sees it. */
export const configTables: Suite = driverSuite("config-tables", () => javaDriver("config-tables"));

/** Kafka's own producer, consumer and admin client. */
export const java: Suite = driverSuite("java", () => javaDriver("java"));

/** Kafka's command line tools. */
export const tools: Suite = driverSuite("tools", () => javaDriver("tools"));
