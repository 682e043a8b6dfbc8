import type { TopicPartition } from "@millrace/client";
import type { Clock } from "@millrace/kit";
import type { Ledger } from "./ledger.ts";

interface Claim {
  readonly memberId: string;
  readonly untilMs: number;
}

/**
 * Which member of a group of the new protocol has which partition, as far as members were told (KIP-848): from the answer that gave it the
 * partition until it says that it has given it up, learns that it is out, or has been silent for so long that it may be taken for gone.
 */
export class Claims {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #claims = new Map<string, Claim>();

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /** A member has been told that a partition is its own; nobody else may have it before `untilMs`. */
  takes(memberId: string, partition: TopicPartition, untilMs: number): void {
    const [key, nowMs] = [keyOf(partition), this.#clock.monotonicMs()];
    const other = this.#claims.get(key);
    if (untilMs <= nowMs) return;
    if (other !== undefined && other.memberId !== memberId && other.untilMs > nowMs)
      this.#ledger.fail("a partition has one member of a group", `${key} is told to be of ${memberId}, and is of ${other.memberId}`);
    this.#claims.set(key, { memberId, untilMs });
  }

  gives(memberId: string, partition: TopicPartition): void {
    const key = keyOf(partition);
    if (this.#claims.get(key)?.memberId === memberId) this.#claims.delete(key);
  }

  /** The power goes, and nothing that was told is sure to be known any more. */
  forget(): void {
    this.#claims.clear();
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}
