import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TopicDeclaration } from "@millrace/resources";
import fc from "fast-check";
import { planTopic, type TopicAction, type TopicState } from "../src/topics/plan.ts";

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
const texts = (actions: readonly TopicAction[]) => actions.map(({ text }) => text);

describe("planTopic", () => {
  it("creates what is missing, with what was declared", () => {
    const orders = declared("orders", { partitions: 3, config: { "retention.ms": "1000" } });
    const plan = [...planTopic(orders, undefined), ...planTopic(declared("clicks"), undefined)];
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
    const plan = planTopic(declared("orders", { partitions: 6 }), existing("orders"));
    assert.deepEqual(plan, [{ type: "grow", topic: "orders", from: 3, to: 6, text: "topic orders: partitions 3 → 6" }]);
  });

  it("refuses to take partitions away, and does the rest", () => {
    const plan = planTopic(declared("orders", { partitions: 1, config: { a: "1" } }), existing("orders"));
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

  it("gives partitions another number of replicas, as far as they have not got it yet", () => {
    const plan = planTopic(declared("orders", { replicationFactor: 3 }), existing("orders"));
    assert.deepEqual(plan, [
      { type: "replicate", topic: "orders", from: 1, to: 3, partitions: [0, 1, 2], text: "topic orders: replicas 1 → 3" },
    ]);
    const begun = { ...existing("orders"), partitions: [1, 1, 3].map((becoming) => ({ replicas: 1, becoming })) };
    const [action] = planTopic(declared("orders", { replicationFactor: 3 }), begun);
    assert.deepEqual(action?.type === "replicate" ? action.partitions : undefined, [0, 1]);
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
    assert.deepEqual(planTopic(declared("orders", { config: { a: "1", b: "20", d: "4" } }), before), [
      {
        type: "configure",
        topic: "orders",
        set: { b: "20", d: "4" },
        reset: ["c"],
        text: "topic orders: b 2 → 20, d (default) → 4, c 3 → (default)",
      },
    ]);
  });
});

/** What Kafka would do with an action. */
function apply(state: TopicState | undefined, action: TopicAction): TopicState | undefined {
  if (action.type === "create") {
    const { topic, partitions = 1, replicationFactor = 1, config } = action;
    assert.equal(state, undefined);
    return existing(topic, { partitions, replicationFactor, config });
  }
  if (state === undefined) return undefined;
  if (action.type === "grow") {
    assert.equal(state.partitions.length, action.from);
    const replicas = state.partitions[0]?.replicas ?? 0;
    return { ...state, partitions: Array.from({ length: action.to }, () => ({ replicas, becoming: replicas })) };
  }
  if (action.type === "replicate") {
    const { partitions: due, to } = action;
    return { ...state, partitions: state.partitions.map((each, at) => (due.includes(at) ? { replicas: to, becoming: to } : each)) };
  }
  if (action.type !== "configure") return state;
  const kept = Object.entries({ ...configOf(state), ...action.set }).filter(([key]) => !action.reset.includes(key));
  return { ...existing(action.topic, { config: Object.fromEntries(kept) }), partitions: state.partitions };
}

describe("planTopic, whatever there is", () => {
  const config = fc.dictionary(fc.constantFrom("x", "y", "z", "constructor"), fc.constantFrom("1", "2"));
  const count = fc.integer({ min: 1, max: 4 });
  const desired = fc.record({
    name: fc.constant("orders"),
    partitions: fc.option(count, { nil: undefined }),
    replicationFactor: fc.option(fc.constantFrom(1, 3), { nil: undefined }),
    config,
  });
  const present = fc
    .record({ partitions: count, replicationFactor: fc.constantFrom(1, 3), config })
    .map((more) => existing("orders", more));
  const observed = fc.option(present, { nil: undefined });

  it("leads to what is declared, as far as nothing is refused", () => {
    fc.assert(
      fc.property(desired, observed, (declaration, before) => {
        const plan = planTopic(declaration, before);
        const after = plan.reduce(apply, before);
        assert(after !== undefined);
        const { partitions, replicationFactor } = declaration;
        const [had, has] = [before?.partitions.length ?? 1, after.partitions.length];
        const replicas = after.partitions[0]?.replicas;
        assert.deepEqual(configOf(after), { ...declaration.config });
        assert.equal(has, Math.max(partitions ?? had, had));
        assert.equal(replicas, replicationFactor ?? before?.partitions[0]?.replicas ?? 1);
        const isAsDeclared = partitions === undefined || has === partitions;
        assert.equal(
          plan.some(({ type }) => type === "refuse"),
          !isAsDeclared,
        );
      }),
    );
  });

  it("leaves nothing to do afterwards but to refuse again, and to give replicas to partitions that have only just come", () => {
    fc.assert(
      fc.property(desired, observed, (declaration, before) => {
        const first = planTopic(declaration, before);
        const second = planTopic(declaration, first.reduce(apply, before));
        const isGrown = first.some(({ type }) => type === "grow");
        assert.deepEqual(texts(second), texts(first.filter(({ type }) => type === "refuse" || (isGrown && type === "replicate"))));
      }),
    );
  });
});
