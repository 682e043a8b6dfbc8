import { open } from "node:fs/promises";
import { join } from "node:path";
import { apis, batchHeader, checkBatch, splitBatches } from "@millrace/protocol";
import type { Peer } from "../../peers/peer.ts";
import type { Case } from "../../suite.ts";
import { waitUntilUsable } from "../../wire/exchange.ts";
import { Notes } from "../scenario.ts";
import { batch, type Talk } from "../talk.ts";
import { initialize, Member } from "./share-fetch.ts";

/** Requests around something that is done to the broker. */
function around(name: string, run: (notes: Notes, peer: Peer) => Promise<void>): Case {
  return {
    name,
    alone: true,
    async run(peer) {
      const notes = new Notes(peer.bootstrapServers, `${name.replaceAll(/[^a-z]+/g, "-")}-`);
      try {
        await run(notes, peer);
        return notes.verdict;
      } finally {
        notes.close();
      }
    },
  };
}

/** A leader that comes back is a new one, and clients that know only the old one are told so. */
const leaderEpochs = around("leader epochs", async (notes, peer) => {
  const { name, id } = await notes.topic("one");
  await notes.talk.produce(name, 0, batch(["a"]));
  notes.close();
  await peer.restart();
  await waitUntilUsable(peer.bootstrapServers, name);
  const counted = { fields: ["leaderEpoch"] };
  const topicsOf = (version: number, partition: object) => [
    { ...(version >= 13 ? { topicId: id } : { topic: name }), partitions: [partition] },
  ];
  for (const [what, currentLeaderEpoch] of [
    ["without an epoch", -1],
    ["by the old epoch", 0],
    ["by an epoch to come", 1_000],
  ] as const) {
    const fetched = { partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000, currentLeaderEpoch };
    await notes.each(
      `fetch ${what}`,
      apis.fetch,
      [9, 18],
      (version) => ({ maxWaitMs: 0, minBytes: 0, maxBytes: 1_000_000, topics: topicsOf(version, fetched) }),
      counted,
    );
    const listed = [{ name, partitions: [{ partitionIndex: 0, timestamp: -1, currentLeaderEpoch }] }];
    await notes.each(`list ${what}`, apis.listOffsets, [4, 11], { replicaId: -1, topics: listed }, counted);
    const asked = [{ topic: name, partitions: [{ partition: 0, currentLeaderEpoch, leaderEpoch: 0 }] }];
    await notes.each(`end of an epoch ${what}`, apis.offsetForLeaderEpoch, [2, 4], { replicaId: -1, topics: asked });
  }
});

async function firstSegment(talk: Talk, topic: string): Promise<string> {
  const { results } = await talk.call(apis.describeLogDirs, 4, { topics: [] });
  return join(results[0]?.logDir ?? "", `${topic}-0`, "00000000000000000000.log");
}

/** What a member of a share group that begins at an offset is told, once the partition's state is read. */
async function sharedAnswer({ talk, prefix }: Notes, topicId: string, startOffset: number) {
  const groupId = `${prefix}share-group`;
  await initialize(talk, groupId, topicId, startOffset);
  const member = new Member(talk, groupId, "m", topicId);
  await talk.until("the share partition is read", async () => {
    const { errorCode, responses } = await member.fetch();
    if (errorCode !== 0) member.epoch = 0;
    return responses.length > 0;
  });
  return (await member.fetch()).responses;
}

const bytesBeforeLength = 8;

/** The length of a batch in the middle of a log becomes 0 on the disk, and consumers come by. */
const damagedSegment = around("a damaged segment", async (notes) => {
  const { name, id } = await notes.topic("one");
  const records = ["a", "b", "c"].map((value) => batch([value]));
  for (const each of records) await notes.talk.produce(name, 0, each);
  const file = await open(await firstSegment(notes.talk, name), "r+");
  const oneBatch = records[0]?.length ?? 0;
  await file.write(Buffer.alloc(4), 0, 4, oneBatch + bytesBeforeLength);
  await file.close();
  // The second read of 1 begins where the read of 0 ended.
  for (const [at, fetchOffset] of [1, 0, 1, 2].entries()) {
    const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: oneBatch }];
    await notes.each(`${at}: fetch ${fetchOffset}`, apis.fetch, [4, 18], (version) => ({
      ...{ maxWaitMs: 0, minBytes: 0, maxBytes: 1_000_000 },
      topics: [{ ...(version >= 13 ? { topicId: id } : { topic: name }), partitions }],
    }));
  }
  notes.note("a share group fetches 1", await sharedAnswer(notes, id, 1));
});

/** Two of them fill the smallest segment that Kafka has. */
const largeValueBytes = 450_000;
const largeBatches = 6;

/** What is read of a topic of large batches, one after the other: each batch's offset, or the error, and whether its checksum holds. */
async function readLarge({ talk }: Notes, topic: string): Promise<string[]> {
  const told: string[] = [];
  for (let fetchOffset = 0; fetchOffset < largeBatches; fetchOffset++) {
    const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: largeValueBytes }];
    const { responses } = await talk.call(apis.fetch, 12, { maxBytes: largeValueBytes, topics: [{ topic, partitions }] });
    const { errorCode = -1, records = null } = responses[0]?.partitions[0] ?? {};
    const [first] = records === null ? [] : splitBatches(records);
    if (first === undefined) told.push(`error ${errorCode}`);
    else told.push(`${batchHeader.baseOffset(first)}: ${checkBatch(first, 0, first.length) ?? "whole"}`);
  }
  return told;
}

/** One byte of a record changes in a segment that is closed: it is served as it is, and found by whoever compares the checksum; a recovery ends the log there. */
const damagedRecord = around("a damaged record", async (notes, peer) => {
  const names: string[] = [];
  for (const each of ["stopped", "killed"]) {
    const { name } = await notes.topic(each, 1, { "segment.bytes": "1048576" });
    const value = "x".repeat(largeValueBytes);
    for (let count = 0; count < largeBatches; count++) await notes.talk.produce(name, 0, batch([value]));
    const file = await open(await firstSegment(notes.talk, name), "r+");
    await file.write("y", batch([value]).length + largeValueBytes / 2);
    await file.close();
    notes.note(`${each}: damaged`, await readLarge(notes, name));
    notes.close();
    await (each === "stopped" ? peer.stop() : peer.kill9());
    await peer.restart();
    names.push(name);
    for (const known of names) await notes.talk.untilUsable(known, 1);
    for (const known of names) notes.note(`${each}: ${known} after a start`, await readLarge(notes, known));
  }
});

export const restartCases: readonly Case[] = [leaderEpochs, damagedSegment, damagedRecord];
