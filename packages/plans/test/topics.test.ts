import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TopicDeclaration } from "@millrace/resources";
import fc from "fast-check";
import { planTopics, type TopicAction, type TopicState } from "../src/topics.ts";

const declared = (name: string, more: Partial<TopicDeclaration> = {}): TopicDeclaration => ({
  name,
  partitions: undefined,
  replicationFactor: undefined,
  config: {},
  ...more,
});
const existing = (name: string, more: Partial<TopicState> = {}): TopicState => ({
  name,
  partitions: 3,
  replicationFactor: 1,
  config: {},
  ...more,
});
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
        text: "topic orders: stays at 3 partitions: 1 declared, but Kafka cannot take partitions away",
      },
      { type: "configure", topic: "orders", set: { a: "1" }, reset: [], text: "topic orders: a (default) → 1" },
    ]);
  });

  it("refuses another number of replicas", () => {
    const plan = planTopics([declared("orders", { replicationFactor: 3 })], [existing("orders")], nothing);
    assert.deepEqual(texts(plan), ["topic orders: stays at 1 replica: 3 declared, but replicas are not moved"]);
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
    next.set(name, { name, partitions, replicationFactor, config });
  } else if (action.type === "delete") {
    next.delete(action.topic);
  } else if (state !== undefined && action.type === "grow") {
    assert.equal(state.partitions, action.from);
    next.set(action.topic, { ...state, partitions: action.to });
  } else if (state !== undefined && action.type === "configure") {
    const kept = Object.entries({ ...state.config, ...action.set }).filter(([key]) => !action.reset.includes(key));
    next.set(action.topic, { ...state, config: Object.fromEntries(kept) });
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
  const observed = fc.uniqueArray(fc.record({ name, partitions: count, replicationFactor: fc.constantFrom(1, 3), config }), {
    selector: (topic) => topic.name,
  });
  const prune = fc.uniqueArray(name).map((names) => new Set(names));

  it("leads to what is declared, as far as nothing is refused", () => {
    fc.assert(
      fc.property(desired, observed, prune, (desired, observed, prune) => {
        const plan = planTopics(desired, observed, { prune });
        const before = new Map(observed.map((state) => [state.name, state]));
        const after = plan.reduce(apply, before as ReadonlyMap<string, TopicState>);
        for (const { name, partitions, replicationFactor, config } of desired) {
          const state = after.get(name);
          const was = before.get(name);
          assert.deepEqual({ ...state?.config }, { ...config });
          assert.equal(state?.partitions, Math.max(partitions ?? was?.partitions ?? 1, was?.partitions ?? 1));
          assert.equal(state?.replicationFactor, was?.replicationFactor ?? replicationFactor ?? 1);
          const isRefused = plan.some((action) => action.topic === name && action.type === "refuse");
          const isAsDeclared =
            (partitions === undefined || state?.partitions === partitions) &&
            (replicationFactor === undefined || state?.replicationFactor === replicationFactor);
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
        const declaredNames = new Set(desired.map((topic) => topic.name));
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
        assert.deepEqual(
          second,
          first.filter(({ type }) => type === "refuse"),
        );
      }),
    );
  });
});
