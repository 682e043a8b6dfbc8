import type { Clock } from "@millrace/kit";
import { unlimited } from "@millrace/security";
import type { ClientMeters, ClientQuotas } from "./client-quotas.ts";

/** Milliseconds of work in a second that are one percent. */
const percentMs = 10;

type Kind = keyof ClientMeters;

/**
 * What becomes of changes of topics beyond the quota (KIP-599): `refused` for clients that know the error, `delayed` for others, who wait
 * afterwards; `passed over` where nobody asked for the change itself.
 */
type MutationManner = "refused" | "delayed" | "passed over";

/**
 * What one request uses of its client's quotas, and for how long the client is held back for it (KIP-219): by the quota that asks for the
 * longest time.
 */
export class RequestMeter {
  readonly #quotas: ClientQuotas;
  readonly #clock: Clock;
  readonly #user: string;
  readonly #clientId: string;
  /** Size of the request. */
  readonly #bytes: number;
  #bytesProduced = 0;
  #workedMs = 0;
  #workingSinceMs: number | undefined;
  /** Whether the work still has to be counted. */
  #work: "open" | "counted" | "exempt" = "open";
  /** Until then changes of topics have to be paid for. */
  #mutationsUntilMs = 0;
  #throttleMs = 0;
  #throttledBy: Kind = "request";

  constructor(options: { quotas: ClientQuotas; clock: Clock; user: string; clientId: string; bytes: number; startedMs: number }) {
    this.#bytes = options.bytes;
    this.#quotas = options.quotas;
    this.#clock = options.clock;
    this.#user = options.user;
    this.#clientId = options.clientId;
    this.#workingSinceMs = options.startedMs;
  }

  /** The work goes on after a wait. */
  resume(): void {
    this.#workingSinceMs = this.#clock.monotonicMs();
  }

  /** The work is done, or waits. */
  pause(nowMs: number): void {
    if (this.#workingSinceMs !== undefined) this.#workedMs += nowMs - this.#workingSinceMs;
    this.#workingSinceMs = undefined;
  }

  /** The request is among those whose work quotas don't count. */
  exempt(): void {
    this.#work = "exempt";
  }

  /** The request's bytes are what its client produces. */
  produces(): void {
    this.#bytesProduced = this.#bytes;
  }

  /** Bytes that one fetch may have without being held back for ever. */
  get fetchBytesMax(): number {
    if (!this.#quotas.meters.fetch.enabled) return Number.POSITIVE_INFINITY;
    const { limit } = this.#of("fetch");
    return limit === unlimited ? Number.POSITIVE_INFINITY : Math.floor(limit * this.#quotas.fetchSecondsMax);
  }

  /** Whether so many bytes may be sent now. Otherwise nothing is, and what would have been doesn't count. */
  admitsFetch(bytes: number): boolean {
    this.#settleWork();
    const fetchMs = this.#quotas.meters.fetch.enabled ? this.#of("fetch").record(bytes, this.#nowMs) : 0;
    this.#hold("fetch", fetchMs);
    if (this.#throttleMs === 0) return true;
    if (this.#quotas.meters.fetch.enabled) this.#of("fetch").recordSilently(-bytes, this.#nowMs);
    return false;
  }

  /** So many bytes are sent, whatever the quota says: the client waits afterwards. */
  fetches(bytes: number): void {
    this.#settleWork();
    if (this.#quotas.meters.fetch.enabled) this.#hold("fetch", this.#of("fetch").record(bytes, this.#nowMs));
  }

  /** Whether so many partitions may be made or removed now. */
  admitsMutations(count: number, manner: MutationManner): boolean {
    if (!this.#quotas.meters.mutation.enabled) return true;
    const meter = this.#of("mutation");
    const throttleMs = manner === "delayed" ? meter.record(count, this.#nowMs) : meter.admit(count, this.#nowMs);
    if (throttleMs > 0 && manner !== "passed over") this.#mutationsUntilMs = this.#nowMs + throttleMs;
    return throttleMs === 0 || manner === "delayed";
  }

  /** Ends the request: the milliseconds for which nothing more is read from its client. */
  settle(isAnswered: boolean): number {
    const { produce } = this.#quotas.meters;
    if (!isAnswered) this.exempt();
    if (this.#bytesProduced > 0 && produce.enabled) this.#hold("produce", this.#of("produce").record(this.#bytesProduced, this.#nowMs));
    this.#hold("mutation", this.#mutationsUntilMs - this.#nowMs);
    this.#settleWork();
    if (this.#work === "exempt") this.#quotas.exempted(this.#workedMs / percentMs, this.#nowMs);
    if (this.#throttleMs > 0) {
      this.#quotas.meters[this.#throttledBy].throttled(this.#user, this.#clientId, this.#throttleMs, this.#nowMs);
      this.#quotas.delayed[this.#throttledBy].add(this.#nowMs + this.#throttleMs, this.#nowMs);
    }
    return this.#throttleMs;
  }

  /** What was done since `sinceMs`, after the end, counts for the requests to come. */
  workedLate(sinceMs: number): void {
    if (this.#work !== "counted" || !this.#quotas.meters.request.enabled) return;
    this.#of("request").recordSilently((this.#clock.monotonicMs() - sinceMs) / percentMs, this.#nowMs);
  }

  #settleWork(): void {
    if (this.#work !== "open") return;
    this.#work = "counted";
    this.pause(this.#clock.monotonicMs());
    if (this.#quotas.meters.request.enabled) this.#hold("request", this.#of("request").record(this.#workedMs / percentMs, this.#nowMs));
  }

  #hold(kind: Kind, throttleMs: number): void {
    if (throttleMs <= this.#throttleMs) return;
    this.#throttleMs = throttleMs;
    this.#throttledBy = kind;
  }

  #of<K extends Kind>(kind: K): ReturnType<ClientMeters[K]["of"]> {
    return this.#quotas.meters[kind].of(this.#user, this.#clientId, this.#nowMs) as ReturnType<ClientMeters[K]["of"]>;
  }

  /** Kafka reckons in whole milliseconds. */
  get #nowMs(): number {
    return Math.floor(this.#clock.monotonicMs());
  }
}
