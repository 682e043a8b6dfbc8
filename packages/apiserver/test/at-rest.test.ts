import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { readStored, retainStored } from "../src/index.ts";
import { Store } from "../src/store/store.ts";

const thing = (name: string, value: string) => ({ apiVersion: "v1", kind: "Thing", metadata: { name }, value });
const filesFor = () => new FaultyFiles(new ManualClock(), seededRandom(1));

async function put(store: Store, bucket: string, name: string, value: string): Promise<void> {
  await store.put(bucket, `/${name}`, thing(name, value), store.get(bucket, `/${name}`));
}

/** What stands there, in words: `things/a=1`. */
const shown = (files: FaultyFiles): readonly string[] =>
  [...readStored(files, "data")].flatMap(([bucket, objects]) =>
    [...objects.values()].map(({ metadata, value }) => `${bucket}/${metadata.name}=${value}`),
  );

test("what is stored is read while the store is open, across its compactions, and when it is closed", async () => {
  const files = filesFor();
  assert.deepEqual(shown(files), []);
  const store = await Store.open(files, "data");
  await put(store, "things", "a", "1");
  await put(store, "others", "b", "2");
  assert.deepEqual(shown(files), ["things/a=1", "others/b=2"]);
  for (let at = 0; at < 20; at++) await put(store, "things", "a", String(at).padStart(100_000));
  assert.deepEqual(files.list("data").length, 1);
  assert.match(shown(files).join(), / 19,others\/b=2$/);
  await put(store, "things", "a", "3");
  await store.close();
  assert.deepEqual(shown(files), ["things/a=3", "others/b=2"]);
});

test("only what is to stay does, as it is given then, and changes go on counting; whenever the power goes there is all or that", async () => {
  for (const call of ["write", "sync", "rename", "syncDirectory", "remove"] as const) {
    const files = filesFor();
    const store = await Store.open(files, "data");
    for (const name of ["a", "b"]) await put(store, "things", name, name);
    const { revision } = store;
    await store.close();
    files.fail({ call, code: "EIO" });
    const retain = () => retainStored(files, "data", (object) => (object.metadata.name === "a" ? { ...object, value: "kept" } : undefined));
    await retain().catch(() => {});
    files.mend();
    files.losePower();
    assert.ok([["things/a=a", "things/b=b"].join(), "things/a=kept"].includes(shown(files).join()), `${call}: ${shown(files)}`);
    await retain();
    const again = await Store.open(files, "data");
    assert.deepEqual([shown(files), again.revision], [["things/a=kept"], revision]);
    await again.close();
  }
});
