import type { Admin } from "@millrace/client";
import { type KafkaAddress, TopicController, type TopicControllerOptions, WatchedKafkas } from "@millrace/controllers";
import { type Closeable, Opened, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { isNotFound, KubeClient, type KubeObject, namespacedKind, type Stored, type Transport } from "@millrace/kube";
import { type Kafka, type KafkaTopic, type KafkaTopicSpec, kinds, topicDeclaration } from "@millrace/resources";
import { eventually } from "../client/running-broker.ts";

export const topics = namespacedKind<KafkaTopic>(kinds.KafkaTopic);
export const kafkas = namespacedKind<Kafka>(kinds.Kafka);
export const namespaces = { apiVersion: "v1", kind: "Namespace", plural: "namespaces", namespaced: false };

/** Where the controller of topics is tried: an API server and a Kafka, of whatever sort. */
export interface Surroundings {
  readonly transport: Transport;
  readonly address: KafkaAddress;
  readonly admin: Admin;
}

const resyncMs = 1_000;
const clusterName = "cluster";

/** A controller at work, and what tests do to it. */
export class TopicStage implements Closeable {
  readonly #opened = new Opened();
  readonly client: KubeClient;
  readonly admin: Admin;
  readonly controller: TopicController;

  constructor({ transport, address, admin }: Surroundings, more: Partial<TopicControllerOptions> = {}) {
    this.admin = admin;
    this.client = new KubeClient({ transport });
    const common = { client: this.client, clock: systemClock, random: systemRandom, logger: silentLogger };
    const watched = this.#opened.add(new WatchedKafkas({ ...common, addressOf: () => address }));
    this.controller = new TopicController({
      ...common,
      watched,
      effective: (topic) => ({ effective: topicDeclaration(topic), warnings: [] }),
      resyncMs,
      ...more,
    });
    this.#opened.add(this.controller);
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  /** A namespace of its own, with a Kafka that looks after topics, or not. */
  async cluster(namespace: string, spec?: Partial<Kafka["spec"]>): Promise<Cluster> {
    await this.client.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    const cluster = this.clusterOf(namespace);
    await cluster.createKafka(spec);
    return cluster;
  }

  /** One that is there. */
  clusterOf(namespace: string): Cluster {
    return new Cluster(this, namespace);
  }
}

export interface TopicGiven extends KafkaTopicSpec {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The topics of one namespace. */
export class Cluster {
  readonly #stage: TopicStage;
  readonly namespace: string;
  /** What topics came to, in words, in the order in which that was waited for. */
  readonly seen: string[] = [];

  constructor(stage: TopicStage, namespace: string) {
    this.#stage = stage;
    this.namespace = namespace;
  }

  get client(): KubeClient {
    return this.#stage.client;
  }

  /** Kafka's name of a topic: one broker serves all namespaces. */
  kafkaName(name: string): string {
    return `${this.namespace}-${name}`;
  }

  async create(name: string, given: TopicGiven = {}): Promise<Stored<KafkaTopic>> {
    const { annotations = {}, labels = { "strimzi.io/cluster": clusterName }, ...spec } = given;
    const { apiVersion } = kinds.KafkaTopic;
    const metadata = { namespace: this.namespace, name, labels, annotations };
    return this.client.create(topics, { apiVersion, kind: "KafkaTopic", metadata, spec: { topicName: this.kafkaName(name), ...spec } });
  }

  async patch(name: string, patch: object): Promise<void> {
    await this.client.patch(topics, { namespace: this.namespace, name }, patch, { type: "merge" });
  }

  async annotate(name: string, annotations: Readonly<Record<string, string | null>>): Promise<void> {
    await this.patch(name, { metadata: { annotations } });
  }

  get(name: string): Promise<Stored<KafkaTopic> | undefined> {
    return this.client.get(topics, { namespace: this.namespace, name });
  }

  async delete(name: string): Promise<void> {
    await this.client.delete(topics, { namespace: this.namespace, name });
  }

  async createKafka(spec: Partial<Kafka["spec"]> = { entityOperator: { topicOperator: {} } }): Promise<void> {
    const metadata = { namespace: this.namespace, name: clusterName };
    const listeners = [{ name: "plain", port: 9092, type: "internal" as const, tls: false }];
    const { apiVersion } = kinds.Kafka;
    await this.client.create(kafkas, { apiVersion, kind: "Kafka", metadata, spec: { kafka: { listeners }, ...spec } });
  }

  async deleteKafka(): Promise<void> {
    await this.client.delete(kafkas, { namespace: this.namespace, name: clusterName });
  }

  /** Waits until the status is about what is declared now, and says so: `Ready`, `Ready KafkaError: …`, `Unmanaged`, … */
  async comesTo(name: string, expected: RegExp): Promise<Stored<KafkaTopic>> {
    let last: Stored<KafkaTopic> | undefined;
    await eventually(`${name} is ${expected}; it is ${JSON.stringify(last?.status)}`, async () => {
      last = await this.get(name);
      return last?.status?.observedGeneration === last?.metadata.generation && expected.test(conditionText(last));
    }).catch((thrown: unknown) => {
      throw new Error(`${name} did not come to ${expected} but to ${JSON.stringify(last?.status)}`, { cause: thrown });
    });
    if (last === undefined) throw new Error(`there is no ${name}`);
    this.seen.push(`${name}: ${conditionText(last)}`);
    return last;
  }

  async goes(name: string): Promise<void> {
    await eventually(`${name} is gone`, async () => (await this.get(name)) === undefined);
  }

  /** What Kafka has: partitions and own settings; undefined if there is no such topic. */
  async inKafka(name: string): Promise<{ partitions: number; topicId: string; config: Record<string, string> } | undefined> {
    const kafkaName = this.kafkaName(name);
    const [described] = await this.#stage.admin.describeTopics([kafkaName]);
    if (described?.topic === undefined) return undefined;
    const [configs] = await this.#stage.admin.describeConfigs([{ type: "topic", name: kafkaName }]);
    const own = configs?.entries.filter(({ source }) => source === "DYNAMIC_TOPIC_CONFIG").map((entry) => [entry.name, entry.value ?? ""]);
    const { partitions, topicId } = described.topic;
    return { partitions: partitions.length, topicId, config: Object.fromEntries(own ?? []) };
  }
}

/** The first condition in words. */
function conditionText(topic: KafkaTopic | undefined): string {
  const [first, ...others] = topic?.status?.conditions ?? [];
  if (first === undefined) return "";
  const text = ({ type, status, reason, message }: typeof first): string =>
    `${type} ${status}${reason === undefined ? "" : ` ${reason}: ${message}`}`;
  return [first, ...others].map(text).join("; ");
}

/** Deletes a namespace, and all in it. */
export async function deleteNamespace(client: KubeClient, name: string): Promise<void> {
  await client.delete<KubeObject>(namespaces, { name }).catch((thrown: unknown) => {
    if (!isNotFound(thrown)) throw thrown;
  });
}
