import { rm, truncate, writeFile } from "node:fs/promises";
import { assert } from "@millrace/kit";
import { apis, errors } from "@millrace/protocol";
import { batch, Talk } from "../differential/talk.ts";
import { startMillrace } from "../peers/millrace.ts";
import type { Peer } from "../peers/peer.ts";
import { type Fault, isThere, peakMb, wordsOf } from "./fault.ts";
import { SmallDisk } from "./small-disk.ts";

const diskMb = 48;
/** Of a file that is in the way until there is to be space again. */
const ballastBytes = 8_000_000;
/** Written until no more goes, one after the other. */
const valueSizes = [250_000, 1_000];
const topic = "full-disk";
const storage = errors.KAFKA_STORAGE_ERROR.code;
const refusalsInARow = 20;

class Writer {
  readonly acknowledged: string[] = [];
  readonly #talk: Talk;
  #count = 0;

  constructor(talk: Talk) {
    this.#talk = talk;
  }

  /** The error code. */
  async write(valueBytes = 1_000): Promise<number> {
    const word = `${this.#count++}`;
    const { errorCode } = await this.#talk.produce(topic, 0, batch([`${word} ${"x".repeat(valueBytes)}`]));
    if (errorCode === 0) this.acknowledged.push(word);
    return errorCode;
  }

  /** Writes until nothing goes any more; what producers were told then. */
  async untilFull(): Promise<ReadonlySet<number>> {
    const told = new Set<number>();
    for (const valueBytes of valueSizes) {
      for (let refusals = 0; refusals < refusalsInARow; ) {
        const errorCode = await this.write(valueBytes);
        refusals = errorCode === 0 ? 0 : refusals + 1;
        if (errorCode !== 0) told.add(errorCode);
      }
    }
    return told;
  }
}

async function createTopic(talk: Talk, name: string): Promise<number> {
  const { topics } = await talk.call(apis.createTopics, 7, {
    topics: [{ name, numPartitions: 1, replicationFactor: 1 }],
    timeoutMs: 5_000,
  });
  return topics[0]?.errorCode ?? -1;
}

async function commitOffset(talk: Talk, committedOffset: number): Promise<number> {
  const topics = [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: "x".repeat(4_000) }] }];
  const answer = await talk.call(apis.offsetCommit, 8, { groupId: "full-disk", generationIdOrMemberEpoch: -1, topics });
  return answer.topics[0]?.partitions[0]?.errorCode ?? -1;
}

async function untilItWorks(talk: Talk, what: string, work: () => Promise<number>): Promise<void> {
  await talk.until(what, async () => (await work()) === 0);
}

async function fillAndFree(peer: Peer, disk: SmallDisk, talk: Talk): Promise<string> {
  const writer = new Writer(talk);
  await talk.createTopic(topic);
  await talk.call(apis.findCoordinator, 4, { keyType: 0, coordinatorKeys: ["full-disk"] });
  await untilItWorks(talk, "offsets can be committed", () => commitOffset(talk, 1));
  const told = await writer.untilFull();
  assert(told.size === 1 && told.has(storage), `producers were told ${[...told]}`);
  isThere(await wordsOf(talk, topic), writer.acknowledged, "while the disk is full");
  const [created, committed] = [await createTopic(talk, "one-more"), await commitOffset(talk, 2)];
  assert(created !== 0 && committed !== 0, `a topic was created (${created}), or an offset committed (${committed}), on a full disk`);
  await truncate(disk.path("ballast"), ballastBytes / 2);
  await untilItWorks(talk, "producers are served again", () => writer.write());
  await untilItWorks(talk, "a topic can be created again", async () => {
    const errorCode = await createTopic(talk, "one-more");
    return errorCode === errors.TOPIC_ALREADY_EXISTS.code ? 0 : errorCode;
  });
  await untilItWorks(talk, "offsets can be committed again", () => commitOffset(talk, 3));
  isThere(await wordsOf(talk, topic), writer.acknowledged, "when there is space again");
  await writer.untilFull();
  await peer.kill9();
  talk.close();
  await rm(disk.path("ballast"));
  await peer.restart();
  await talk.untilUsable(topic, 1);
  isThere(await wordsOf(talk, topic), writer.acknowledged, "after a kill on a full disk");
  assert((await writer.write()) === 0, "producers are served after that");
  return `${writer.acknowledged.length} records; while it is full, CreateTopics is answered with ${created}, OffsetCommit with ${committed}`;
}

/** The disk is full: producers are told so, consumers are served, and all goes on when there is space. */
export const fullDisk: Fault = {
  name: "a full disk",
  residentMbMax: 250,
  async run(folder) {
    const disk = await SmallDisk.mount(folder, "data", diskMb);
    try {
      await writeFile(disk.path("ballast"), Buffer.alloc(ballastBytes));
      const peer = await startMillrace({
        dataDir: folder,
        within: disk.within,
        config: { "log.segment.bytes": "8388608", "offsets.topic.num.partitions": "1" },
      });
      const talk = new Talk(peer.bootstrapServers);
      try {
        return { told: await fillAndFree(peer, disk, talk), peakMb: await peakMb(peer.pid) };
      } finally {
        talk.close();
        await peer.stop();
      }
    } finally {
      await disk.close();
    }
  },
};
