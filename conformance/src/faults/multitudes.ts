import { once } from "node:events";
import type { Socket } from "node:net";
import { assert, systemClock } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { batch, Talk } from "../differential/talk.ts";
import { startMillrace } from "../peers/millrace.ts";
import { apiVersionsFrame } from "../wire/requests.ts";
import { type Fault, isThere, peakMb, wordsOf } from "./fault.ts";
import { openSockets } from "./sockets.ts";

const topics = 10;
const partitionsEach = 1_000;

const connections = 5_000;
const openedAtOnce = 100;

async function writeEach(talk: Talk, topic: string, word: string): Promise<void> {
  const partitionData = Array.from({ length: partitionsEach }, (_, index) => ({ index, records: batch([word]) }));
  const draft = { acks: -1, timeoutMs: 30_000, topicData: [{ name: topic, partitionData }] };
  const { responses } = await talk.call(apis.produce, 12, draft);
  const told = new Set(responses[0]?.partitionResponses.map(({ errorCode }) => errorCode));
  assert(told.size === 1 && told.has(0), `producers were told ${[...told]}`);
}

/** Ten thousand partitions, each of which is written to, before and after a crash. */
export const tenThousandPartitions: Fault = {
  name: "10,000 partitions",
  residentMbMax: 450,
  async run(folder) {
    const peer = await startMillrace({ dataDir: folder });
    const talk = new Talk(peer.bootstrapServers);
    const names = Array.from({ length: topics }, (_, at) => `many-${at}`);
    try {
      const began = systemClock.monotonicMs();
      for (const name of names) await talk.createTopic(name, partitionsEach);
      const createdMs = systemClock.monotonicMs() - began;
      for (const name of names) await writeEach(talk, name, "before");
      const firstPeak = await peakMb(peer.pid);
      await peer.kill9();
      talk.close();
      const restartBegan = systemClock.monotonicMs();
      await peer.restart();
      await talk.untilUsable(names[0] ?? "", partitionsEach);
      const restartMs = systemClock.monotonicMs() - restartBegan;
      for (const name of names) await writeEach(talk, name, "after");
      for (const name of names) isThere(await wordsOf(talk, name, partitionsEach - 1), ["before", "after"], "after a crash");
      const told = `created in ${(createdMs / 1e3).toFixed(1)} s, up again ${(restartMs / 1e3).toFixed(1)} s after a kill`;
      return { told, peakMb: Math.max(firstPeak, await peakMb(peer.pid)) };
    } finally {
      talk.close();
      await peer.stop();
    }
  },
};

async function answered(bootstrapServers: string, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const some = await openSockets(bootstrapServers, openedAtOnce);
    for (const socket of some) socket.write(apiVersionsFrame(0));
    await Promise.all(some.map((socket) => once(socket, "data")));
    sockets.push(...some);
  }
  return sockets;
}

/** Five thousand connections, each of which asks something twice. */
export const fiveThousandConnections: Fault = {
  name: "5,000 connections",
  residentMbMax: 250,
  async run(folder) {
    const peer = await startMillrace({ dataDir: folder });
    const talk = new Talk(peer.bootstrapServers);
    try {
      await talk.createTopic("crowd");
      const sockets = await answered(peer.bootstrapServers, connections);
      assert((await talk.produce("crowd", 0, batch(["a"]))).errorCode === 0, "a producer among them is served");
      isThere(await wordsOf(talk, "crowd"), ["a"], "among them");
      for (const socket of sockets) socket.write(apiVersionsFrame(0));
      await Promise.all(sockets.map((socket) => once(socket, "data")));
      for (const socket of sockets) socket.destroy();
      return { told: `all of ${sockets.length} were answered twice`, peakMb: await peakMb(peer.pid) };
    } finally {
      talk.close();
      await peer.stop();
    }
  },
};
