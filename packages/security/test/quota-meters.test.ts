import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { entityTypes, Meters, MutationMeter, PreferredLimits, QuotaStore, RateMeter } from "../src/index.ts";

interface Usage {
  readonly kind: "rate" | "strict" | "permissive";
  readonly samples: number;
  readonly windowSeconds: number;
  readonly limit: number;
  /** At so many milliseconds so much was used, a negative value taken back, for so many milliseconds Kafka held the client back. */
  readonly steps: ReadonlyArray<readonly [atMs: number, value: number, throttleMs: number]>;
}

interface Limits {
  readonly kind: "limits";
  readonly quotas: ReadonlyArray<{ readonly user?: string | null; readonly clientId?: string | null; readonly value: number }>;
  readonly asked: ReadonlyArray<{
    readonly user: string;
    readonly clientId: string;
    readonly limit: number;
    readonly isByUser: boolean;
    readonly isByClientId: boolean;
  }>;
}

const trials = readFileSync(join(import.meta.dirname, "fixtures/quota-meters.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Usage | Limits);

function throttleTimes({ kind, limit, steps, samples, windowSeconds }: Usage): number[] {
  const sampling = { samples, windowMs: windowSeconds * 1000 };
  const rate = new RateMeter(limit, sampling);
  const bucket = new MutationMeter(limit, sampling);
  return steps.map(([atMs, value]) => {
    if (kind === "strict") return bucket.admit(value, atMs);
    if (kind === "permissive") return bucket.record(value, atMs);
    if (value >= 0) return rate.record(value, atMs);
    rate.recordSilently(value, atMs);
    return 0;
  });
}

function storeOf(quotas: Limits["quotas"], key = "q"): QuotaStore {
  const store = new QuotaStore();
  for (const { user, clientId, value } of quotas) {
    const parts: Array<[string, string | null]> = [];
    if (user !== undefined) parts.push([entityTypes.user, user]);
    if (clientId !== undefined) parts.push([entityTypes.clientId, clientId]);
    store.apply({ entity: new Map(parts), key, value });
  }
  return store;
}

describe("what Kafka's quota managers say", () => {
  for (const kind of ["rate", "strict", "permissive"] as const) {
    test(`throttle times: ${kind}`, () => {
      for (const trial of trials) {
        if (trial.kind !== kind) continue;
        assert.deepEqual(
          throttleTimes(trial),
          trial.steps.map(([, , throttleMs]) => throttleMs),
        );
      }
    });
  }

  test("which of several quotas counts for whom, and who shares it", () => {
    for (const trial of trials) {
      if (trial.kind !== "limits") continue;
      const limits = new PreferredLimits(storeOf(trial.quotas), "q");
      for (const { user, clientId, ...expected } of trial.asked) {
        const group = limits.groupOf(user, clientId);
        const found = { limit: limits.limitOf(group), isByUser: group.user !== "", isByClientId: group.clientId !== "" };
        assert.deepEqual(found, expected, `${user} with ${clientId} of ${JSON.stringify(trial.quotas)}`);
      }
    }
  });
});

const name = fc.constantFrom("a", "b", "c");
const part = fc.option(name);

test("the most specific quota counts", () => {
  const either: fc.Arbitrary<{ user?: string | null; clientId?: string | null }> = fc.oneof(
    fc.record({ user: part, clientId: part }),
    fc.record({ user: part }),
    fc.record({ clientId: part }),
  );
  const quotas = fc.array(
    fc.tuple(either, fc.integer({ min: 1 })).map(([entity, value]) => ({ ...entity, value })),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(quotas, name, name, (quotas, user, clientId) => {
      const order = [{ user, clientId }, { user, clientId: null }, { user }, { user: null, clientId }, { user: null, clientId: null }];
      const preferred = [...order, { user: null }, { clientId }, { clientId: null }].flatMap(
        (entity: { user?: string | null; clientId?: string | null }) =>
          quotas.findLast((quota) => quota.user === entity.user && quota.clientId === entity.clientId) ?? [],
      );
      const limits = new PreferredLimits(storeOf(quotas), "q");
      assert.equal(limits.limitOf(limits.groupOf(user, clientId)), preferred[0]?.value ?? 2 ** 63);
    }),
  );
});

test("whoever waits as told keeps the rate, whatever the size of what it does at once", () => {
  const sampling = { samples: 11, windowMs: 1000 };
  const usage = fc.record({
    limit: fc.integer({ min: 10, max: 1_000_000 }),
    portions: fc.array(fc.double({ min: 0.001, max: 0.2, noNaN: true }), { minLength: 1 }),
  });
  fc.assert(
    fc.property(usage, ({ limit, portions }) => {
      const meter = new RateMeter(limit, sampling);
      let [nowMs, used] = [0, 0];
      for (let step = 0; nowMs < 60_000; step++) {
        const value = limit * (portions[step % portions.length] ?? 1);
        used += value;
        nowMs += Math.max(1, meter.record(value, nowMs));
      }
      // What the windows let through at the beginning comes on top.
      assert.ok(used <= limit * ((nowMs + 11_000) / 1000) * 1.01, `${used} in ${nowMs} ms with a limit of ${limit}`);
      assert.ok(used >= limit * (nowMs / 1000) * 0.99 || portions.every((portion) => portion < 0.002), `${used} in ${nowMs} ms`);
    }),
  );
});

describe("meters of groups", () => {
  const sampling = { samples: 11, windowMs: 1000 };
  const meters = (quotas: Limits["quotas"]) =>
    new Meters(new PreferredLimits(storeOf(quotas), "q"), (limit) => new RateMeter(limit, sampling));

  test("clients of one user share its limit, others have their own", () => {
    const of = meters([{ user: null, value: 10 }]);
    assert.equal(of.of("alice", "one", 0), of.of("alice", "two", 0));
    assert.notEqual(of.of("alice", "one", 0), of.of("bob", "one", 0));
    assert.notEqual(of.of("a", "b", 0), of.of("ab", "", 0));
  });

  test("a new limit holds for what was used before", () => {
    const of = meters([{ user: null, value: 1000 }]);
    assert.equal(of.of("alice", "one", 0).record(5000, 0), 0);
    of.setLimits(new PreferredLimits(storeOf([{ user: null, value: 1 }]), "q"));
    assert.ok(of.of("alice", "one", 1).record(1, 1) > 4_000_000);
  });

  test("clients that make up ids can't fill the memory, and a group that is in use is not forgotten", () => {
    const of = meters([{ clientId: null, value: 10 }]);
    const used = of.of("alice", "used", 0);
    for (let at = 1; at <= 30_000; at++) {
      of.of("alice", `made up ${at}`, at);
      if (at % 2000 === 0) assert.equal(of.of("alice", "used", at), used);
    }
    assert.ok([...of.groups()].length <= 10_000);
  });

  test("what nobody used for an hour is forgotten when others come", () => {
    const of = meters([{ clientId: null, value: 10 }]);
    of.of("alice", "old", 0);
    of.of("alice", "new", 3_600_001);
    assert.deepEqual(
      Array.from(of.groups(), ({ group }) => group.clientId),
      ["new"],
    );
  });
});
