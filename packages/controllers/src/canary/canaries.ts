import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import { keyOf, type MetricFamily, type ObjectKey, type Stored } from "@millrace/kube";
import { hasCanary, isHibernating, type Kafka } from "@millrace/resources";
import type { KafkaAddress } from "../kafka-links.ts";
import type { WatchedKafkas } from "../watched-kafkas.ts";
import type { Canary, CanaryOptions } from "./canary.ts";

export interface CanariesOptions {
  readonly watched: Pick<WatchedKafkas, "kafkas" | "nodePools" | "selects">;
  /** Where a Kafka is reached; undefined as long as it is not known how. */
  readonly addressOf: (kafka: Kafka) => KafkaAddress | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** A canary that a Kafka has, from the moment on that one is asked for. */
interface Standing {
  readonly labels: Readonly<Record<string, string>>;
  readonly coming: Promise<Canary>;
  /** Once it is there. */
  canary?: Canary;
}

/** A standing canary for each Kafka whose annotation asks for one. */
export class Canaries implements Closeable {
  readonly #options: CanariesOptions;
  readonly #canaries = new Map<ObjectKey, Standing>();
  #isClosed = false;

  /** To be made before the watch of Kafkas starts. */
  constructor(options: CanariesOptions) {
    this.#options = options;
    options.watched.kafkas.onChange(({ type, object }) =>
      this.#look(object, type !== "removed" && hasCanary(object) && !isHibernating(object) && options.watched.selects(object)),
    );
  }

  metrics(): readonly MetricFamily[] {
    return [...this.#canaries.values()].flatMap(({ canary, labels }) => canary?.metrics(labels) ?? []);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#canaries.values()].map(ended));
  }

  #look(kafka: Stored<Kafka>, isWanted: boolean): void {
    const key = keyOf(kafka.metadata);
    const known = this.#canaries.get(key);
    if (isWanted === (known !== undefined) || this.#isClosed) return;
    if (known !== undefined) {
      this.#canaries.delete(key);
      void ended(known);
      return;
    }
    const { watched, addressOf, logger } = this.#options;
    const { name, namespace = "" } = kafka.metadata;
    const coming = canaryOf({
      ...this.#options,
      address: () => addressOf(kafka),
      brokers: () =>
        watched.nodePools.cache
          .by("kafka", key)
          .flatMap(({ status }) => (status?.roles?.includes("broker") === true ? (status.nodeIds ?? []) : [])),
      logger: logger.named("canary").child({ kafka: key }),
    });
    const standing: Standing = { coming, labels: { namespace, strimzi_io_cluster: name } };
    this.#canaries.set(key, standing);
    void coming.then((canary) => {
      standing.canary = canary;
    });
  }
}

/** Loaded only where one is wanted. */
async function canaryOf(options: CanaryOptions): Promise<Canary> {
  const { Canary } = await import("./canary.ts");
  return new Canary(options);
}

async function ended({ coming }: Standing): Promise<void> {
  await (await coming).close();
}
