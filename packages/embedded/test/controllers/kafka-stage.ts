import {
  type DeclaredKafka,
  type KafkaBackend,
  KafkaController,
  type KafkaOutcome,
  kafkaKind,
  nodePoolKind,
  WatchedKafkas,
} from "@millrace/controllers";
import { type Closeable, Opened, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { KubeClient, type ObjectKey, type Stored } from "@millrace/kube";
import { type Kafka, type KafkaNodePool, kinds } from "@millrace/resources";
import { eventually } from "../client/running-broker.ts";
import { namespaces, type Surroundings } from "./topic-stage.ts";

const kafkaName = "cluster";
const labels = { "strimzi.io/cluster": kafkaName };

/** Runs nothing, and says what a Kafka's settings ask for: `outcome` is why it fails, and `warning` what there is to say. */
class ScriptedBackend implements KafkaBackend {
  readonly letGone: ObjectKey[] = [];

  async bringAbout({ kafka, nodePools }: DeclaredKafka): Promise<KafkaOutcome> {
    const { outcome, warning } = (kafka.spec.kafka.config ?? {}) as Readonly<Record<string, string | undefined>>;
    const bootstrapServers = `${kafka.metadata.namespace}:9092`;
    const state = {
      ...{ clusterId: "scripted", kafkaVersion: "4.3.1", metadataVersion: "4.3-IV0" },
      listeners: [{ name: "plain", bootstrapServers, addresses: [{ host: kafka.metadata.namespace ?? "", port: 9092 }] }],
      nodePools: nodePools.map(({ metadata: { name }, spec }, pool) => ({
        ...{ name, roles: spec.roles, warnings: [] },
        nodeIds: Array.from({ length: spec.replicas }, (_, at) => 10 * pool + at),
      })),
    };
    if (outcome !== undefined) return { type: "failed", reason: outcome, message: "it can't be had", passing: false, state, done: [] };
    const warnings = warning === undefined ? [] : [{ reason: warning, message: "it is odd" }];
    return { type: "ready", state, warnings, done: [{ type: "Normal", reason: "BroughtAbout", message: "it runs" }] };
  }

  async letGo(kafka: ObjectKey): Promise<void> {
    this.letGone.push(kafka);
  }
}

/** A controller of Kafkas at work, and what tests do to it. */
export class KafkaStage implements Closeable {
  readonly #opened = new Opened();
  readonly client: KubeClient;
  readonly backend = new ScriptedBackend();
  readonly controller: KafkaController;

  constructor({ transport, address }: Pick<Surroundings, "transport" | "address">) {
    this.client = new KubeClient({ transport });
    const common = { client: this.client, clock: systemClock, random: systemRandom, logger: silentLogger };
    const watched = this.#opened.add(new WatchedKafkas({ ...common, addressOf: () => address }));
    this.controller = this.#opened.add(new KafkaController({ ...common, watched, backend: this.backend, resyncMs: 1_000 }));
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  /** A namespace of its own, with nothing in it. */
  async cluster(namespace: string): Promise<KafkaPlace> {
    await this.client.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    return new KafkaPlace(this, namespace);
  }
}

/** A namespace for one Kafka. */
export class KafkaPlace {
  readonly #stage: KafkaStage;
  readonly namespace: string;
  /** What the Kafka came to, in words, in the order in which that was waited for. */
  readonly seen: string[] = [];

  constructor(stage: KafkaStage, namespace: string) {
    this.#stage = stage;
    this.namespace = namespace;
  }

  get client(): KubeClient {
    return this.#stage.client;
  }

  /** Of the Kafka. */
  get name(): { readonly namespace: string; readonly name: string } {
    return { namespace: this.namespace, name: kafkaName };
  }

  /** How often the back end was told that the Kafka is gone. */
  get partings(): number {
    return this.#stage.backend.letGone.filter((key) => key === `${this.namespace}/${kafkaName}`).length;
  }

  async create(config: Readonly<Record<string, string>> = {}, metadata: Partial<Kafka["metadata"]> = {}): Promise<void> {
    const listeners = [{ name: "plain", port: 9092, type: "internal" as const, tls: false }];
    const { apiVersion } = kinds.Kafka;
    const spec = { kafka: { listeners, config } };
    await this.client.create(kafkaKind, { apiVersion, kind: "Kafka", metadata: { ...this.name, ...metadata }, spec });
  }

  async createPool(name: string, replicas: number): Promise<void> {
    const { apiVersion } = kinds.KafkaNodePool;
    const spec = { replicas, roles: ["controller" as const, "broker" as const], storage: { type: "ephemeral" as const } };
    const metadata = { namespace: this.namespace, name, labels };
    await this.client.create(nodePoolKind, { apiVersion, kind: "KafkaNodePool", metadata, spec });
  }

  pool(name: string): Promise<Stored<KafkaNodePool> | undefined> {
    return this.client.get(nodePoolKind, { namespace: this.namespace, name });
  }

  async patch(patch: object): Promise<void> {
    await this.client.patch(kafkaKind, this.name, patch, { type: "merge" });
  }

  /** Waits until the status is about what is declared now, and says so. */
  async comesTo(expected: RegExp): Promise<Stored<Kafka>> {
    let last: Stored<Kafka> | undefined;
    await eventually(`the Kafka is ${expected}`, async () => {
      last = await this.client.get(kafkaKind, this.name);
      return last?.status?.observedGeneration === last?.metadata.generation && expected.test(conditionText(last));
    }).catch((cause: unknown) => {
      throw new Error(`the Kafka did not come to ${expected} but to ${JSON.stringify(last?.status)}`, { cause });
    });
    if (last === undefined) throw new Error("there is no Kafka");
    this.seen.push(conditionText(last));
    return last;
  }

  async parts(times: number): Promise<void> {
    await eventually(`the back end was told ${times} times that the Kafka is gone`, () => this.partings === times);
  }
}

/** The conditions in words. */
function conditionText(kafka: Kafka | undefined): string {
  const texts = kafka?.status?.conditions?.map(
    ({ type, status, reason, message }) => `${type} ${status}${reason === undefined ? "" : ` ${reason}: ${message}`}`,
  );
  return texts?.join("; ") ?? "";
}
