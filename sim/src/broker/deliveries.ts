import type { TopicPartition } from "@millrace/client";
import type { Clock } from "@millrace/kit";
import type { Ledger } from "./ledger.ts";

/** What a member says of a record that it holds, by the protocol's numbers. */
export const verdicts = { accept: 1, release: 2, reject: 3, renew: 4 } as const;

export type Verdict = (typeof verdicts)[keyof typeof verdicts];

/** What came of what a member said. */
export type Outcome = "stored" | "refused" | "unknown";

/** A record of which a member of a share group is told, or says something. */
export interface Place extends TopicPartition {
  readonly offset: number;
}

/** A request of a member: what it acquires is held from then at the earliest. */
export interface Asking {
  /** Of which member, and of which of its sessions. */
  readonly session: string;
  readonly sentMs: number;
  /** The counts of what it releases: others may have that before it is answered. */
  readonly released: Map<Delivery, number>;
  /** The session goes on: a broker lets go of what a session holds whose connection is broken. */
  readonly isAlive: () => boolean;
}

interface Lock extends Pick<Asking, "session" | "isAlive"> {
  readonly untilMs: number;
  /** A broker forgets who holds what when it dies. */
  readonly deaths: number;
}

/** What members were told of one record, and have said of it. */
interface Delivery {
  /** How often it had been handed out when it was last told, to which session, and when. */
  count: number;
  session: string;
  toldMs: number;
  /** The count that was stored with a release for certain. */
  storedCount: number;
  lock: Lock | undefined;
  /** It was accepted or rejected, and that was acknowledged. */
  isDone: boolean;
  /** The same before the broker was last stopped cleanly. */
  isSafe: boolean;
  /** So often it was accepted or rejected, and nobody knows what came of it. */
  doubts: number;
}

/** What the limits of a share group are. */
export interface DeliveryLimits {
  readonly lockMs: number;
  readonly countMax: number;
}

/** What the members of a share group know together of the records that were handed out (KIP-932). */
export class Deliveries {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #limits: DeliveryLimits;
  readonly #deliveries = new Map<string, Delivery>();
  /** When requests were given up of which nobody knows what they have acquired. */
  readonly #lost: number[] = [];
  /** Those of which nobody knows as yet. */
  readonly #asking = new Set<Asking>();

  constructor(ledger: Ledger, clock: Clock, limits: DeliveryLimits) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#limits = limits;
  }

  /** `forRecords`: it may acquire some. */
  asks(session: string, forRecords: boolean, isAlive: () => boolean): Asking {
    const asking: Asking = { session, isAlive, released: new Map(), sentMs: this.#clock.monotonicMs() };
    if (forRecords) this.#asking.add(asking);
    return asking;
  }

  /** All is told that was acquired; or nobody will ever know. */
  answered(asking: Asking, isTold: boolean): void {
    if (this.#asking.delete(asking) && !isTold) this.#lost.push(this.#clock.monotonicMs());
  }

  acquired(asking: Asking, place: Place, count: number): void {
    const { session, sentMs, isAlive } = asking;
    this.#asking.delete(asking);
    const nowMs = this.#clock.monotonicMs();
    const untilMs = sentMs + this.#limits.lockMs;
    const delivery = this.#at(place);
    // An answer that took longer than a lock lasts says nothing of what is so now.
    if (untilMs > nowMs) this.#checkHanded(session, place, delivery);
    this.#checkCount(session, place, delivery, count);
    Object.assign(delivery, { count, session, toldMs: nowMs, lock: { session, isAlive, untilMs, deaths: this.#ledger.deaths } });
  }

  /** A member is about to say something of a record. */
  says({ released }: Asking, place: Place, verdict: Verdict): void {
    const delivery = this.#at(place);
    if (verdict !== verdicts.renew) delivery.lock = undefined;
    if (isFinal(verdict)) delivery.doubts++;
    if (verdict === verdicts.release) released.set(delivery, delivery.count);
  }

  /** How it went. `asking`: of whom, and since when its time counts anew if it has asked for that. */
  settled({ session, sentMs, released }: Asking, place: Place, verdict: Verdict, outcome: Outcome): void {
    const delivery = this.#at(place);
    if (isFinal(verdict) && outcome !== "unknown") delivery.doubts--;
    if (outcome !== "stored") return;
    if (isFinal(verdict)) delivery.isDone = true;
    if (verdict === verdicts.release) delivery.storedCount = Math.max(delivery.storedCount, released.get(delivery) ?? 0);
    if (verdict === verdicts.renew && delivery.lock?.session === session)
      delivery.lock = { ...delivery.lock, untilMs: sentMs + this.#limits.lockMs };
  }

  /** What the session held may go to others. */
  ends(session: string): void {
    for (const delivery of this.#deliveries.values()) if (delivery.lock?.session === session) delivery.lock = undefined;
  }

  /** Nobody was ever told of the record as often as it may be handed out, nor was it accepted or rejected. */
  isOwed(place: Place): boolean {
    const { isDone, doubts, count, toldMs } = this.#at(place);
    return !isDone && doubts === 0 && count + this.#unknownSince(toldMs) < this.#limits.countMax;
  }

  /** Something was known of the partition when the broker was last stopped cleanly. */
  isSafe({ topic, partition }: TopicPartition): boolean {
    return [...this.#deliveries].some(([key, { isSafe }]) => isSafe && key.endsWith(` of ${topic}-${partition}`));
  }

  /** The broker has stopped cleanly: what was told until now lasts. */
  stopped(): void {
    for (const delivery of this.#deliveries.values()) delivery.isSafe = delivery.isDone;
  }

  /** The power goes, and whatever is not safe may be known or not. */
  forget(): void {
    for (const delivery of this.#deliveries.values()) {
      if (delivery.isDone && !delivery.isSafe) delivery.doubts++;
      Object.assign(delivery, { isDone: delivery.isSafe, storedCount: 0, session: "", lock: undefined });
    }
  }

  #checkHanded(session: string, place: Place, { isDone, lock }: Delivery): void {
    if (isDone)
      this.#ledger.fail("a record that was accepted or rejected is never handed out again", `${session} is handed ${textOf(place)}`);
    if (lock !== undefined && this.#holds(lock))
      this.#ledger.fail("a record is held by one member", `${session} is handed ${textOf(place)}, which ${lock.session} holds`);
  }

  #holds({ isAlive, deaths, untilMs }: Lock): boolean {
    return isAlive() && deaths === this.#ledger.deaths && untilMs > this.#clock.monotonicMs();
  }

  /** Each time counts that was told, each that was stored or told within one session, and those of which nobody knows may. */
  #checkCount(session: string, place: Place, delivery: Delivery, count: number): void {
    const least = Math.max(delivery.storedCount, delivery.session === session ? delivery.count : 0) + 1;
    const most = Math.min(this.#limits.countMax, delivery.count + this.#unknownSince(delivery.toldMs) + 1);
    if (count >= least && count <= most) return;
    const expected = least === most ? `${least}` : `${least} to ${most}`;
    this.#ledger.fail("deliveries are counted", `${session} is handed ${textOf(place)} as delivery ${count}, not ${expected}`);
  }

  /** So many requests may have acquired the record since then without anybody's knowledge. */
  #unknownSince(sinceMs: number): number {
    return this.#asking.size + this.#lost.filter((atMs) => atMs >= sinceMs).length;
  }

  #at(place: Place): Delivery {
    const key = textOf(place);
    const known = this.#deliveries.get(key);
    if (known !== undefined) return known;
    const fresh = {
      count: 0,
      session: "",
      toldMs: 0,

      storedCount: 0,
      lock: undefined,
      isDone: false,
      isSafe: false,
      doubts: 0,
    };
    this.#deliveries.set(key, fresh);
    return fresh;
  }
}

function isFinal(verdict: Verdict): boolean {
  return verdict === verdicts.accept || verdict === verdicts.reject;
}

function textOf({ topic, partition, offset }: Place): string {
  return `${offset} of ${topic}-${partition}`;
}
