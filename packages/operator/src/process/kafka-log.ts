import type { SettledKafka } from "@millrace/controllers";
import type { Logger } from "@millrace/kit";
import { keyOf, type ObjectKey } from "@millrace/kube";

/** Logs what comes of Kafkas: a line whenever that is something else than before. */
export class KafkaLog {
  readonly #logger: Logger;
  readonly #told = new Map<ObjectKey, string>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  settled({ kafka, result }: SettledKafka): void {
    const key = keyOf(kafka.metadata);
    const about = "reason" in result ? { reason: result.reason, why: result.message } : {};
    const text = JSON.stringify([result.type, about]);
    if (this.#told.get(key) === text) return;
    this.#told.set(key, text);
    this.#logger[result.type === "failed" ? "warn" : "info"](sentences[result.type], { kafka: key, ...about });
  }

  forget(key: ObjectKey): void {
    this.#told.delete(key);
  }
}

const sentences: Readonly<Record<SettledKafka["result"]["type"], string>> = {
  ready: "a Kafka is ready",
  waiting: "a Kafka is being brought about",
  failed: "a Kafka can't be brought about",
  paused: "a Kafka is paused",
  hibernating: "a Kafka hibernates",
};
