import { isDeepStrictEqual } from "node:util";
import type { Closeable, Logger } from "@millrace/kit";
import type { Kafka } from "@millrace/resources";
import { declaredMetrics, declaresMetrics, strimziMetricsPort } from "./declared.ts";
import type { Observation } from "./observe.ts";

export interface LiveObservationOptions {
  readonly host: string;
  /** 0 takes a free one. Undefined: Strimzi's where a Kafka declares metrics, else nowhere. */
  readonly port: number | undefined;
  readonly logger: Logger;
}

/** How a broker is seen over HTTP, as its Kafka declares it: opened, changed and closed while the broker goes on. */
export class LiveObservation implements Closeable {
  readonly #options: LiveObservationOptions;
  #kafka: Kafka | undefined;
  #observation: Observation | undefined;
  #shown: Parameters<Observation["show"]> = [undefined];

  constructor(options: LiveObservationOptions) {
    this.#options = options;
  }

  /** Undefined: nothing is told. */
  get metricsUrl(): string | undefined {
    return this.#observation?.metricsUrl;
  }

  /** Where a Kafka's metrics are told; undefined: nowhere. */
  hostFor(kafka: Kafka): string | undefined {
    return this.#portFor(kafka) === undefined ? undefined : this.#options.host;
  }

  /** Tells from now on what a Kafka declares. Whether that is anything new. Throws ADDRESS_IN_USE or CONFIG_INVALID, and goes on as before. */
  async declare(kafka: Kafka): Promise<boolean> {
    const before = this.#kafka;
    if (before !== undefined && isDeepStrictEqual(askedFor(before), askedFor(kafka))) return false;
    const port = this.#portFor(kafka);
    if (port === undefined) await this.close();
    else if (this.#observation === undefined) this.#observation = await this.#open(kafka, port);
    else await this.#observation.declare(declaredMetrics(kafka));
    this.#kafka = kafka;
    return true;
  }

  show(...shown: Parameters<Observation["show"]>): void {
    this.#shown = shown;
    this.#observation?.show(...shown);
  }

  async close(): Promise<void> {
    const observation = this.#observation;
    this.#observation = undefined;
    await observation?.close();
  }

  #portFor(kafka: Kafka): number | undefined {
    return this.#options.port ?? (declaresMetrics(kafka) ? strimziMetricsPort : undefined);
  }

  /** Loaded only where metrics are told. */
  async #open(kafka: Kafka, port: number): Promise<Observation> {
    const { startObservation } = await import("./observe.ts");
    const { host, logger } = this.#options;
    const observation = await startObservation({ host, port, logger, declared: declaredMetrics(kafka) });
    observation.show(...this.#shown);
    return observation;
  }
}

const askedFor = ({ spec }: Kafka) => [spec.kafka.metricsConfig, spec.kafkaExporter];
