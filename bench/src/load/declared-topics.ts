import { ApiServer } from "@millrace/apiserver";
import { TopicController, topicKind } from "@millrace/controllers";
import { MemoryFiles } from "@millrace/files";
import { type Closeable, MillraceError, type Opened, opening, silentLogger, sleep, systemClock, systemRandom } from "@millrace/kit";
import { KubeClient, namespacedKind } from "@millrace/kube";
import { type Kafka, kinds, topicDeclaration } from "@millrace/resources";
import type { Address } from "./link.ts";

const user = { name: "bench", groups: ["system:masters"] };
const namespace = "default";
const cluster = "measured";
const declarersMax = 16;
const settledMsMax = 300_000;
const pollMs = 50;

/** KafkaTopics in an API server of this process, and the controller that brings them about in a broker. */
export class DeclaredTopics implements Closeable {
  readonly #opened: Opened;
  readonly #client: KubeClient;
  readonly #names: readonly string[];

  private constructor(opened: Opened, client: KubeClient, count: number) {
    this.#opened = opened;
    this.#client = client;
    this.#names = Array.from({ length: count }, (_, at) => `declared-${at}`);
  }

  static open(address: Address, count: number): Promise<DeclaredTopics> {
    return opening(async (opened) => {
      const [clock, random, logger] = [systemClock, systemRandom, silentLogger];
      const api = opened.add(await ApiServer.open({ files: new MemoryFiles(clock), directory: "resources" }));
      const client = new KubeClient({ transport: (request) => api.handle({ ...request, user }) });
      const bootstrapServers = `${address.host}:${address.port}`;
      const effective = (topic: Parameters<typeof topicDeclaration>[0]) => ({ effective: topicDeclaration(topic), warnings: [] });
      const controller = new TopicController({ client, addressOf: () => ({ bootstrapServers }), effective, clock, random, logger });
      opened.add(controller);
      await client.create(namespacedKind<Kafka>(kinds.Kafka), kafka);
      await controller.start();
      return new DeclaredTopics(opened, client, count);
    });
  }

  /** Until all of them are ready. */
  async create(): Promise<void> {
    const labels = { "strimzi.io/cluster": cluster };
    const { apiVersion } = topicKind;
    await this.#each(async (name) => {
      const topic = {
        apiVersion,
        kind: "KafkaTopic" as const,
        metadata: { namespace, name, labels },
        spec: { partitions: 1, replicas: 1 },
      };
      await this.#client.create(topicKind, topic);
    });
    await this.#settled();
  }

  /** A setting of each, until all of them are ready again. */
  async change(): Promise<void> {
    await this.#each(async (name) => {
      await this.#client.patch(topicKind, { namespace, name }, { spec: { config: { "retention.ms": 1000 } } }, { type: "merge" });
    });
    await this.#settled();
  }

  /** Until all of them are gone. */
  async delete(): Promise<void> {
    await this.#each(async (name) => {
      await this.#client.delete(topicKind, { namespace, name });
    });
    await this.#until(async () => (await this.#client.list(topicKind)).items.length === 0);
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  async #each(work: (name: string) => Promise<void>): Promise<void> {
    const names = this.#names.values();
    const declarer = async (): Promise<void> => {
      for (const name of names) await work(name);
    };
    await Promise.all(Array.from({ length: declarersMax }, declarer));
  }

  #settled(): Promise<void> {
    return this.#until(async () => {
      const { items } = await this.#client.list(topicKind);
      return items.every(({ metadata, status }) => {
        const isReady = status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;
        return isReady && status?.observedGeneration === metadata.generation;
      });
    });
  }

  async #until(look: () => Promise<boolean>): Promise<void> {
    const endMs = systemClock.monotonicMs() + settledMsMax;
    while (!(await look())) {
      if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", `topics are not settled after ${settledMsMax} ms`);
      await sleep(systemClock, pollMs);
    }
  }
}

const kafka: Kafka = {
  apiVersion: kinds.Kafka.apiVersion,
  kind: "Kafka",
  metadata: { namespace, name: cluster },
  spec: {
    kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }] },
    entityOperator: { topicOperator: {} },
  },
};
