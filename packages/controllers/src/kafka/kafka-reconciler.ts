import type { EventRecorder, Outcome, Stored } from "@millrace/kube";
import type { KafkaResult } from "@millrace/plans";
import { isPaused, type Kafka, type Warning } from "@millrace/resources";
import type { DeclaredKafka, KafkaBackend, KafkaOutcome } from "./kafka-backend.ts";
import type { KafkaWriter } from "./kafka-writer.ts";

export interface KafkaReconcilerOptions {
  readonly writer: KafkaWriter;
  readonly backend: KafkaBackend;
  readonly events: EventRecorder;
  readonly onSettled?: (settled: SettledKafka) => void;
  /** What there is to say of a Kafka, whatever runs it. */
  readonly warningsOf: (kafka: Stored<Kafka>) => readonly Warning[];
}

/** What has come of a Kafka. */
export interface SettledKafka {
  readonly kafka: Stored<Kafka>;
  readonly result: KafkaResult;
}

/** Brings one Kafka about, and writes what has become of it. */
export class KafkaReconciler {
  readonly #options: KafkaReconcilerOptions;
  readonly #writer: KafkaWriter;

  constructor(options: KafkaReconcilerOptions) {
    this.#options = options;
    this.#writer = options.writer;
  }

  async reconcile(declared: DeclaredKafka, signal: AbortSignal): Promise<Outcome> {
    const { backend, onSettled } = this.#options;
    const { kafka } = declared;
    if (isPaused(kafka)) {
      const result = { type: "paused" } as const;
      await this.#writer.writeStatus(kafka, result, signal);
      onSettled?.({ kafka, result });
      return { type: "done" };
    }
    const outcome = this.#warned(kafka, await backend.bringAbout(declared, signal));
    this.#tellOf(kafka, outcome);
    const { state } = outcome;
    // Which brokers are new shows in the pools: first what comes of it is written.
    const isNews = await this.#writer.writeStatus(kafka, outcome, signal);
    await this.#writer.writePoolStatuses(declared, state, signal);
    if (isNews && outcome.type === "failed") {
      this.#options.events.record(kafka, { type: "Warning", reason: outcome.reason, message: outcome.message });
    }
    onSettled?.({ kafka, result: outcome });
    if (outcome.type === "ready")
      return { type: "done", ...(outcome.againAfterMs === undefined ? {} : { requeueAfterMs: outcome.againAfterMs }) };
    if (outcome.type === "waiting") return { type: "done", requeueAfterMs: outcome.requeueAfterMs };
    if (outcome.type === "hibernating") return { type: "done" };
    return { type: outcome.passing ? "failed" : "terminal", message: outcome.message };
  }

  #warned(kafka: Stored<Kafka>, outcome: KafkaOutcome): KafkaOutcome {
    return { ...outcome, warnings: [...(outcome.warnings ?? []), ...this.#options.warningsOf(kafka)] };
  }

  #tellOf(kafka: Stored<Kafka>, { done }: KafkaOutcome): void {
    for (const happening of done) this.#options.events.record(kafka, happening);
  }
}
