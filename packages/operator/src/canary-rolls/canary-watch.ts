import type { KafkaAddress } from "@millrace/controllers";
import type { Canary, RecordFate } from "@millrace/controllers/canary";
import type { Clock, Logger, Random } from "@millrace/kit";
import type { Stored } from "@millrace/kube";
import type { CanarySight } from "@millrace/plans/rolls";
import { isReady, type Pod, whyStuck } from "../kubernetes/pod.ts";

export interface CanaryWatchOptions {
  readonly pod: Stored<Pod>;
  /** Left out: it is no broker, and no records are sent. */
  readonly brokerId?: number;
  readonly brokers: readonly number[];
  readonly address: () => KafkaAddress | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

const recordPeriodMs = 1_000;
/** What a pod can't come up by may be over by then: a registry that was not there for a moment. */
const stuckMsMax = 10_000;

/** What is seen of one pod that was started anew, from then on that somebody looks. It begins again with another operator. */
export class CanaryWatch {
  readonly uid: string;
  readonly #options: CanaryWatchOptions;
  readonly #sinceMs: number;
  #readySinceMs: number | undefined;
  #stuckSinceMs: number | undefined;
  readonly #storedMs: number[] = [];
  readonly #othersMs: number[] = [];
  readonly #failures: string[] = [];
  #unread = 0;
  #canary: Promise<Canary> | undefined;

  constructor(options: CanaryWatchOptions) {
    this.#options = options;
    this.uid = options.pod.metadata.uid;
    this.#sinceMs = options.clock.monotonicMs();
  }

  /** What there is to see of the pod as it is now. Records are sent once it is ready. */
  see(pod: Stored<Pod>): Omit<CanarySight, "isRecovering" | "behind" | "quorumTrouble"> {
    const nowMs = this.#options.clock.monotonicMs();
    const [stuck, ready] = [whyStuck(pod), isReady(pod)];
    this.#stuckSinceMs = stuck === undefined ? undefined : (this.#stuckSinceMs ?? nowMs);
    const isStuck = this.#stuckSinceMs !== undefined && nowMs - this.#stuckSinceMs >= stuckMsMax;
    if (ready && this.#readySinceMs === undefined) {
      this.#readySinceMs = nowMs;
      if (this.#options.brokerId !== undefined) this.#canary = this.#sending();
    }
    return {
      ...(isStuck && stuck !== undefined ? { stuck } : {}),
      ...{ isReady: ready, wasReady: this.#readySinceMs !== undefined },
      ...{ ageMs: nowMs - this.#sinceMs, watchedMs: this.#readySinceMs === undefined ? 0 : nowMs - this.#readySinceMs },
      ...(this.#options.brokerId === undefined
        ? {}
        : { probes: { storedMs: this.#storedMs, failures: this.#failures, unread: this.#unread, othersMs: this.#othersMs } }),
    };
  }

  async close(): Promise<void> {
    await (await this.#canary)?.close();
  }

  /** Loaded only where a canary is watched. */
  async #sending(): Promise<Canary> {
    const { Canary } = await import("@millrace/controllers/canary");
    const { brokers, ...options } = this.#options;
    // By the leader alone: one that is slow holds up what waits for it as a follower, and all would seem to be slow.
    return new Canary({ ...options, brokers: () => brokers, acks: 1, recordPeriodMs, heed: (fate) => this.#heed(fate) });
  }

  #heed(fate: RecordFate): void {
    const isOwn = fate.brokerId === this.#options.brokerId;
    if (fate.type === "stored") (isOwn ? this.#storedMs : this.#othersMs).push(fate.afterMs);
    else if (!isOwn) return;
    else if (fate.type === "failed") this.#failures.push(fate.why);
    else this.#unread++;
  }
}
