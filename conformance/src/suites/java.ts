import { join } from "node:path";
import { authorizerConfig } from "../authorization/authorizer-config.ts";
import type { DriverCommand } from "../driver.ts";
import { conformanceFolder, driverSuite, type Suite } from "../suite.ts";
import { compileJava, javaCommand, kafkaClasspath } from "../toolchain/java.ts";

/** The command that tries the cases of one suite of the Java program. */
export async function javaDriver(suite: string): Promise<DriverCommand> {
  const classpath = await kafkaClasspath();
  const classes = await compileJava(join(conformanceFolder, "java"), classpath);
  const [command = "", ...args] = await javaCommand("dev.millrace.conformance.Driver", [suite], [classes, ...classpath]);
  return { command, args };
}

/** Every config of topics, brokers and groups, as Kafka's own admin client sees it. */
export const configTables: Suite = driverSuite("config-tables", () => javaDriver("config-tables"));

/** Kafka's own producer, consumer and admin client. */
export const java: Suite = driverSuite("java", () => javaDriver("java"));

/** Kafka's command line tool for ACLs, where there is an authorizer: whoever is nobody may do everything that no ACL is about. */
export const aclTools: Suite = {
  ...driverSuite("acl-tools", () => javaDriver("acl-tools")),
  config: authorizerConfig,
};

/** Kafka's command line tools. */
export const tools: Suite = driverSuite("tools", () => javaDriver("tools"));
