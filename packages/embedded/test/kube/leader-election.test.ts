import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import { KubeClient, LeaderElection, leases, type Transport } from "@millrace/kube";
import { passing, RunningApi } from "./running-api.ts";

class Candidate {
  readonly election: LeaderElection;
  /** Whether its work goes on. */
  leads = false;
  isCutOff = false;
  /** Its next write reaches the server only when it has been broken off. */
  isSlow = false;
  isHeldUp = false;

  constructor(identity: string, api: RunningApi, clock: ManualClock, lease: string) {
    const transport: Transport = async (request) => {
      if (this.isCutOff) throw new Error("no way to the server");
      if (!this.isSlow || request.method !== "PUT") return api.transport(request);
      this.isSlow = false;
      this.isHeldUp = true;
      await new Promise((resolve) => request.signal.addEventListener("abort", resolve, { once: true }));
      return api.transport({ ...request, signal: new AbortController().signal });
    };
    this.election = new LeaderElection({
      client: new KubeClient({ transport, clock }),
      lease: { namespace: "default", name: lease },
      identity,
      lead: (signal) => this.#lead(signal),
      ...{ clock, random: seededRandom(3), logger: silentLogger },
    });
    this.election.start();
  }

  async #lead(signal: AbortSignal): Promise<void> {
    this.leads = true;
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    this.leads = false;
  }
}

describe("an election of a leader", () => {
  let api: RunningApi;
  before(async () => {
    api = await RunningApi.start();
  });
  after(() => api.close());

  const specOf = async (name: string) => (await api.client().get(leases, { namespace: "default", name }))?.spec;

  test("one leads, and gives the lease back when it leaves", async () => {
    const clock = new ManualClock();
    const one = new Candidate("one", api, clock, "given-back");
    await passing(clock, "one leads", () => one.leads);
    const other = new Candidate("other", api, clock, "given-back");
    await passing(clock, "the other sees it", () => other.election.leader === "one");
    const untilMs = clock.monotonicMs() + 30_000;
    await passing(clock, "half a minute went by", () => clock.monotonicMs() >= untilMs);
    assert(one.leads && !other.leads);
    const before = await specOf("given-back");
    assert.deepEqual([before?.holderIdentity, before?.leaseDurationSeconds, before?.leaseTransitions], ["one", 15, 0]);
    assert.match(before?.renewTime ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    await one.election.close();
    assert(!one.leads);
    assert.equal((await specOf("given-back"))?.holderIdentity, "");
    const leftMs = clock.monotonicMs();
    await passing(clock, "the other leads", () => other.leads);
    assert(clock.monotonicMs() - leftMs < 5_000, "it did not have to wait for the end of the lease");
    assert.equal((await specOf("given-back"))?.leaseTransitions, 1);
    await other.election.close();
  });

  test("the lease is given back even if a renewal that was broken off is carried out", async () => {
    const clock = new ManualClock();
    const one = new Candidate("one", api, clock, "broken-off");
    await passing(clock, "one leads", () => one.leads);
    one.isSlow = true;
    await passing(clock, "a renewal is under way", () => one.isHeldUp);
    await one.election.close();
    assert.equal((await specOf("broken-off"))?.holderIdentity, "");
  });

  test("a leader that can't renew stops before another begins", async () => {
    const clock = new ManualClock();
    const one = new Candidate("one", api, clock, "lost");
    await passing(clock, "one leads", () => one.leads);
    const other = new Candidate("other", api, clock, "lost");
    await passing(clock, "the other sees it", () => other.election.leader === "one");
    one.isCutOff = true;
    const cutMs = clock.monotonicMs();
    await passing(clock, "one has stopped", () => {
      assert(!(one.leads && other.leads), "both lead");
      return !one.leads;
    });
    const stoppedMs = clock.monotonicMs() - cutMs;
    assert(stoppedMs >= 7_000 && stoppedMs <= 12_500, `it stopped after ${stoppedMs} ms`);
    assert(!other.leads);
    await passing(clock, "the other leads", () => other.leads);
    assert(clock.monotonicMs() - cutMs >= 12_000, "the lease had not ended yet");
    one.isCutOff = false;
    await passing(clock, "one sees it", () => one.election.leader === "other");
    assert(!one.leads);
    await Promise.all([one.election.close(), other.election.close()]);
  });
});
