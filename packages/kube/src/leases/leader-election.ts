import { type Clock, type Closeable, type Logger, messageOf, type Random } from "@millrace/kit";
import type { KubeClient } from "../client/client.ts";
import { deadline, untilAborted } from "../client/deadline.ts";
import { isConflict } from "../client/errors.ts";
import type { Stored } from "../client/kube-object.ts";
import { type Lease, type LeaseSpec, leases, microTime } from "./lease.ts";

export interface LeaderElectionOptions {
  readonly client: KubeClient;
  readonly lease: { readonly namespace: string; readonly name: string };
  /** Names this candidate; no two may have the same. */
  readonly identity: string;
  /** How long others leave a lease alone that is not renewed. Default 15 s. */
  readonly leaseDurationMs?: number;
  /** After which time without a renewal a leader gives up by itself, before others may take over. Default 10 s. */
  readonly renewDeadlineMs?: number;
  /** How often a candidate tries, and a leader renews. Default 2 s. */
  readonly retryPeriodMs?: number;
  /** Called whenever this becomes the leader; the signal is aborted when it is no longer. */
  readonly lead: (signal: AbortSignal) => Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** A process that ends has so much time to give its lease back, however often it is renewed. */
const releaseMsMin = 2_000;
/** Candidates that began together come apart by drawing up to so much of a period more, as client-go has it. */
const jitter = 1.2;

/**
 * Makes sure that one of several candidates leads, by a Lease, in the way of client-go's leader election: what counts is when this process
 * saw the lease change, never what another's clock wrote into it. A leader that can't renew stops leading before another can begin.
 */
export class LeaderElection implements Closeable {
  readonly #options: LeaderElectionOptions;
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;
  #seen: Stored<Lease> | undefined;
  #seenMs = 0;

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
  }

  /** The candidate that was last seen to lead; undefined or empty if none was. */
  get leader(): string | undefined {
    return this.#seen?.spec?.holderIdentity;
  }

  get isLeader(): boolean {
    return this.leader === this.#options.identity;
  }

  /** Begins to try, and goes on to until `close`. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Stops leading and lets go of the lease, so that another may begin at once. */
  async close(): Promise<void> {
    this.#closing.abort(new Error("the election was left"));
    await this.#running;
  }

  async #run(): Promise<void> {
    const { retryPeriodMs = 2_000, random, logger, lead, identity } = this.#options;
    while (!this.#closing.signal.aborted) {
      if (!(await this.#try())) {
        await this.#pause(retryPeriodMs + random.below(Math.floor(retryPeriodMs * jitter)));
        continue;
      }
      logger.info("leads", { identity });
      const leading = new AbortController();
      const work = lead(leading.signal).catch((thrown: unknown) => logger.error("leading failed", { error: messageOf(thrown) }));
      await this.#renewUntilLost();
      leading.abort(new Error("no longer the leader"));
      await work;
      logger.info("no longer leads", { identity });
      // Only after the work has ended may another begin.
      if (this.isLeader) await this.#release();
    }
  }

  /** Renews until that has failed for too long, another holds the lease, or the election is left. */
  async #renewUntilLost(): Promise<void> {
    const { clock, retryPeriodMs = 2_000, renewDeadlineMs = 10_000 } = this.#options;
    let renewedMs = clock.monotonicMs();
    while (!this.#closing.signal.aborted) {
      await this.#pause(retryPeriodMs);
      const leftMs = renewedMs + renewDeadlineMs - clock.monotonicMs();
      if (this.#closing.signal.aborted || leftMs <= 0) return;
      if (await this.#try(leftMs)) renewedMs = clock.monotonicMs();
      else if (!this.isLeader || clock.monotonicMs() - renewedMs >= renewDeadlineMs) return;
    }
  }

  /** Takes or renews the lease, if nobody else holds it. */
  async #try(limitMs = this.#options.renewDeadlineMs ?? 10_000): Promise<boolean> {
    const { client, lease: name, identity, clock, logger } = this.#options;
    const limit = deadline(clock, limitMs, "a lease", this.#closing.signal);
    try {
      const lease = await untilAborted(limit.signal, client.get(leases, name, limit.signal));
      this.#see(lease);
      const { holderIdentity = "" } = lease?.spec ?? {};
      if (holderIdentity !== "" && holderIdentity !== identity && clock.monotonicMs() < this.#seenMs + this.#durationMs()) return false;
      const spec = this.#claim(lease?.spec);
      const written =
        lease === undefined
          ? client.create(leases, { apiVersion: leases.apiVersion, kind: leases.kind, metadata: name, spec }, limit.signal)
          : client.update(leases, { ...lease, spec }, { signal: limit.signal });
      this.#see(await untilAborted(limit.signal, written));
      return true;
    } catch (thrown) {
      // A conflict is another candidate that was faster.
      logger.debug("a lease could not be had", { identity, error: messageOf(thrown) });
      return false;
    } finally {
      limit.end();
    }
  }

  #see(lease: Stored<Lease> | undefined): void {
    if (lease?.metadata.resourceVersion === this.#seen?.metadata.resourceVersion) return;
    this.#seen = lease;
    this.#seenMs = this.#options.clock.monotonicMs();
  }

  #claim(before: LeaseSpec | undefined): LeaseSpec {
    const { identity, clock } = this.#options;
    const now = microTime(clock.now());
    const isHeld = before?.holderIdentity === identity;
    const transitions = before?.leaseTransitions ?? 0;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(this.#durationMs() / 1000),
      acquireTime: (isHeld ? before?.acquireTime : undefined) ?? now,
      renewTime: now,
      leaseTransitions: isHeld || before === undefined ? transitions : transitions + 1,
    };
  }

  async #release(): Promise<void> {
    const { clock, logger, retryPeriodMs = 2_000 } = this.#options;
    const limit = deadline(clock, Math.max(retryPeriodMs, releaseMsMin), "a lease");
    try {
      while (!(await untilAborted(limit.signal, this.#giveBack(limit.signal))));
    } catch (thrown) {
      logger.warn("a lease could not be given back; others have to wait for its end", { error: messageOf(thrown) });
      this.#seen = undefined;
    } finally {
      limit.end();
    }
  }

  /** False if it has changed meanwhile: a renewal that was broken off may be carried out all the same. */
  async #giveBack(signal: AbortSignal): Promise<boolean> {
    const { client, lease: name, clock } = this.#options;
    const lease = await client.get(leases, name, signal);
    this.#see(lease);
    if (lease === undefined || !this.isLeader) return true;
    const now = microTime(clock.now());
    const { leaseTransitions = 0 } = lease.spec ?? {};
    const spec: LeaseSpec = { holderIdentity: "", leaseDurationSeconds: 1, acquireTime: now, renewTime: now, leaseTransitions };
    try {
      this.#see(await client.update(leases, { ...lease, spec }, { signal }));
      return true;
    } catch (thrown) {
      if (isConflict(thrown)) return false;
      throw thrown;
    }
  }

  #durationMs(): number {
    return this.#options.leaseDurationMs ?? 15_000;
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#closing;
    const { clock } = this.#options;
    let cancel = (): void => {};
    const passed = new Promise<void>((resolve) => {
      cancel = clock.after(ms, resolve);
    });
    return untilAborted(signal, passed).catch(() => cancel());
  }
}
