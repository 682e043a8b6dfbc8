import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { FaultyFiles, type Files, MemoryFiles } from "@millrace/files";
import { seededRandom, systemClock } from "@millrace/kit";
import fc from "fast-check";
import type { KubeObject } from "../src/objects.ts";
import { Store } from "../src/store/store.ts";

const directory = "/data/resources";
const object = (name: string, value: number, size = 0): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name },
  data: { value: String(value), filler: "x".repeat(size) },
});

type State = Record<string, string>;
const stateOf = (store: Store): State =>
  Object.fromEntries(store.entries("maps").map(([key, { data }]) => [key, (data as { value: string }).value]));

/** Makes `key` hold `value`, or nothing; resolves to the revision when that is durable. */
async function set(store: Store, key: string, value: number | undefined, size = 0): Promise<number> {
  const current = store.get("maps", key);
  if (value !== undefined) return revisionOf(await store.put("maps", key, object(key, value, size), current));
  if (current !== undefined) return revisionOf(await store.remove("maps", key, current));
  // That it is gone is known only when its removal is durable.
  await store.durable();
  return 0;
}

const revisionOf = (stored: KubeObject | undefined): number => Number(stored?.metadata.resourceVersion ?? 0);

interface Step {
  readonly key: string;
  /** Undefined: removed. */
  readonly value: number | undefined;
  readonly size: number;
  /** Whether the next step waits until this one is acknowledged. */
  readonly waits: boolean;
}

const steps = fc.array(
  fc.record({
    key: fc.constantFrom("n/a", "n/b", "m/c", "m/d"),
    value: fc.option(fc.nat(9), { nil: undefined }),
    size: fc.constantFrom(0, 0, 0, 200_000),
    waits: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
);

/** Runs steps until the files die, noting what every key may hold after that. Resolves to the latest revision that was acknowledged. */
async function run(store: Store, all: readonly Step[], allowed: Map<string, Set<string | undefined>>): Promise<number> {
  const running: Array<Promise<{ key: string; text: string | undefined; revision: number | undefined }>> = [];
  let latest = 0;
  for (const { key, value, size, waits } of all) {
    const text = value === undefined ? undefined : String(value);
    // Until it is acknowledged it may or may not have happened.
    allowed.set(key, new Set([...(allowed.get(key) ?? [undefined]), text]));
    running.push(
      set(store, key, value, size).then(
        (revision) => ({ key, text, revision }),
        () => ({ key, text, revision: undefined }),
      ),
    );
    if (!waits) continue;
    const results = await Promise.all(running.splice(0));
    for (const result of results) {
      const before = result.revision === undefined ? (allowed.get(result.key) ?? []) : [];
      allowed.set(result.key, new Set([...before, result.text]));
      latest = Math.max(latest, result.revision ?? 0);
    }
    if (results.some(({ revision }) => revision === undefined)) return latest;
  }
  return latest;
}

describe("the store", () => {
  test("gives back after a restart what it had, with the counter of changes", async () => {
    const files: Files = new MemoryFiles(systemClock);
    const store = await Store.open(files, directory);
    await set(store, "n/a", 1);
    await set(store, "n/b", 2);
    await set(store, "n/a", undefined);
    const { revision } = store;
    await store.close();
    const again = await Store.open(files, directory);
    assert.deepEqual([stateOf(again), again.revision], [{ "n/b": "2" }, revision]);
    assert.equal(again.get("maps", "n/b")?.metadata.resourceVersion, String(revision - 1));
    await again.close();
  });

  test("gathers changes of one turn in one flush, and tells watchers only what is durable", async () => {
    const files = new FaultyFiles(systemClock, seededRandom(1));
    const store = await Store.open(files, directory);
    const { revision } = store;
    const done = Promise.all([set(store, "n/a", 1), set(store, "n/b", 2), set(store, "n/c", 3)]);
    assert.deepEqual(stateOf(store), { "n/a": "1", "n/b": "2", "n/c": "3" });
    assert.deepEqual(store.history.since(revision), []);
    await done;
    assert.deepEqual(
      store.history.since(revision)?.map(({ key }) => key),
      ["n/a", "n/b", "n/c"],
    );
    await store.close();
  });

  test("a full disk refuses a change and undoes it; others go on when there is room", async () => {
    const files = new FaultyFiles(systemClock, seededRandom(1));
    const store = await Store.open(files, directory);
    await set(store, "n/a", 1);
    files.capacityBytes = 2_000;
    await assert.rejects(set(store, "n/a", 2, 10_000), { code: "IO_FAILED" });
    assert.deepEqual(stateOf(store), { "n/a": "1" });
    files.mend();
    await set(store, "n/a", 3);
    files.kill();
    assert.deepEqual(stateOf(await Store.open(files, directory)), { "n/a": "3" });
  });

  test("after a flush that failed nothing is acknowledged any more", async () => {
    const files = new FaultyFiles(systemClock, seededRandom(1));
    const store = await Store.open(files, directory);
    await set(store, "n/a", 1);
    files.fail({ call: "sync", code: "EIO" });
    await assert.rejects(set(store, "n/a", 2), { code: "IO_FAILED" });
    await assert.rejects(set(store, "n/b", 3), { code: "IO_FAILED" });
    assert.deepEqual(stateOf(store), { "n/a": "1" });
  });

  test("is written anew when what is in it is much less than what was written", async () => {
    const files = new MemoryFiles(systemClock);
    const store = await Store.open(files, directory);
    for (let value = 0; value < 20; value++) await set(store, "n/a", value, 200_000);
    const [name = ""] = files.list(directory);
    assert.notEqual(name, "objects-0000000001.log");
    assert.ok((files.stat(`${directory}/${name}`)?.sizeBytes ?? 0) < 2_000_000);
    await store.close();
    assert.deepEqual(stateOf(await Store.open(files, directory)), { "n/a": "19" });
  });

  test("refuses a beginning that is damaged, and a format of the future", async () => {
    const files = new MemoryFiles(systemClock);
    await (await Store.open(files, directory)).close();
    const [name = ""] = files.list(directory);
    const file = files.open(`${directory}/${name}`, "write");
    file.write(Buffer.from([0xff]), 10);
    await assert.rejects(Store.open(files, directory), { code: "DATA_CORRUPT" });
  });

  test("a process that dies at any point, or a machine that loses power, loses nothing that was acknowledged", async () => {
    const calls = ["write", "sync", "rename", "syncDirectory"] as const;
    const life = fc.record({
      steps,
      fate: fc.constantFrom("kill" as const, "losePower" as const),
      fault: fc.option(fc.record({ call: fc.constantFrom(...calls), after: fc.nat(12) })),
    });
    const lives = fc.array(life, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(lives, fc.nat(), async (all, seed) => {
        const files = new FaultyFiles(systemClock, seededRandom(seed));
        const allowed = new Map<string, Set<string | undefined>>();
        let revision = 0;
        await (await Store.open(files.process(), directory)).close();
        for (const { steps: changes, fate, fault } of all) {
          const store = await Store.open(files.process(), directory);
          assert.ok(store.revision >= revision, "the counter goes back");
          settle(stateOf(store), allowed);
          if (fault !== null) files.fail({ ...fault, code: "EIO" });
          revision = Math.max(revision, await run(store, changes, allowed));
          files[fate]();
          files.mend();
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** A start decides what became of everything that was under way. */
function settle(state: State, allowed: Map<string, Set<string | undefined>>): void {
  for (const [key, values] of allowed) {
    assert.ok(values.has(state[key]), `${key}: ${state[key]}, not of ${[...values]}`);
    allowed.set(key, new Set([state[key]]));
  }
  for (const key of Object.keys(state)) assert.ok(allowed.has(key), `${key} comes from nowhere`);
}
