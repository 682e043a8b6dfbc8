import { once } from "node:events";
import { readdir, stat } from "node:fs/promises";
import type { Socket } from "node:net";
import { join } from "node:path";
import { assert, sleep, systemClock } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { batch, frameOf, Talk } from "../differential/talk.ts";
import { startMillrace } from "../peers/millrace.ts";
import type { Peer } from "../peers/peer.ts";
import { type Fault, peakMb } from "./fault.ts";
import { openSockets } from "./sockets.ts";

const deafConsumers = 200;
const fetchesEach = 64;
const fetchedBytes = 1_000_000;

const relentlessProducers = 8;
const relentlessMs = 6_000;
const producedBytes = 500_000;
const segmentBytes = 4 << 20;
const retentionBytes = 32 << 20;

/** The longest that one who asks again and again waits for an answer, until `until` is over. Who waits for too long throws. */
async function longestWaitMs(talk: Talk, until: Promise<unknown>): Promise<number> {
  let isOver = false;
  const over = until.finally(() => {
    isOver = true;
  });
  let longest = 0;
  while (!isOver) {
    const began = systemClock.monotonicMs();
    await talk.call(apis.apiVersions, 0, {});
    longest = Math.max(longest, systemClock.monotonicMs() - began);
    await Promise.race([sleep(systemClock, 50), over]);
  }
  await over;
  return Math.round(longest);
}

async function withBroker(
  folder: string,
  config: Readonly<Record<string, string>>,
  use: (peer: Peer, talk: Talk) => Promise<string>,
): Promise<{ readonly told: string; readonly peakMb: number }> {
  const peer = await startMillrace({ dataDir: folder, config });
  const talk = new Talk(peer.bootstrapServers);
  try {
    return { told: await use(peer, talk), peakMb: await peakMb(peer.pid) };
  } finally {
    talk.close();
    await peer.stop();
  }
}

/** Consumers that ask for much, and read none of it. */
export const consumersThatNeverRead: Fault = {
  name: "consumers that never read",
  residentMbMax: 600,
  run: (folder) =>
    withBroker(folder, {}, async (peer, talk) => {
      const topic = "never-read";
      await talk.createTopic(topic);
      for (let count = 0; count < 4; count++) await talk.produce(topic, 0, batch(["x".repeat(500_000)]));
      const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: fetchedBytes }];
      const draft = { maxBytes: fetchedBytes, minBytes: 1, sessionEpoch: -1, topics: [{ topic, partitions }] };
      const fetch = frameOf(apis.fetch, 12, draft, { correlationId: 1, clientId: "deaf" });
      const sockets = await openSockets(peer.bootstrapServers, deafConsumers);
      for (const socket of sockets) {
        socket.pause();
        socket.write(Buffer.concat(Array.from({ length: fetchesEach }, () => fetch)));
      }
      const longestMs = await longestWaitMs(talk, sleep(systemClock, 3_000));
      for (const socket of sockets) socket.destroy();
      return `${deafConsumers} of them, each with ${fetchesEach} fetches of ${fetchedBytes / 1e6} MB; somebody else waited ${longestMs} ms at most`;
    }),
};

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  // Files go away meanwhile.
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name))
        .then(({ size }) => size)
        .catch(() => 0),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Producers that send as fast as they can, and read no answers. */
export const producersThatNeverStop: Fault = {
  name: "producers that never stop",
  residentMbMax: 400,
  run: (folder) =>
    withBroker(folder, { "log.retention.check.interval.ms": "500" }, async (peer, talk) => {
      const topic = "never-stops";
      await talk.createTopic(topic, 1, {
        "segment.bytes": String(segmentBytes),
        "retention.bytes": String(retentionBytes),
        "file.delete.delay.ms": "100",
      });
      const topicData = [{ name: topic, partitionData: [{ index: 0, records: batch(["x".repeat(producedBytes)]) }] }];
      const frame = frameOf(apis.produce, 9, { acks: -1, timeoutMs: 5_000, topicData }, { correlationId: 1, clientId: "relentless" });
      const sockets = await openSockets(peer.bootstrapServers, relentlessProducers);
      const endMs = systemClock.monotonicMs() + relentlessMs;
      let sent = 0;
      const send = async (socket: Socket): Promise<void> => {
        socket.pause();
        while (systemClock.monotonicMs() < endMs) {
          sent += frame.length;
          if (!socket.write(frame)) await Promise.race([once(socket, "drain"), sleep(systemClock, endMs - systemClock.monotonicMs())]);
        }
        socket.destroy();
      };
      const longestMs = await longestWaitMs(talk, Promise.all(sockets.map(send)));
      assert(sent > retentionBytes * 4, `${sent} bytes are no flood`);
      const allowed = retentionBytes + 2 * segmentBytes;
      await talk.until("what is too much is gone", async () => (await sizeOf(join(folder, "data", `${topic}-0`))) < allowed);
      return `${relentlessProducers} of them sent ${Math.round(sent / 1e6)} MB in ${relentlessMs / 1e3} s, ${Math.round(allowed / 1e6)} MB are kept; somebody else waited ${longestMs} ms at most`;
    }),
};
