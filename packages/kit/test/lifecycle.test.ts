import assert from "node:assert/strict";
import { test } from "node:test";
import { Opened, opening } from "../src/index.ts";

const closing = (closed: string[], name: string, failure?: Error) => ({
  async close() {
    closed.push(name);
    if (failure !== undefined) throw failure;
  },
});

test("what was opened last is closed first, once", async () => {
  const closed: string[] = [];
  const opened = new Opened();
  opened.add(closing(closed, "a"));
  opened.add(closing(closed, "b"));
  await Promise.all([opened.close(), opened.close()]);
  assert.deepEqual(closed, ["b", "a"]);
});

test("a failure to close does not keep the rest open", async () => {
  const closed: string[] = [];
  const opened = new Opened();
  opened.add(closing(closed, "a"));
  opened.add(closing(closed, "b", new Error("stuck")));
  await assert.rejects(opened.close(), /stuck/);
  assert.deepEqual(closed, ["b", "a"]);
});

test("an opening that fails closes what it had opened and tells why it failed", async () => {
  const closed: string[] = [];
  const failing = opening(async (opened) => {
    opened.add(closing(closed, "a", new Error("stuck as well")));
    throw new Error("no room");
  });
  await assert.rejects(failing, /no room/);
  assert.deepEqual(closed, ["a"]);
});
