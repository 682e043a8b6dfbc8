import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type FaultyCall, FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

const calls: readonly FaultyCall[] = ["open", "write", "sync", "syncDirectory", "rename", "remove", "truncate"];
const stepsMax = 9;

const remove = (broker: TestBroker, name: string) =>
  broker.call(apis.deleteTopics, 6, { topics: [{ name }], timeoutMs: 1 }).then(({ responses }) => responses[0]?.errorCode);
const create = (broker: TestBroker, name: string) =>
  broker.createTopic(name, 2).then(
    () => 0,
    () => -1,
  );

type Answers = Readonly<Record<"made" | "gone" | "again", number | undefined>>;
type Death = "kill" | "losePower";

/** A broker that `harm` comes over after it has made three topics, and that then dies. What it had answered to each change. */
async function dieWhile(files: FaultyFiles, clock: ManualClock, harm: () => void, death: Death): Promise<Answers> {
  const broker = await TestBroker.start({}, { files, clock });
  for (const name of ["kept", "gone", "again"]) await broker.createTopic(name, 2);
  await broker.produce("again", 0, ["of the old topic"]);
  harm();
  const made = await create(broker, "made");
  const gone = await remove(broker, "gone");
  const again = (await remove(broker, "again")) || (await create(broker, "again"));
  files[death]();
  files.mend();
  broker.client.close();
  await broker.broker.close().catch(() => {});
  return { made, gone, again };
}

/** What was promised holds, every topic can be used, and nothing else lies about. */
async function inspect(files: FaultyFiles, clock: ManualClock, answers: Answers, at: string): Promise<void> {
  const broker = await TestBroker.start({}, { files, clock, seed: 9 });
  const { topics } = await broker.call(apis.metadata, 12, { topics: null });
  const names = topics.map(({ name }) => name ?? "");
  assert.ok(answers.made !== 0 || names.includes("made"), `${at}: a topic that was promised is there`);
  assert.ok(answers.gone !== 0 || !names.includes("gone"), `${at}: a topic that was deleted stays so`);
  for (const name of names) {
    for (const index of [0, 1]) assert.equal((await broker.produce(name, index, ["new"])).errorCode, 0, `${at}: ${name}-${index}`);
  }
  if (answers.again === 0) assert.equal((await broker.produce("again", 0, ["next"])).baseOffset, 1, `${at}: nothing of the old topic`);
  const directories = files.list("data").filter((name) => /^(kept|gone|again|made)-\d$/.test(name));
  assert.deepEqual(directories.sort(), names.flatMap((name) => [`${name}-0`, `${name}-1`]).sort(), `${at}: no orphans`);
  await broker.stop();
}

describe("a death while topics are made and deleted", () => {
  for (const call of calls) {
    test(`is survived at whatever ${call} the disk gave up before it`, async () => {
      for (let after = 0; after < stepsMax; after++) {
        const clock = new ManualClock();
        const files = new FaultyFiles(clock, seededRandom(after));
        const harm = () => files.fail({ call, code: "EIO", after, times: Number.POSITIVE_INFINITY });
        await inspect(files, clock, await dieWhile(files, clock, harm, "kill"), `${call} after ${after}`);
      }
    });
  }

  test("is survived when the power goes, with whatever that takes along", async () => {
    for (let seed = 0; seed < 40; seed++) {
      const clock = new ManualClock();
      const files = new FaultyFiles(clock, seededRandom(seed));
      await inspect(files, clock, await dieWhile(files, clock, () => {}, "losePower"), `seed ${seed}`);
    }
  });
});
