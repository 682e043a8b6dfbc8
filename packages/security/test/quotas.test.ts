import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { ConnectionRates, describeQuotas, planAlterations, type QuotaEntity, QuotaStore } from "../src/index.ts";

const alice: QuotaEntity = new Map([["user", "alice"]]);
const anyone: QuotaEntity = new Map([["user", null]]);
const aliceWithApp: QuotaEntity = new Map([
  ["user", "alice"],
  ["client-id", "app"],
]);
const isHost = (text: string) => /^[\d.]+$/.test(text);

function plan(entity: QuotaEntity, key: string, value: number | undefined, store = new QuotaStore()) {
  return planAlterations(store, [{ entity, ops: [{ key, value }] }], isHost);
}

function refusalOf(entity: QuotaEntity, key: string, value: number): string | null {
  const { outcomes, changes } = plan(entity, key, value);
  assert.equal(outcomes.length, 1);
  assert.equal(outcomes[0]?.error.name, outcomes[0]?.message === null ? "NONE" : "INVALID_REQUEST");
  assert.equal(changes.length, outcomes[0]?.message === null ? 1 : 0);
  return outcomes[0]?.message ?? null;
}

describe("alterations", () => {
  const ip: QuotaEntity = new Map([["ip", "127.0.0.1"]]);
  const rows: ReadonlyArray<readonly [entity: QuotaEntity, key: string, value: number, message: string | null]> = [
    [alice, "producer_byte_rate", 1, null],
    [alice, "producer_byte_rate", 2 ** 63, null],
    [alice, "producer_byte_rate", 2 ** 64, "Proposed value for producer_byte_rate is too large for a LONG."],
    [alice, "producer_byte_rate", 1.5, "producer_byte_rate cannot be a fractional value."],
    [alice, "producer_byte_rate", 1 + 1e-7, null],
    [alice, "producer_byte_rate", 0, "Quota producer_byte_rate must be greater than 0"],
    [alice, "request_percentage", -1, "Quota request_percentage must be greater than 0"],
    [alice, "request_percentage", 0.5, null],
    [anyone, "controller_mutation_rate", Number.POSITIVE_INFINITY, null],
    [alice, "connection_creation_rate", 1, "Invalid configuration key connection_creation_rate"],
    [alice, "bytes", 1, "Invalid configuration key bytes"],
    [aliceWithApp, "consumer_byte_rate", 7, null],
    [ip, "connection_creation_rate", 7, null],
    [new Map([["ip", null]]), "connection_creation_rate", 7, null],
    [ip, "connection_creation_rate", 2 ** 31, "Proposed value for connection_creation_rate is too large for an INT."],
    [ip, "producer_byte_rate", 7, "Invalid configuration key producer_byte_rate"],
    [new Map([["ip", "no host"]]), "connection_creation_rate", 7, "no host is not a valid IP or resolvable host."],
    [
      new Map([...ip, ...alice]),
      "connection_creation_rate",
      7,
      "Invalid quota entity combination, IP entity shouldnot be combined with User or ClientId",
    ],
    [new Map(), "producer_byte_rate", 7, "Invalid empty client quota entity"],
    [new Map([["user", ""]]), "producer_byte_rate", 7, "Empty user not supported"],
    [new Map([["group", "g"]]), "producer_byte_rate", 7, "Unhandled client quota entity type: group"],
  ];
  for (const [entity, key, value, message] of rows) {
    test(`${JSON.stringify([...entity])} ${key}=${value}: ${message ?? "fine"}`, () =>
      assert.equal(refusalOf(entity, key, value), message));
  }

  test("what is so already is no change", () => {
    const store = new QuotaStore();
    store.apply({ entity: alice, key: "request_percentage", value: 7 });
    assert.deepEqual(plan(alice, "request_percentage", 7, store).changes, []);
    assert.deepEqual(plan(alice, "request_percentage", undefined, store).changes.length, 1);
    assert.deepEqual(plan(anyone, "request_percentage", undefined, store).changes, []);
  });

  test("of an entity that comes twice the first alteration counts, and the outcome is about the second", () => {
    const ops = (value: number) => [{ key: "request_percentage", value }];
    const { outcomes, changes } = planAlterations(
      new QuotaStore(),
      [
        { entity: alice, ops: ops(1) },
        { entity: alice, ops: ops(2) },
      ],
      isHost,
    );
    assert.deepEqual(changes, [{ entity: alice, key: "request_percentage", value: 1 }]);
    assert.deepEqual(
      outcomes.map(({ message }) => message),
      ["Ignoring duplicate entity ClientQuotaEntity(entries={user=alice})"],
    );
  });

  test("a quota named twice refuses its entity, and no other", () => {
    const twice = [1, 2].map((value) => ({ key: "request_percentage", value }));
    const { outcomes, changes } = planAlterations(
      new QuotaStore(),
      [
        { entity: anyone, ops: twice },
        { entity: alice, ops: twice.slice(1) },
      ],
      isHost,
    );
    assert.deepEqual(changes, [{ entity: alice, key: "request_percentage", value: 2 }]);
    assert.deepEqual(
      outcomes.map(({ message }) => message),
      ["Ignoring duplicate entity ClientQuotaEntity(entries={user=null})", null],
    );
  });
});

describe("what is stored", () => {
  test("whatever is set and removed, what is left is what was set last", () => {
    const entity = fc.constantFrom(alice, anyone, aliceWithApp, new Map([...aliceWithApp].reverse()));
    const change = fc.record({ entity, key: fc.constantFrom("a", "b"), value: fc.option(fc.double(), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const store = new QuotaStore();
        const expected = new Map<string, number>();
        const nameOf = (entity: QuotaEntity, key: string) => JSON.stringify([[...entity].sort(), key]);
        for (const each of changes) {
          store.apply(each);
          if (each.value === undefined) expected.delete(nameOf(each.entity, each.key));
          else expected.set(nameOf(each.entity, each.key), each.value);
        }
        const stored = [...store.entries()].flatMap(({ entity, values }) =>
          Array.from(values, ([key, value]) => [nameOf(entity, key), value] as const),
        );
        assert.deepEqual(new Map(stored), expected);
        assert.equal(store.version, changes.length);
      }),
    );
  });
});

describe("descriptions", () => {
  const store = new QuotaStore();
  const app: QuotaEntity = new Map([["client-id", "app"]]);
  for (const entity of [alice, anyone, aliceWithApp, app]) store.apply({ entity, key: "request_percentage", value: 1 });
  const found = (components: Parameters<typeof describeQuotas>[1], strict: boolean) => {
    const described = describeQuotas(store, components, strict);
    return "message" in described ? `${described.error.name}: ${described.message}` : described.map(({ entity }) => entity);
  };
  const named = (entityType: string, match: string | null) => ({ entityType, matchType: match === null ? 1 : 0, match });
  const any = (entityType: string) => ({ entityType, matchType: 2, match: null });

  test("no component: everything, or strictly nothing", () => {
    assert.deepEqual(found([], false), [alice, anyone, aliceWithApp, app]);
    assert.deepEqual(found([], true), []);
  });

  test("by name, by default, by kind", () => {
    assert.deepEqual(found([named("user", "alice")], false), [alice, aliceWithApp]);
    assert.deepEqual(found([named("user", "alice")], true), [alice]);
    assert.deepEqual(found([named("user", null)], true), [anyone]);
    assert.deepEqual(found([any("user")], true), [alice, anyone]);
    assert.deepEqual(found([any("user"), named("client-id", "app")], true), [aliceWithApp]);
    assert.deepEqual(found([any("ip")], false), []);
  });

  test("what makes no sense is refused in Kafka's words", () => {
    assert.equal(found([any("")], false), "INVALID_REQUEST: Invalid empty entity type.");
    assert.equal(found([any("user"), any("user")], false), "INVALID_REQUEST: Entity type user cannot appear more than once in the filter.");
    assert.equal(found([any("group")], false), "UNSUPPORTED_VERSION: Unsupported entity type group");
    assert.equal(
      found([{ entityType: "user", matchType: 0, match: null }], false),
      "INVALID_REQUEST: Request specified MATCH_TYPE_EXACT, but set match string to null.",
    );
    assert.equal(
      found([{ entityType: "user", matchType: 1, match: "a" }], false),
      "INVALID_REQUEST: Request specified MATCH_TYPE_DEFAULT, but also specified a match string.",
    );
    assert.equal(
      found([{ entityType: "user", matchType: 2, match: "a" }], false),
      "INVALID_REQUEST: Request specified MATCH_TYPE_SPECIFIED, but also specified a match string.",
    );
    assert.equal(found([{ entityType: "user", matchType: 3, match: null }], false), "INVALID_REQUEST: Unknown match type 3");
    assert.match(String(found([any("ip"), any("user")], false)), /^INVALID_REQUEST: Invalid entity filter component combination\./);
  });
});

describe("connection rates", () => {
  const sampling = { samples: 11, windowMs: 1000 };
  const limits = {
    ofBroker: 2 ** 31 - 1,
    ofListener: (name: string) => (name === "SLOW" ? 1 : 2 ** 31 - 1),
    ofAddress: (address: string) => (address === "10.0.0.1" ? 1 : undefined),
  };

  test("a listener's connections wait, for no longer than a window", () => {
    const rates = new ConnectionRates(limits, sampling);
    for (let at = 0; at < 10; at++) assert.equal(rates.record("SLOW", 0), 0);
    assert.equal(rates.record("SLOW", 0), 1000);
    assert.equal(rates.record("FAST", 0), 0);
  });

  test("an address's connections beyond its rate don't count for the listener", () => {
    const rates = new ConnectionRates(limits, sampling);
    const admitted = Array.from({ length: 20 }, () => {
      rates.record("FAST", 0);
      return rates.admit("FAST", "10.0.0.1", 0);
    }).filter((throttleMs) => throttleMs === 0);
    assert.equal(admitted.length, 10);
    assert.equal(rates.ofBroker(0), 1);
    assert.equal(rates.of("FAST", 0).perSecond, 1);
    assert.equal(rates.admit("FAST", "10.0.0.2", 0), 0);
  });
});
