import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TopicDeclaration } from "@millrace/resources";
import fc from "fast-check";
import { planTopic, planTopics, type TopicAction, type TopicState } from "../src/topics/plan.ts";

const declared = (name: string, more: Partial<TopicDeclaration> = {}): TopicDeclaration => ({
  name,
  partitions: undefined,
  replicationFactor: undefined,
  config: {},
  ...more,
});
interface Existing {
  readonly partitions?: number;
  readonly replicationFactor?: number;
  readonly config?: Readonly<Record<string, string>>;
}
const existing = (name: string, { partitions = 3, replicationFactor: replicas = 1, config = {} }: Existing = {}): TopicState => ({
  name,
  partitions: Array.from({ length: partitions }, () => ({ replicas, becoming: replicas })),
  settings: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value, type: "STRING", isOwn: true }])),
});
const configOf = ({ settings }: TopicState) => Object.fromEntries(Object.entries(settings).map(([key, { value }]) => [key, value ?? ""]));
const nothing = { prune: new Set<string>() };
const texts = (actions: readonly TopicAction[]) => actions.map(({ text }) => text);

describe("planTopics", () => {
  it("creates what is missing, with what was declared", () => {
    const plan = planTopics([declared("orders", { partitions: 3, config: { "retention.ms": "1000" } }), declared("clicks")], [], nothing);
    assert.deepEqual(texts(plan), [
      "topic orders: create with 3 partitions, retention.ms=1000",
      "topic clicks: create with the default number of partitions",
    ]);
    assert.deepEqual(plan[0], {
      type: "create",
      topic: "orders",
      partitions: 3,
      replicationFactor: undefined,
      config: { "retention.ms": "1000" },
      text: "topic orders: create with 3 partitions, retention.ms=1000",
    });
  });

  it("adds partitions", () => {
    const plan = planTopics([declared("orders", { partitions: 6 })], [existing("orders")], nothing);
    assert.deepEqual(plan, [{ type: "grow", topic: "orders", from: 3, to: 6, text: "topic orders: partitions 3 → 6" }]);
  });

  it("refuses to take partitions away, and does the rest", () => {
    const plan = planTopics([declared("orders", { partitions: 1, config: { a: "1" } })], [existing("orders")], nothing);
    assert.deepEqual(plan, [
      {
        type: "refuse",
        topic: "orders",
        reason: "NotSupported",
        message: "Decreasing partitions not supported",
        text: "topic orders: stays at 3 partitions: 1 declared, but Kafka cannot take partitions away",
      },
      { type: "configure", topic: "orders", set: { a: "1" }, reset: [], text: "topic orders: a (default) → 1" },
    ]);
  });

  it("refuses another number of replicas", () => {
    const plan = planTopics([declared("orders", { replicationFactor: 3 })], [existing("orders")], nothing);
    assert.deepEqual(plan, [
      {
        type: "refuse",
        topic: "orders",
        reason: "NotSupported",
        message: "Replication factor change not supported, but required for partitions [0, 1, 2]",
        text: "topic orders: stays at 1 replica: 3 declared, but replicas are not moved",
      },
    ]);
  });

  it("waits for replicas that are on their way to what is declared, and leaves mixed ones to whoever mixed them", () => {
    const orders = existing("orders");
    const moving = { ...orders, partitions: orders.partitions.map(({ replicas }) => ({ replicas, becoming: 3 })) };
    const mixed = { ...orders, partitions: [1, 2, 2].map((replicas) => ({ replicas, becoming: replicas })) };
    for (const state of [moving, mixed]) assert.deepEqual(planTopic(declared("orders", { replicationFactor: 3 }), state), []);
  });

  it("knows a value however it is written, and a default that is declared", () => {
    const setting = (value: string, type: string, isOwn = true) => ({ value, type, isOwn });
    const settings = {
      "cleanup.policy": setting("compact,delete", "LIST"),
      "retention.ms": setting("604800000", "LONG", false),
      preallocate: setting("true", "BOOLEAN"),
      "min.cleanable.dirty.ratio": setting("0.5", "DOUBLE"),
    };
    const state = { ...existing("orders"), settings };
    const config = {
      "cleanup.policy": " compact, delete",
      "retention.ms": "+0604800000",
      preallocate: "TRUE",
      "min.cleanable.dirty.ratio": ".50",
    };
    assert.deepEqual(planTopic(declared("orders", { config }), state), []);
    const other = planTopic(declared("orders", { config: { ...config, "retention.ms": "604800001" } }), state);
    assert.deepEqual(texts(other), ["topic orders: retention.ms (default) → 604800001"]);
  });

  it("leaves settings alone that others look after, unless they are declared", () => {
    const throttle = "leader.replication.throttled.replicas";
    const state = existing("orders", { config: { [throttle]: "0:1" } });
    const leftAlone = { settings: new Set([throttle]) };
    assert.deepEqual(planTopic(declared("orders"), state, leftAlone), []);
    assert.deepEqual(texts(planTopic(declared("orders", { config: { [throttle]: "*" } }), state, leftAlone)), [
      `topic orders: ${throttle} 0:1 → *`,
    ]);
  });

  it("sets what differs and resets what is no longer declared", () => {
    const before = existing("orders", { config: { a: "1", b: "2", c: "3" } });
    assert.deepEqual(planTopics([declared("orders", { config: { a: "1", b: "20", d: "4" } })], [before], nothing), [
      {
        type: "configure",
        topic: "orders",
        set: { b: "20", d: "4" },
        reset: ["c"],
        text: "topic orders: b 2 → 20, d (default) → 4, c 3 → (default)",
      },
    ]);
  });

  it("deletes only what may be pruned and is not declared", () => {
    const observed = [existing("orders"), existing("left"), existing("foreign", { partitions: 1 })];
    assert.deepEqual(planTopics([declared("orders")], observed, nothing), []);
    assert.deepEqual(planTopics([declared("orders")], observed, { prune: new Set(["orders", "left"]) }), [
      { type: "delete", topic: "left", text: "topic left: delete with 3 partitions" },
    ]);
  });
});

/** What Kafka would do with an action. */
function apply(states: ReadonlyMap<string, TopicState>, action: TopicAction): ReadonlyMap<string, TopicState> {
  const next = new Map(states);
  const state = states.get(action.topic);
  if (action.type === "create") {
    const { topic: name, partitions = 1, replicationFactor = 1, config } = action;
    assert.equal(state, undefined);
    next.set(name, existing(name, { partitions, replicationFactor, config }));
  } else if (action.type === "delete") {
    next.delete(action.topic);
  } else if (state !== undefined && action.type === "grow") {
    assert.equal(state.partitions.length, action.from);
    const replicas = state.partitions[0]?.replicas ?? 0;
    next.set(action.topic, { ...state, partitions: Array.from({ length: action.to }, () => ({ replicas, becoming: replicas })) });
  } else if (state !== undefined && action.type === "configure") {
    const kept = Object.entries({ ...configOf(state), ...action.set }).filter(([key]) => !action.reset.includes(key));
    next.set(action.topic, { ...existing(action.topic, { config: Object.fromEntries(kept) }), partitions: state.partitions });
  }
  return next;
}

describe("planTopics, whatever there is", () => {
  const name = fc.constantFrom("a", "b", "c", "d", "e");
  const config = fc.dictionary(fc.constantFrom("x", "y", "z", "constructor"), fc.constantFrom("1", "2"));
  const count = fc.integer({ min: 1, max: 4 });
  const desired = fc.uniqueArray(
    fc.record({
      name,
      partitions: fc.option(count, { nil: undefined }),
      replicationFactor: fc.option(fc.constantFrom(1, 3), { nil: undefined }),
      config,
    }),
    { selector: (topic) => topic.name },
  );
  const observed = fc
    .uniqueArray(fc.record({ name, partitions: count, replicationFactor: fc.constantFrom(1, 3), config }), {
      selector: (topic) => topic.name,
    })
    .map((topics) => topics.map(({ name, ...more }) => existing(name, more)));
  const prune = fc.uniqueArray(name).map((names) => new Set<string>(names));

  it("leads to what is declared, as far as nothing is refused", () => {
    fc.assert(
      fc.property(desired, observed, prune, (desired, observed, prune) => {
        const plan = planTopics(desired, observed, { prune });
        const before = new Map(observed.map((state) => [state.name, state]));
        const after = plan.reduce(apply, before as ReadonlyMap<string, TopicState>);
        for (const { name, partitions, replicationFactor, config } of desired) {
          const state = after.get(name);
          const was = before.get(name);
          assert(state !== undefined);
          const [count, replicas] = [state.partitions.length, state.partitions[0]?.replicas];
          assert.deepEqual(configOf(state), { ...config });
          assert.equal(count, Math.max(partitions ?? was?.partitions.length ?? 1, was?.partitions.length ?? 1));
          assert.equal(replicas, was?.partitions[0]?.replicas ?? replicationFactor ?? 1);
          const isRefused = plan.some((action) => action.topic === name && action.type === "refuse");
          const isAsDeclared =
            (partitions === undefined || count === partitions) && (replicationFactor === undefined || replicas === replicationFactor);
          assert.equal(isRefused, !isAsDeclared);
        }
      }),
    );
  });

  it("touches nothing that is not declared, except to prune", () => {
    fc.assert(
      fc.property(desired, observed, prune, (desired, observed, prune) => {
        const before: ReadonlyMap<string, TopicState> = new Map(observed.map((state) => [state.name, state]));
        const after = planTopics(desired, observed, { prune }).reduce(apply, before);
        const declaredNames = new Set<string>(desired.map((topic) => topic.name));
        for (const state of observed) {
          if (!declaredNames.has(state.name)) assert.equal(after.get(state.name), prune.has(state.name) ? undefined : state);
        }
      }),
    );
  });

  it("leaves nothing to do afterwards but to refuse again", () => {
    fc.assert(
      fc.property(desired, observed, prune, (desired, observed, prune) => {
        const before: ReadonlyMap<string, TopicState> = new Map(observed.map((state) => [state.name, state]));
        const first = planTopics(desired, observed, { prune });
        const after = first.reduce(apply, before);
        const second = planTopics(desired, [...after.values()], { prune });
        // A topic that has grown names more partitions when it refuses.
        assert.deepEqual(texts(second), texts(first.filter(({ type }) => type === "refuse")));
      }),
    );
  });
});
