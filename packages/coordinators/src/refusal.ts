import type { KafkaError } from "@millrace/protocol";

/** Why a request is refused, in Kafka's words. */
export class Refusal {
  readonly error: KafkaError;
  readonly message: string;

  constructor(error: KafkaError, message: string) {
    this.error = error;
    this.message = message;
  }
}
