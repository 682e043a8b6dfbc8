import { type Cancel, type Clock, type Closeable, type Logger, messageOf } from "@millrace/kit";
import { keyOf, type MetricFamily, type ObjectKey, type Stored } from "@millrace/kube";
import type { Kafka } from "@millrace/resources";
import { mergedFamilies } from "../canary/metrics.ts";
import type { WatchedKafkas } from "../watched-kafkas.ts";
import { exporterFamilies } from "./exporter-families.ts";
import { type KafkaView, viewKafka } from "./kafka-view.ts";
import { exportedOf, exporterPatterns } from "./patterns.ts";

export interface ExportersOptions {
  readonly watched: Pick<WatchedKafkas, "kafkas" | "links">;
  /** Whether it is known how a Kafka is reached. */
  readonly isReached: (kafka: Kafka) => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** As often as Prometheus usually asks. */
const periodMs = 15_000;

/** What is known of a Kafka whose metrics are exported. */
interface Exporting {
  isBusy: boolean;
  view?: KafkaView;
  trouble?: string;
}

/** Tells of each Kafka with `spec.kafkaExporter` what Kafka Exporter would: a Deployment of its own in Strimzi. */
export class Exporters implements Closeable {
  readonly #options: ExportersOptions;
  readonly #exporting = new Map<ObjectKey, Exporting>();
  readonly #cancel: Cancel;

  constructor(options: ExportersOptions) {
    this.#options = options;
    this.#cancel = options.clock.every(periodMs, () => this.#lookAtAll());
  }

  metrics(): readonly MetricFamily[] {
    const { cache } = this.#options.watched.kafkas;
    return mergedFamilies(
      [...this.#exporting].flatMap(([key, { view }]) => {
        const { name, namespace = "" } = cache.get(key)?.metadata ?? { name: "" };
        return view === undefined ? [] : exporterFamilies(view, { namespace, strimzi_io_cluster: name });
      }),
    );
  }

  async close(): Promise<void> {
    this.#cancel();
  }

  #lookAtAll(): void {
    const { watched, isReached } = this.#options;
    const exported = [...watched.kafkas.cache.values()].filter((kafka) => kafka.spec.kafkaExporter !== undefined && isReached(kafka));
    const keys = new Set(exported.map(({ metadata }) => keyOf(metadata)));
    for (const key of this.#exporting.keys()) if (!keys.has(key)) this.#exporting.delete(key);
    for (const kafka of exported) void this.#look(kafka);
  }

  async #look(kafka: Stored<Kafka>): Promise<void> {
    const key = keyOf(kafka.metadata);
    const exporting = this.#exporting.get(key) ?? { isBusy: false };
    this.#exporting.set(key, exporting);
    // A look that takes long is not joined by others.
    if (exporting.isBusy) return;
    exporting.isBusy = true;
    try {
      const exported = await exportedOf(exporterPatterns(kafka));
      exporting.view = await viewKafka(this.#options.watched.links.of(kafka).admin, exported);
      delete exporting.trouble;
    } catch (thrown) {
      // What was true before is not told as if it were still.
      delete exporting.view;
      const trouble = messageOf(thrown);
      if (trouble !== exporting.trouble) this.#options.logger.warn("a Kafka's metrics can't be read", { kafka: key, trouble });
      exporting.trouble = trouble;
    } finally {
      exporting.isBusy = false;
    }
  }
}
