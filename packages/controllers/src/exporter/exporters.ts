import { type Cancel, type Clock, type Closeable, type Logger, messageOf } from "@millrace/kit";
import { keyOf, type MetricFamily, type ObjectKey, type Stored } from "@millrace/kube";
import type { Kafka } from "@millrace/resources";
import { TroubleLog } from "../trouble-log.ts";
import type { WatchedKafkas } from "../watched-kafkas.ts";
import { exporterFamilies } from "./exporter-families.ts";
import { type KafkaView, viewKafka } from "./kafka-view.ts";
import { exportedOf, exporterPatterns } from "./patterns.ts";

export interface ExportersOptions {
  readonly watched: Pick<WatchedKafkas, "kafkas" | "links" | "selects">;
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
  readonly trouble: TroubleLog;
  view?: KafkaView;
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
    return [...this.#exporting].flatMap(([key, { view }]) => {
      const { name, namespace = "" } = cache.get(key)?.metadata ?? { name: "" };
      return view === undefined ? [] : exporterFamilies(view, { namespace, strimzi_io_cluster: name });
    });
  }

  async close(): Promise<void> {
    this.#cancel();
  }

  #lookAtAll(): void {
    const { watched, isReached } = this.#options;
    const exported = [...watched.kafkas.cache.values()].filter(
      (kafka) => kafka.spec.kafkaExporter !== undefined && watched.selects(kafka) && isReached(kafka),
    );
    const keys = new Set(exported.map(({ metadata }) => keyOf(metadata)));
    for (const key of this.#exporting.keys()) if (!keys.has(key)) this.#exporting.delete(key);
    for (const kafka of exported) void this.#look(kafka);
  }

  async #look(kafka: Stored<Kafka>): Promise<void> {
    const key = keyOf(kafka.metadata);
    const { watched, logger } = this.#options;
    const known = this.#exporting.get(key);
    const exporting: Exporting = known ?? {
      isBusy: false,
      trouble: new TroubleLog(logger.child({ kafka: key }), "topics and groups are told of"),
    };
    this.#exporting.set(key, exporting);
    // A look that takes long is not joined by others.
    if (exporting.isBusy) return;
    exporting.isBusy = true;
    try {
      const exported = await exportedOf(exporterPatterns(kafka));
      exporting.view = await viewKafka(watched.links.of(kafka).admin, exported);
      exporting.trouble.none();
    } catch (thrown) {
      // What was true before is not told as if it were still.
      delete exporting.view;
      exporting.trouble.some(messageOf(thrown));
    } finally {
      exporting.isBusy = false;
    }
  }
}
