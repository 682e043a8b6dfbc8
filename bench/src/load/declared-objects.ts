import { ApiServer } from "@millrace/apiserver";
import { kafkaKind, WatchedKafkas } from "@millrace/controllers";
import { MemoryFiles } from "@millrace/files";
import { type Closeable, MillraceError, type Opened, silentLogger, sleep, systemClock, systemRandom } from "@millrace/kit";
import { KubeClient, type KubeKind, type KubeObject, type Stored } from "@millrace/kube";
import { type Condition, type Kafka, kinds } from "@millrace/resources";
import type { Address } from "./link.ts";

const user = { name: "bench", groups: ["system:masters"] };
const declarersMax = 16;
const settledMsMax = 300_000;
const pollMs = 50;

/** Where everything declared is. */
export const namespace = "default";
export const labels = { "strimzi.io/cluster": "measured" };

/** An API server of this process with a Kafka in it, for a controller. Closed with `opened`. */
export async function declaredKafka(opened: Opened, { host, port }: Address) {
  const api = opened.add(await ApiServer.open({ files: new MemoryFiles(systemClock), directory: "resources" }));
  const client = new KubeClient({ transport: (request) => api.handle({ ...request, user }) });
  await client.create(kafkaKind, kafka);
  const common = { client, clock: systemClock, random: systemRandom, logger: silentLogger };
  const addressOf = () => ({ bootstrapServers: `${host}:${port}` });
  return { ...common, watched: opened.add(new WatchedKafkas({ ...common, addressOf })) };
}

const kafka: Kafka = {
  apiVersion: kinds.Kafka.apiVersion,
  kind: "Kafka",
  metadata: { namespace, name: labels["strimzi.io/cluster"] },
  spec: {
    kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }] },
    entityOperator: { topicOperator: {}, userOperator: {} },
  },
};

type Declared = KubeObject & {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
  };
};

/** Objects of a kind, and the controller that brings them about in a broker. */
export class DeclaredObjects<T extends Declared> implements Closeable {
  readonly #opened: Opened;
  readonly #client: KubeClient;
  readonly #kind: KubeKind<T>;
  readonly #objects: readonly T[];

  constructor(opened: Opened, client: KubeClient, kind: KubeKind<T>, objects: readonly T[]) {
    this.#opened = opened;
    this.#client = client;
    this.#kind = kind;
    this.#objects = objects;
  }

  /** Until all of them are ready. */
  async create(): Promise<void> {
    await this.#each((object) => this.#client.create(this.#kind, object));
    await this.#settled();
  }

  /** Until all of them are ready again. */
  async change(patch: object): Promise<void> {
    await this.#each(({ metadata }) => this.#client.patch(this.#kind, metadata, patch, { type: "merge" }));
    await this.#settled();
  }

  /** Until all of them are gone, by the API and by `isGone`. */
  async delete(isGone: () => Promise<boolean> = async () => true): Promise<void> {
    await this.#each(({ metadata }) => this.#client.delete(this.#kind, metadata));
    await this.#until(async () => (await this.#client.list(this.#kind)).items.length === 0 && (await isGone()));
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  async #each(work: (object: T) => Promise<unknown>): Promise<void> {
    const objects = this.#objects.values();
    const declarer = async (): Promise<void> => {
      for (const object of objects) await work(object);
    };
    await Promise.all(Array.from({ length: declarersMax }, declarer));
  }

  #settled(): Promise<void> {
    return this.#until(async () => (await this.#client.list(this.#kind)).items.every(isSettled));
  }

  async #until(look: () => Promise<boolean>): Promise<void> {
    const endMs = systemClock.monotonicMs() + settledMsMax;
    while (!(await look())) {
      if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", `not settled after ${settledMsMax} ms`);
      await sleep(systemClock, pollMs);
    }
  }
}

function isSettled({ metadata, status }: Stored<Declared>): boolean {
  const isReady = status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;
  return isReady && status?.observedGeneration === metadata.generation;
}
