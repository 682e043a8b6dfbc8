import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type RunningSetting, type SettingsView, settingChanges } from "../../src/settings/index.ts";
import { isSameSetting } from "../../src/settings/same-setting.ts";

const unset: RunningSetting = { own: undefined, atStart: undefined, otherwise: "8", isReadOnly: false };

/** Two brokers with one setting: what is declared of it, what was set for all, and what each has. */
function view(declared: string | undefined, everywhere: string | undefined, ...has: ReadonlyArray<Partial<RunningSetting>>): SettingsView {
  return {
    names: ["threads"],
    declared: declared === undefined ? {} : { threads: declared },
    everywhere: new Map(everywhere === undefined ? [] : [["threads", everywhere]]),
    brokers: has.map((each, id) => ({ id, settings: new Map([["threads", { ...unset, ...each }]]) })),
  };
}

const nothing = { everywhere: [], own: [], atStartOnly: [] };
const set = (value: string | undefined, brokers: readonly number[]) => ({
  ...nothing,
  everywhere: [{ name: "threads", value, brokers }],
});

describe("settings of brokers that run", () => {
  it("need no change where brokers were started as declared, or have it already", () => {
    assert.deepEqual(settingChanges(view("4", undefined, { atStart: "4" }, { atStart: "4" })), nothing);
    assert.deepEqual(settingChanges(view("4", "4", { atStart: "2" }, { atStart: "4" })), nothing);
    assert.deepEqual(settingChanges(view(undefined, undefined, {}, {})), nothing);
  });

  it("are set for all brokers as soon as one was started otherwise", () => {
    assert.deepEqual(settingChanges(view("4", undefined, { atStart: "2" }, { atStart: "4" })), set("4", [0]));
    assert.deepEqual(settingChanges(view("4", "3", {}, {})), set("4", [0, 1]));
  });

  it("are set no more where all brokers were started as declared, or none with what is declared no more", () => {
    assert.deepEqual(settingChanges(view("4", "4", { atStart: "4" }, { atStart: "4" })), set(undefined, []));
    assert.deepEqual(settingChanges(view(undefined, "4", {}, {})), set(undefined, []));
  });

  it("are what counts otherwise for brokers that were started with what is declared no more", () => {
    assert.deepEqual(settingChanges(view(undefined, undefined, { atStart: "4" }, {})), set("8", [0]));
    assert.deepEqual(settingChanges(view(undefined, "4", { atStart: "2" }, {})), set("8", [0]));
    assert.deepEqual(settingChanges(view(undefined, "4", { atStart: "8" }, {})), set(undefined, []));
  });

  it("take a restart where nothing can be said that counts otherwise, or Kafka does not take it while it runs", () => {
    const late = { ...nothing, atStartOnly: [{ name: "threads", brokers: [0] }] };
    assert.deepEqual(settingChanges(view(undefined, undefined, { atStart: "4", otherwise: undefined }, {})), late);
    assert.deepEqual(settingChanges(view("4", undefined, { atStart: "2", isReadOnly: true }, { atStart: "4", isReadOnly: true })), late);
    const hidden = view(undefined, "5", { atStart: "4", otherwise: undefined });
    assert.deepEqual(settingChanges(hidden), { ...late, everywhere: [{ name: "threads", value: undefined, brokers: [0] }] });
  });

  it("are no single broker's own", () => {
    assert.deepEqual(settingChanges(view(undefined, undefined, {}, { own: "3" })), {
      ...nothing,
      own: [{ broker: 1, names: ["threads"] }],
    });
  });

  it("are left alone where Kafka does not know them, and where nobody looks after them", () => {
    assert.deepEqual(settingChanges({ ...view("4", undefined), brokers: [{ id: 0, settings: new Map() }] }), nothing);
    assert.deepEqual(settingChanges({ ...view("4", undefined, { own: "3" }), names: [] }), nothing);
  });

  it("come to rest: whatever there was, after one change all brokers have what is declared, and nothing is left to change", () => {
    const value = fc.option(fc.constantFrom("2", "4", "8"), { nil: undefined });
    const broker = fc.record({ own: value, atStart: value });
    fc.assert(
      fc.property(value, value, fc.array(broker, { minLength: 1, maxLength: 3 }), (declared, everywhere, has) => {
        const changes = settingChanges(view(declared, everywhere, ...has));
        const [change] = changes.everywhere;
        const then = change === undefined ? everywhere : change.value;
        const effective = has.map(({ atStart }) => then ?? atStart ?? "8");
        assert.deepEqual(new Set(effective), new Set([declared ?? "8"]));
        const kept = has.map(({ own: _, ...rest }) => rest);
        assert.deepEqual(settingChanges(view(declared, then, ...kept)), nothing);
        // As soon as all are started anew, files say it all.
        const anew = has.map(() => ({ atStart: declared }));
        const last = settingChanges(view(declared, then, ...anew)).everywhere;
        assert.deepEqual(
          last.map((each) => each.value),
          then === undefined ? [] : [undefined],
        );
      }),
    );
  });
});

describe("two texts of a setting", () => {
  it("mean the same by numbers, truth and lists", () => {
    for (const [one, other] of [
      ["0.50", "0.5"],
      ["5.0", "5"],
      ["TRUE", "true"],
      [" a, b", "a,b"],
      ["9223372036854775807", "+9223372036854775807"],
    ])
      assert.ok(isSameSetting(one ?? "", other ?? ""), `${one} ${other}`);
    for (const [one, other] of [
      ["9223372036854775807", "9223372036854775806"],
      ["a", "A"],
      ["a,b", "b,a"],
      ["", "0"],
    ])
      assert.ok(!isSameSetting(one ?? "", other ?? ""), `${one} ${other}`);
  });
});
