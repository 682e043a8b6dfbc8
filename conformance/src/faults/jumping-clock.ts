import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assert, MillraceError, systemClock } from "@millrace/kit";
import { apis, batchHeader, errors, splitBatches } from "@millrace/protocol";
import { batch, Talk } from "../differential/talk.ts";
import { startMillrace } from "../peers/millrace.ts";
import { debianCommand } from "../toolchain/debian.ts";
import { type Fault, isThere, peakMb, wordsOf } from "./fault.ts";

const topic = "jumping-clock";
const group = "jumping-clock";
const dayMs = 86_400_000;
const libraryFolders: Readonly<Record<string, string>> = { x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" };

/** A command line whose process takes its time of day, as an offset in seconds from this machine's, from a file. */
async function within(clockFile: string): Promise<readonly string[]> {
  const folder = libraryFolders[process.arch];
  if (folder === undefined) throw new MillraceError("NOT_FOUND", `there is no libfaketime for ${process.arch}`);
  const library = await debianCommand(`/usr/lib/${folder}/faketime/libfaketime.so.1`, "libfaketime");
  const settings = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: clockFile, FAKETIME_NO_CACHE: "1", DONT_FAKE_MONOTONIC: "1" };
  return ["env", ...Object.entries(settings).map(([name, value]) => `${name}=${value}`)];
}

/** When the broker appended each batch, in days from now. */
async function appendedDays(talk: Talk): Promise<number[]> {
  const { responses } = await talk.call(apis.fetch, 12, {
    maxBytes: 1_000_000,
    topics: [{ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000 }] }],
  });
  const bytes = responses[0]?.partitions[0]?.records ?? Buffer.alloc(0);
  return splitBatches(bytes).map((each) => Math.round((batchHeader.maxTimestamp(each) - systemClock.now()) / dayMs));
}

async function commitOffset(talk: Talk, committedOffset: number): Promise<void> {
  const topics = [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: "" }] }];
  await talk.until("offsets are committed", async () => {
    const answer = await talk.call(apis.offsetCommit, 8, { groupId: group, generationIdOrMemberEpoch: -1, topics });
    return answer.topics[0]?.partitions[0]?.errorCode === 0;
  });
}

async function committedOffset(talk: Talk): Promise<number | undefined> {
  const groups = [{ groupId: group, topics: [{ name: topic, partitionIndexes: [0] }] }];
  let offset: number | undefined;
  await talk.until("offsets are told", async () => {
    const [answer] = (await talk.call(apis.offsetFetch, 8, { groups })).groups;
    offset = answer?.topics[0]?.partitions[0]?.committedOffset;
    return answer?.errorCode === 0;
  });
  return offset;
}

/** A fetch that waits for records that don't come: it waits as long as it asked for, whatever the time of day does. */
async function waitedMs(talk: Talk, fetchOffset: number, maxWaitMs: number, meanwhile: () => Promise<void>): Promise<number> {
  const began = systemClock.monotonicMs();
  const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: 1_000 }];
  const answer = talk.call(apis.fetch, 12, { maxWaitMs, minBytes: 1, maxBytes: 1_000, topics: [{ topic, partitions }] });
  await meanwhile();
  assert((await answer).responses[0]?.partitions[0]?.errorCode === errors.NONE.code, "a fetch waits");
  return systemClock.monotonicMs() - began;
}

/** The time of day goes back by a day while the broker runs, and once more before it starts. */
export const jumpingClock: Fault = {
  name: "a clock that jumps back",
  residentMbMax: 200,
  async run(folder) {
    const clockFile = join(folder, "clock");
    const jumpTo = (days: number): Promise<void> => writeFile(clockFile, `${days < 0 ? "" : "+"}${days}d\n`);
    await jumpTo(0);
    const peer = await startMillrace({ dataDir: folder, within: await within(clockFile) });
    const talk = new Talk(peer.bootstrapServers);
    try {
      await talk.createTopic(topic, 1, { "message.timestamp.type": "LogAppendTime" });
      await talk.call(apis.findCoordinator, 4, { keyType: 0, coordinatorKeys: [group] });
      await talk.produce(topic, 0, batch(["today"]));
      await commitOffset(talk, 1);
      const waited = await waitedMs(talk, 1, 1_000, () => jumpTo(-1));
      assert(waited >= 900 && waited < 10_000, `a fetch that was to wait for a second waited ${waited} ms`);
      await talk.produce(topic, 0, batch(["yesterday"]));
      await commitOffset(talk, 2);
      await peer.kill9();
      talk.close();
      await jumpTo(-2);
      await peer.restart();
      await talk.untilUsable(topic, 1);
      await talk.produce(topic, 0, batch(["before"]));
      isThere(await wordsOf(talk, topic), ["today", "yesterday", "before"], "after two jumps");
      const days = await appendedDays(talk);
      assert(`${days}` === "0,-1,-2", `the broker's clock was at ${days} days`);
      const offset = await committedOffset(talk);
      assert(offset === 2, `the offset that was committed last is ${offset}`);
      return { told: "by a day while it runs, by another before it starts again", peakMb: await peakMb(peer.pid) };
    } finally {
      talk.close();
      await peer.stop();
    }
  },
};
