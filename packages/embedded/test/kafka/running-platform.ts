import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { kafkaKind, nodePoolKind } from "@millrace/controllers";
import { type Closeable, Opened, silentLogger, systemClock } from "@millrace/kit";
import { events, KubeClient, type Stored } from "@millrace/kube";
import { httpsTransport, readKubeconfig } from "@millrace/kube/https";
import type { Kafka, KafkaNodePool } from "@millrace/resources";
import { checkPlatform, type Platform, type PlatformOptions, startPlatform } from "../../src/index.ts";
import { eventually } from "../client/running-broker.ts";

const namespace = "default";

/** Directories of a file of tests, which go with it. */
export class Directories {
  readonly #root = mkdtempSync(join(tmpdir(), "millrace-kafka-controller-"));
  #count = 0;

  next(): string {
    return join(this.#root, String(this.#count++));
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** A platform, and a client of its Kubernetes API over HTTPS. */
export class RunningPlatform implements Closeable {
  readonly #opened = new Opened();
  readonly platform: Platform;
  readonly client: KubeClient;

  private constructor(platform: Platform) {
    this.platform = this.#opened.add(platform);
    const { kubeconfig: file } = platform.kubernetes;
    const access = readKubeconfig([{ file, text: readFileSync(file, "utf8"), directory: dirname(file) }]);
    const { transport } = this.#opened.add(httpsTransport(access, systemClock));
    this.client = new KubeClient({ transport });
  }

  static async start(directory: string, text: string, more: Partial<PlatformOptions> = {}): Promise<RunningPlatform> {
    const { platform, problems } = checkPlatform([{ file: "test.yaml", text }]);
    assert.deepEqual(problems, []);
    assert.ok(platform);
    return new RunningPlatform(await startPlatform({ platform, directory, port: 0, logger: silentLogger, ...more }));
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  async kafka(name = "test"): Promise<Stored<Kafka>> {
    const kafka = await this.client.get(kafkaKind, { namespace, name });
    assert.ok(kafka);
    return kafka;
  }

  async pools(): Promise<ReadonlyArray<Stored<KafkaNodePool>>> {
    return (await this.client.list(nodePoolKind)).items;
  }

  /** Changes the Kafka's spec as `kubectl edit` does, and waits until something has come of it. */
  async edit(change: (spec: Kafka["spec"]) => Kafka["spec"]): Promise<Stored<Kafka>> {
    const kafka = await this.kafka();
    const { metadata } = await this.client.update(kafkaKind, { ...kafka, spec: change(kafka.spec) });
    return this.settled(metadata.generation ?? 0);
  }

  /** A Kafka once its status is about this generation. */
  settled(generation: number, name?: string): Promise<Stored<Kafka>> {
    return this.until(({ status }) => (status?.observedGeneration ?? 0) >= generation, name);
  }

  /** A Kafka once it is so. */
  async until(holds: (kafka: Stored<Kafka>) => boolean, name?: string): Promise<Stored<Kafka>> {
    let kafka = await this.kafka(name);
    await eventually("the Kafka is as it should be", async () => {
      kafka = await this.kafka(name);
      return holds(kafka);
    });
    return kafka;
  }

  /** What was told of a Kafka, once anything was: `Warning NotSupported`. */
  async eventsOf(name = "test"): Promise<readonly string[]> {
    let told: readonly string[] = [];
    await eventually("there are events", async () => {
      const { items } = await this.client.list(events, { namespace });
      const own = items.filter(({ involvedObject }) => involvedObject.kind === "Kafka" && involvedObject.name === name);
      told = own.map(({ type, reason }) => `${type} ${reason}`);
      return told.length > 0;
    });
    return told;
  }
}

/** A condition in words: `Ready=True`, `Warning=True SingleNode`. */
export const conditionsOf = ({ status }: Kafka): readonly string[] =>
  (status?.conditions ?? []).map(({ type, status: holds, reason }) =>
    [`${type}=${holds}`, ...(reason === undefined ? [] : [reason])].join(" "),
  );
