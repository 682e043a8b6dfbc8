import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ManualClock } from "@millrace/kit";
import { Claims } from "../src/broker/claims.ts";
import { Ledger } from "../src/broker/ledger.ts";
import { Trace } from "../src/broker/trace.ts";

const partition = { topic: "kept", partition: 0 };
const another = { topic: "kept", partition: 1 };

function claimed(untilMs: number) {
  const clock = new ManualClock();
  const ledger = new Ledger(new Trace(clock), clock);
  const claims = new Claims(ledger, clock);
  claims.takes("a", partition, untilMs);
  return { clock, claims, violated: () => ledger.violation?.invariant };
}

describe("a partition of a group is", () => {
  it("of one member, until it gives it up or its time is over", () => {
    const given = claimed(100);
    given.claims.takes("a", partition, 150);
    given.claims.takes("b", another, 100);
    given.claims.gives("b", partition);
    assert.equal(given.violated(), undefined);
    given.claims.takes("b", partition, 100);
    assert.equal(given.violated(), "a partition has one member of a group");

    const free = claimed(100);
    free.claims.gives("a", partition);
    free.claims.takes("b", partition, 200);
    free.clock.advance(200);
    free.claims.takes("c", partition, 300);
    free.claims.forget();
    free.claims.takes("d", partition, 300);
    assert.equal(free.violated(), undefined);
  });

  it("not of a member whose time is over when it is told", () => {
    const { clock, claims, violated } = claimed(100);
    clock.advance(50);
    claims.takes("b", partition, 50);
    assert.equal(violated(), undefined);
    claims.takes("c", partition, 60);
    assert.equal(violated(), "a partition has one member of a group");
  });
});
