import assert from "node:assert/strict";
import { test } from "node:test";
import { type FaultyCall, FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { finishRemoval, removeBrokerData } from "../src/directory/remove-data.ts";
import { TestBroker } from "./harness/test-broker.ts";

const others = ["data/kubernetes/resources/1.journal", "data/secrets/default/alice.json", "data/notes.txt"];

/** Files on which a broker had two topics, one of them deleted just now, beside things of others. */
async function used(clock: ManualClock, seed: number): Promise<FaultyFiles> {
  const files = new FaultyFiles(clock, seededRandom(seed));
  const broker = await TestBroker.start({}, { files, clock });
  for (const topic of ["kept", "deleted"]) await broker.createTopic(topic, 2);
  await broker.produce("kept", 0, ["a record"]);
  await broker.call(apis.deleteTopics, 6, { topics: [{ name: "deleted" }], timeoutMs: 1_000 });
  await broker.stop();
  for (const path of others) {
    files.makeDirectory(path.slice(0, path.lastIndexOf("/")));
    files.open(path, "create").close();
    await files.syncDirectory(path.slice(0, path.lastIndexOf("/")));
  }
  return files;
}

async function topicsOf(
  files: FaultyFiles,
  clock: ManualClock,
): Promise<{ readonly names: readonly unknown[]; readonly clusterId: string }> {
  const broker = await TestBroker.start({}, { files, clock, seed: 9 });
  const { topics } = await broker.call(apis.metadata, 12, { topics: null });
  const { clusterId } = broker.broker;
  await broker.stop();
  return { names: topics.map(({ name }) => name), clusterId };
}

test("a broker's data is removed, and nothing else in the directory", async () => {
  const clock = new ManualClock();
  const files = await used(clock, 1);
  const { clusterId } = await topicsOf(files, clock);
  await removeBrokerData(files.process(), "data");
  for (const path of others) assert.ok(files.stat(path), path);
  const left = files.list("data").filter((name) => !name.startsWith(".lock"));
  assert.deepEqual(left, ["kubernetes", "notes.txt", "secrets"]);
  const after = await topicsOf(files, clock);
  assert.deepEqual(after.names, []);
  assert.notEqual(after.clusterId, clusterId);
});

for (const call of ["rename", "remove", "syncDirectory"] satisfies FaultyCall[]) {
  test(`a removal that dies at whatever ${call} is as if it had not begun, or is finished by the next start`, async () => {
    for (let after = 0; after < 6; after++) {
      const clock = new ManualClock();
      const files = await used(clock, after);
      files.fail({ call, code: "EIO", after, times: Number.POSITIVE_INFINITY });
      const failed = await removeBrokerData(files.process(), "data").then(
        () => false,
        () => true,
      );
      files.losePower();
      files.mend();
      const { names } = await topicsOf(files, clock);
      assert.ok(names.length === 0 || (failed && names.join() === "kept"), `${call} after ${after}: ${names}`);
      await finishRemoval(files.process(), "data");
      assert.deepEqual((await topicsOf(files, clock)).names, names, "what came later stays");
      for (const path of others) assert.ok(files.stat(path), path);
    }
  });
}
