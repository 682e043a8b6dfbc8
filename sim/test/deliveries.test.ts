import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ManualClock } from "@millrace/kit";
import { type Asking, Deliveries, type Outcome, type Verdict, verdicts } from "../src/broker/deliveries.ts";
import { Ledger } from "../src/broker/ledger.ts";
import { Trace } from "../src/broker/trace.ts";

const place = { topic: "kept", partition: 0, offset: 7 };
const lockMs = 1_000;
const countMax = 3;

/** Members of a share group and one record. */
class Share {
  readonly clock = new ManualClock();
  readonly ledger = new Ledger(new Trace(this.clock), this.clock);
  readonly deliveries = new Deliveries(this.ledger, this.clock, { lockMs, countMax });

  get violated(): string | undefined {
    return this.ledger.violation?.invariant;
  }

  get isOwed(): boolean {
    return this.deliveries.isOwed(place);
  }

  /** A request that is answered with the record. */
  handed(session: string, count: number, isAlive = () => true): void {
    const asking = this.deliveries.asks(session, true, isAlive);
    this.deliveries.acquired(asking, place, count);
    this.deliveries.answered(asking, true);
  }

  /** A request that is never answered. */
  lost(session: string): void {
    this.deliveries.answered(
      this.deliveries.asks(session, true, () => true),
      false,
    );
  }

  says(session: string, verdict: Verdict): Asking {
    const asking = this.deliveries.asks(session, false, () => true);
    this.deliveries.says(asking, place, verdict);
    return asking;
  }

  said(session: string, verdict: Verdict, outcome: Outcome = "stored"): void {
    this.deliveries.settled(this.says(session, verdict), place, verdict, outcome);
  }
}

const held = "a record is held by one member";
const done = "a record that was accepted or rejected is never handed out again";
const counted = "deliveries are counted";

describe("a record of a share group is", () => {
  it("held by one member, until its time is over, it is released, or its session or the broker ends", () => {
    const ways: ReadonlyArray<readonly [string | undefined, (share: Share) => void]> = [
      [held, () => {}],
      [held, (share) => share.clock.advance(lockMs - 1)],
      [undefined, (share) => share.clock.advance(lockMs)],
      [undefined, (share) => share.said("a", verdicts.release)],
      [undefined, (share) => void share.says("a", verdicts.accept)],
      [undefined, (share) => share.deliveries.ends("a")],
      [held, (share) => share.deliveries.ends("b")],
      [undefined, (share) => void share.ledger.deaths++],
    ];
    for (const [violated, happens] of ways) {
      const share = new Share();
      share.handed("a", 1);
      happens(share);
      share.handed("b", 2);
      assert.equal(share.violated, violated, happens.toString());
    }
    const broken = new Share();
    broken.handed("a", 1, () => false);
    broken.handed("b", 2);
    assert.equal(broken.violated, undefined);
  });

  it("held for longer by a member that asks for that", () => {
    for (const [verdict, waitMs, violated] of [
      [verdicts.renew, lockMs, held],
      [verdicts.renew, lockMs + 500, undefined],
    ] as const) {
      const share = new Share();
      share.handed("a", 1);
      share.clock.advance(500);
      share.said("a", verdict);
      share.clock.advance(waitMs - 500);
      share.handed("b", 2);
      assert.equal(share.violated, violated, `${waitMs}`);
    }
  });

  it("never handed out again once it is accepted or rejected", () => {
    for (const verdict of [verdicts.accept, verdicts.reject]) {
      const share = new Share();
      share.handed("a", 1);
      share.said("a", verdict, "refused");
      share.handed("a", 2);
      assert.equal(share.violated, undefined);
      share.said("a", verdict);
      assert.equal(share.isOwed, false);
      share.handed("a", 3);
      assert.equal(share.violated, done);
    }
  });

  it("handed out again where the power has gone, unless it was done with at a clean stop", () => {
    for (const [violated, stops] of [
      [undefined, () => {}],
      [done, (share: Share) => share.deliveries.stopped()],
    ] as const) {
      const share = new Share();
      share.handed("a", 1);
      share.said("a", verdicts.accept);
      stops(share);
      assert.equal(share.deliveries.isSafe(place), violated === done);
      share.deliveries.forget();
      assert.equal(share.isOwed, false);
      share.handed("b", 1);
      assert.equal(share.violated, violated);
    }
  });

  it("counted each time that it is handed out, as far as anybody knows", () => {
    const ways: ReadonlyArray<readonly [string | undefined, number, (share: Share) => void]> = [
      [undefined, 2, () => {}],
      [counted, 3, () => {}],
      [undefined, 3, (share) => share.lost("b")],
      [
        counted,
        countMax + 1,
        (share) => {
          for (let left = countMax; left > 0; left--) share.lost("b");
        },
      ],
      // What was not stored may be forgotten, by another session than one that has seen it.
      [undefined, 1, () => {}],
      [counted, 1, (share) => share.said("a", verdicts.release)],
      [undefined, 1, (share) => share.said("a", verdicts.release, "unknown")],
    ];
    for (const [violated, count, happens] of ways) {
      const share = new Share();
      share.handed("a", 1);
      happens(share);
      share.deliveries.ends("a");
      share.handed("b", count);
      assert.equal(share.violated, violated, `${count} ${happens}`);
    }
    const again = new Share();
    again.handed("a", 1);
    again.said("a", verdicts.release, "unknown");
    again.handed("a", 1);
    assert.equal(again.violated, counted);
  });

  it("counted as released before another member has it, though that is told first", () => {
    const share = new Share();
    share.handed("a", 1);
    const released = share.says("a", verdicts.release);
    share.handed("b", 2);
    share.deliveries.settled(released, place, verdicts.release, "stored");
    share.ledger.deaths++;
    share.handed("c", 2);
    assert.equal(share.violated, undefined);
  });

  it("owed until it is done with, or may be, or was handed out as often as it may be", () => {
    const share = new Share();
    assert.equal(share.isOwed, true);
    share.handed("a", 1);
    share.said("a", verdicts.release);
    share.handed("a", 2);
    assert.equal(share.isOwed, true);
    share.lost("b");
    assert.equal(share.isOwed, false);
    const doubtful = new Share();
    doubtful.handed("a", 1);
    doubtful.said("a", verdicts.accept, "refused");
    assert.equal(doubtful.isOwed, true);
    doubtful.said("a", verdicts.accept, "unknown");
    assert.equal(doubtful.isOwed, false);
  });
});
