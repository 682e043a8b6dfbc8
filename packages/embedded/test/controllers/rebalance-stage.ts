import { type KafkaAddress, RebalanceController, WatchedKafkas } from "@millrace/controllers";
import { type Closeable, Opened, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { KubeClient, type KubeObject, namespacedKind, type Stored, type Transport } from "@millrace/kube";
import { rebalanceAnnotation } from "@millrace/plans/rebalances";
import { type KafkaRebalance, kinds } from "@millrace/resources";
import { kafkas, namespaces } from "./topic-stage.ts";

const rebalances = namespacedKind<KafkaRebalance>(kinds.KafkaRebalance);
const configMaps = namespacedKind<KubeObject & { readonly data?: Readonly<Record<string, string>> }>({
  ...{ apiVersion: "v1", kind: "ConfigMap", plural: "configmaps" },
});
const clusterName = "cluster";
const seenMsMax = 120_000;

/** A controller of rebalances at work on a Kafka that is ready, and what tests do to it. */
export class RebalanceStage implements Closeable {
  readonly #transport: Transport;
  readonly #address: () => KafkaAddress;
  readonly client: KubeClient;
  #running: Opened | undefined;

  constructor(transport: Transport, address: () => KafkaAddress) {
    this.#transport = transport;
    this.#address = address;
    this.client = new KubeClient({ transport });
  }

  /** As a process begins: what another one has left is gone on with. */
  async start(): Promise<void> {
    const opened = new Opened();
    this.#running = opened;
    const common = {
      client: new KubeClient({ transport: this.#transport }),
      clock: systemClock,
      random: systemRandom,
      logger: silentLogger,
    };
    const watched = opened.add(new WatchedKafkas({ ...common, addressOf: this.#address }));
    const controller = opened.add(new RebalanceController({ ...common, watched, resyncMs: 2_000 }));
    await controller.start();
  }

  /** As a process ends. */
  async close(): Promise<void> {
    await this.#running?.close();
  }

  async namespace(name: string): Promise<RebalancePlace> {
    await this.client.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    const kafka = { apiVersion: kinds.Kafka.apiVersion, kind: "Kafka" as const, metadata: { namespace: name, name: clusterName } };
    const listeners = [{ name: "plain", port: 9092, type: "internal" as const, tls: false }];
    await this.client.create(kafkas, { ...kafka, spec: { kafka: { listeners } } });
    const place = new RebalancePlace(this.client, name);
    await place.kafkaIs("True");
    return place;
  }
}

export interface RebalanceGiven {
  readonly spec?: KafkaRebalance["spec"];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A namespace with a Kafka. */
export class RebalancePlace {
  readonly #client: KubeClient;
  readonly #namespace: string;

  constructor(client: KubeClient, namespace: string) {
    this.#client = client;
    this.#namespace = namespace;
  }

  async kafkaIs(ready: "True" | "False"): Promise<void> {
    const condition = { type: "Ready", status: ready, lastTransitionTime: "2026-01-01T00:00:00Z" };
    const body = { status: { conditions: [condition] } };
    await this.#client.patch(kafkas, { namespace: this.#namespace, name: clusterName }, body, { type: "merge", subresource: "status" });
  }

  async create(
    name: string,
    { spec = {}, annotations = {}, labels = { "strimzi.io/cluster": clusterName } }: RebalanceGiven = {},
  ): Promise<void> {
    const metadata = { namespace: this.#namespace, name, labels, annotations };
    await this.#client.create(rebalances, { apiVersion: kinds.KafkaRebalance.apiVersion, kind: "KafkaRebalance", metadata, spec });
  }

  async ask(name: string, value: string): Promise<void> {
    await this.patch(name, { metadata: { annotations: { [rebalanceAnnotation]: value } } });
  }

  async patch(name: string, body: object): Promise<void> {
    await this.#client.patch(rebalances, this.#named(name), body, { type: "merge" });
  }

  async delete(name: string): Promise<void> {
    await this.#client.delete(rebalances, this.#named(name));
  }

  get(name: string): Promise<Stored<KafkaRebalance> | undefined> {
    return this.#client.get(rebalances, this.#named(name));
  }

  async data(name: string): Promise<Readonly<Record<string, string>>> {
    return (await this.#client.get(configMaps, this.#named(name)))?.data ?? {};
  }

  /** Waits for a state to be told of a resource as it is now, and nothing more to be asked of it. */
  async until(name: string, state: string): Promise<Stored<KafkaRebalance>> {
    const endMs = systemClock.monotonicMs() + seenMsMax;
    for (;;) {
      const object = await this.get(name);
      const conditions = object?.status?.conditions ?? [];
      const isThere = conditions[0]?.type === state && object?.status?.observedGeneration === object?.metadata.generation;
      if (object !== undefined && isThere) return object;
      if (systemClock.monotonicMs() > endMs) throw new Error(`${name} is not ${state}: ${JSON.stringify(conditions)}`);
      await new Promise((resolve) => systemClock.after(50, () => resolve(undefined)));
    }
  }

  #named(name: string) {
    return { namespace: this.#namespace, name };
  }
}
