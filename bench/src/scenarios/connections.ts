import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { sleep, systemClock } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { requestFrame } from "../load/frames.ts";
import type { Address } from "../load/link.ts";
import { ProduceLoad } from "../load/produce-load.ts";
import { withTopic } from "../load/topic.ts";
import { usageOf } from "../process/usage.ts";
import { clientsInFlight, kilobytes64 } from "./produce.ts";
import type { Scenario } from "./scenario.ts";

const connections = 5_000;
const openedAtOnce = 100;
const deafReaders = 200;
const fetchesEach = 64;
const fetchedBytes = 1 << 20;
const announcedBytes = 64 << 10;
const sentBytes = 100;
/** For what a broker still does with what has come. */
const settleMs = 2_000;

/** Connections that have been answered once. */
async function open(address: Address, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  const versions = requestFrame(apis.apiVersions, { clientSoftwareName: "millrace-bench", clientSoftwareVersion: "1" });
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(openedAtOnce, count - sockets.length) }, () => connect({ ...address, noDelay: true }));
    await Promise.all(some.map((socket) => once(socket, "connect")));
    for (const socket of some) socket.write(versions);
    await Promise.all(some.map((socket) => once(socket, "data")));
    sockets.push(...some);
  }
  return sockets;
}

/** What the broker's memory has grown by for each of `count` since it was `before`, in kilobytes. */
async function growth(pid: number, before: number, count: number): Promise<number> {
  await sleep(systemClock, settleMs);
  return (usageOf(pid).residentBytes - before) / 1e3 / count;
}

/** Clients that do nothing, then begin a request and do not go on with it. */
export const idleConnections: Scenario = {
  name: "idle-connections",
  async run({ address, pid }, { scale }) {
    const count = connections * scale;
    await Promise.all((await open(address, openedAtOnce)).map((socket) => socket.destroy())); // loads and compiles what it takes
    const before = usageOf(pid).residentBytes;
    const sockets = await open(address, count);
    const idle = await growth(pid, before, count);
    const begun = Buffer.alloc(4 + sentBytes);
    begun.writeInt32BE(announcedBytes);
    for (const socket of sockets) socket.write(begun);
    const half = await growth(pid, before, count);
    for (const socket of sockets) socket.destroy();
    return { "idle-connections": idle, "half-requests": half };
  },
};

/** Consumers that ask for much and read none of it. */
export const deafConsumers: Scenario = {
  name: "deaf-consumers",
  run: ({ address, pid }, { scale }) =>
    withTopic(address, "deaf", 1, async (topic) => {
      const load = await ProduceLoad.open(address, topic, { ...kilobytes64, connections: 1, partitions: 1, inFlight: clientsInFlight });
      await load.run(fetchedBytes / (64 << 10) + 1);
      load.close();
      const count = deafReaders * scale;
      const sockets = await open(address, count);
      const before = usageOf(pid).residentBytes;
      const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: fetchedBytes }];
      const fetch = requestFrame(apis.fetch, {
        maxBytes: fetchedBytes,
        minBytes: 1,
        sessionEpoch: -1,
        topics: [{ topicId: topic.id, partitions }],
      });
      for (const socket of sockets) {
        socket.pause();
        for (let at = 0; at < fetchesEach; at++) socket.write(fetch);
      }
      const each = await growth(pid, before, count);
      for (const socket of sockets) socket.destroy();
      return { "deaf-consumers": each };
    }),
};
