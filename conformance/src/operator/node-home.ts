import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { DesiredObject } from "@millrace/operator";
import { jmxExporterJar, kafkaClasspath, kafkaVersion, requireJava } from "../toolchain/java.ts";

/** Files of a Secret or a ConfigMap. */
export type Entries = Readonly<Record<string, string>>;

/** What a pod of a node would find in its volumes. */
export interface NodeFiles {
  readonly config: Entries;
  readonly certificates: Entries;
  readonly trusted: Entries;
}

/**
 * A folder laid out as the container of a node is: Kafka's scripts as Apache's image has them, the node's volumes, and what the init
 * container puts beside them. `address` is the node's own, of this machine.
 */
export class NodeHome {
  readonly folder: string;
  readonly address: string;
  readonly #version: string;

  /** `version`: of Kafka, as its image has it. */
  constructor(folder: string, address: string, version = kafkaVersion) {
    this.folder = folder;
    this.address = address;
    this.#version = version;
  }

  /** A text of the node's, as it has to be where its root is a folder and its network is one with others'. */
  here(text: string): string {
    const places = /\/opt\/kafka|\/var\/lib\/kafka|\/tmp(?![\w-])|0\.0\.0\.0|=9404:|127\.0\.0\.1/g;
    return text.replaceAll(places, (found) => {
      if (found === "=9404:") return `=${this.address}:9404:`;
      return found.startsWith("/") ? join(this.folder, found) : this.address;
    });
  }

  async write({ config, certificates, trusted }: NodeFiles): Promise<void> {
    const kafka = join(this.folder, "opt/kafka");
    await mkdir(join(this.folder, "tmp"), { recursive: true });
    await mkdir(join(this.folder, "var/lib/kafka"), { recursive: true });
    await this.#files("opt/kafka/custom-config", Object.fromEntries(Object.entries(config).map(([name, text]) => [name, this.here(text)])));
    await this.#files("opt/kafka/broker-certs", certificates);
    await this.#files("opt/kafka/cluster-ca-certs", trusted);
    const programs = await scripts(this.#version);
    await this.#files("opt/kafka/bin", programs);
    for (const name of Object.keys(programs)) await chmod(join(kafka, "bin", name), 0o755);
    await mkdir(join(kafka, "agents/libs"), { recursive: true });
    await copyFile(await jmxExporterJar(), join(kafka, "agents/jmx_prometheus_javaagent.jar"));
  }

  /** The path of a file, as the container names it. */
  path(name: string): string {
    return join(this.folder, name);
  }

  async #files(folder: string, entries: Entries): Promise<void> {
    await mkdir(join(this.folder, folder), { recursive: true });
    for (const [name, text] of Object.entries(entries)) await writeFile(join(this.folder, folder, name), text);
  }
}

/** What of Kafka's own scripts a node uses, with the variables that they know, on the jars of Maven Central. */
async function scripts(version: string): Promise<Entries> {
  const java = await requireJava();
  const jars = (await kafkaClasspath(version)).join(delimiter);
  const script = (mainClass: string, flags: string) => `#!/bin/bash
exec ${java} $KAFKA_HEAP_OPTS ${flags} $KAFKA_LOG4J_OPTS $KAFKA_OPTS -cp "$CLASSPATH:${jars}" ${mainClass} "$@"
`;
  const quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
  return {
    "kafka-storage.sh": script("kafka.tools.StorageTool", quick),
    "kafka-server-start.sh": script("kafka.Kafka", `${quick} $KAFKA_GC_LOG_OPTS`),
  };
}

/** Data of the ConfigMap of a node. */
export function configOf(objects: readonly DesiredObject[], podName: string): Entries {
  const found = objects.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === podName);
  return (found?.data ?? {}) as Entries;
}
