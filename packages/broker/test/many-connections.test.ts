import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { TestBroker } from "./harness/test-broker.ts";

const connections = 5_000;
/** Connecting at the same time: fewer than socket.listen.backlog.size. */
const atOnce = 40;
/** Of both ends of a connection, which are in this process. A buffer of its own for what comes would be 64 KB. */
const bytesPerConnectionMax = 30_000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function usedBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A client that has had an answer, and then does nothing. */
function idleClient(port: number, buffer: Buffer): Promise<Socket> {
  const versions = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff]);
  return new Promise((resolve, reject) => {
    const callback = (): boolean => {
      resolve(socket);
      return true;
    };
    const socket = connect({ port, host: "127.0.0.1", onread: { buffer, callback } }, () => socket.write(versions));
    socket.on("error", reject);
  });
}

test(`${connections} idle connections take little memory`, async () => {
  const broker = await TestBroker.start();
  const port = broker.broker.listeners[0]?.port ?? 0;
  const buffer = Buffer.alloc(64 << 10);
  const clients: Socket[] = [];
  const more = async () => clients.push(...(await Promise.all(Array.from({ length: atOnce }, () => idleClient(port, buffer)))));
  await more();
  const before = usedBytes();
  while (clients.length < connections) await more();
  const perConnection = (usedBytes() - before) / (connections - atOnce);
  assert.ok(perConnection < bytesPerConnectionMax, `${perConnection} bytes for each`);
  for (const client of clients) client.destroy();
  await broker.stop();
});
