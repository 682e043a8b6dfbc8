import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { describe, test } from "node:test";
import { connect } from "node:tls";
import { seededRandom } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { RawClient } from "./harness/raw-client.ts";
import { eventually, shakeHands, startTlsBroker, trusting } from "./harness/tls-broker.ts";

async function dial(port: number): Promise<Socket> {
  const socket = connectTcp(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.resume();
  await once(socket, "connect");
  return socket;
}

/** Also where an error comes first. */
const closing = (socket: Socket) => new Promise<string>((resolve) => socket.once("close", () => resolve("closed")));

/** Sends bytes and waits until the broker has closed the connection. */
async function throwAt(port: number, ...pieces: readonly Buffer[]): Promise<Buffer> {
  const socket = await dial(port);
  const answer: Buffer[] = [];
  socket.on("data", (bytes: Buffer) => answer.push(bytes));
  const closed = closing(socket);
  for (const piece of pieces) socket.write(piece);
  await closed;
  return Buffer.concat(answer);
}

/** What a client of TLS says first. */
async function clientHello(): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const { createServer } = await import("node:net");
  const listening = createServer((socket) => socket.on("error", () => {}).once("data", (bytes: Buffer) => resolve(bytes)));
  await new Promise<void>((ready) => listening.listen(0, "127.0.0.1", ready));
  const address = listening.address();
  const socket = connect({ port: typeof address === "object" ? (address?.port ?? 0) : 0, host: "127.0.0.1" }).on("error", () => {});
  const hello = await promise;
  socket.destroy();
  listening.close();
  return hello;
}

const aRequest = Buffer.from("0000000a00120000000000010000", "hex");

describe("who abuses a listener with TLS", () => {
  test("by handshakes that never end is cut off after a while, and told of once", async () => {
    const { broker, clock, port, failures } = await startTlsBroker();
    const hello = await clientHello();
    const sockets = await Promise.all(Array.from({ length: 60 }, () => dial(port)));
    const closed = sockets.map(closing);
    for (const [at, socket] of sockets.entries()) if (at % 2 === 0) socket.write(hello.subarray(0, 1 + (at % hello.length)));
    await shakeHands(port).then((socket) => socket.destroy()); // behind the others: those have been accepted by then
    clock.advance(29_000);
    assert.ok(sockets.every((socket) => !socket.destroyed));
    clock.advance(2_000);
    await Promise.all(closed);
    await eventually(() => failures().length > 0);
    assert.deepEqual(failures(), ["the handshake was not over after 30 seconds"]);
    await broker.stop();
  });

  test("has their unfinished handshakes counted as connections", async () => {
    const { broker, port } = await startTlsBroker({ "max.connections.per.ip": "2" });
    const [first] = [await dial(port), await dial(port)];
    await throwAt(port);
    first?.destroy();
    await eventually(() => first?.closed === true);
    for (let tries = 0; ; tries++) {
      const socket = connect({ port, ...trusting }).on("error", () => {});
      const secured = new Promise<string>((resolve) => socket.once("secureConnect", () => resolve("secured")));
      const outcome = await Promise.race([secured, closing(socket)]);
      socket.destroy();
      if (outcome === "secured") break;
      assert.ok(tries < 1000);
    }
    await broker.stop();
  });

  test("or only mistakes it is turned away with the reason logged: plain requests, HTTP, TLS where there is none", async () => {
    const { broker, port, plainPort, failures } = await startTlsBroker();
    assert.equal((await throwAt(port, aRequest)).toString("hex"), "15030300020250");
    await throwAt(port, Buffer.from("GET /metrics HTTP/1.1\r\n\r\n"));
    await eventually(() => failures().length === 2);
    assert.match(failures()[0] ?? "", /not TLS/);
    assert.match(failures()[1] ?? "", /HTTP/);
    const socket = connect({ port: plainPort, ...trusting });
    await once(socket, "error");
    assert.equal((await broker.call(apis.apiVersions, 0, {})).errorCode, 0);
    await broker.stop();
  });

  test("by a greeting without end gets no more memory than a greeting may have", async () => {
    const { broker, port, failures } = await startTlsBroker();
    const record = (fragment: Buffer) => Buffer.concat([Buffer.from([0x16, 3, 1, fragment.length >> 8, fragment.length & 0xff]), fragment]);
    const start = record(Buffer.concat([Buffer.from([1, 0xff, 0xff, 0xff, 3, 3]), Buffer.alloc(16_000, 7)]));
    const more = Array.from({ length: 64 }, () => record(Buffer.alloc(16_000, 7)));
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 20; round++) await throwAt(port, start, ...more);
    assert.ok(process.memoryUsage().rss - before < 100_000_000);
    await eventually(() => failures().length > 0);
    await broker.stop();
  });

  test("can't begin another handshake on a connection", async () => {
    const { broker, port } = await startTlsBroker();
    const socket = await shakeHands(port, { ...trusting, maxVersion: "TLSv1.2" });
    const { promise, resolve } = Promise.withResolvers<Error | null>();
    socket.on("error", resolve);
    socket.renegotiate({ rejectUnauthorized: false }, resolve);
    assert.ok((await promise) instanceof Error);
    socket.destroy();
    await broker.stop();
  });

  test("by bytes that are almost a greeting, or almost a conversation, harms nobody else", async () => {
    const { broker, port, clock } = await startTlsBroker();
    const random = seededRandom(7);
    const hello = await clientHello();
    const used = new RawClient(await shakeHands(port));
    for (let round = 0; round < 150; round++) {
      const bytes = Buffer.from(hello);
      for (let count = random.below(4); count >= 0; count--) bytes[random.below(bytes.length)] = random.below(256);
      const socket = await dial(port);
      socket.write(bytes.subarray(0, random.below(2) === 0 ? bytes.length : random.below(bytes.length)));
      if (random.below(2) === 0) socket.write(Buffer.from(Array.from({ length: random.below(300) }, () => random.below(256))));
      if (random.below(3) > 0) socket.end();
      if (round % 10 === 0) assert.equal((await used.call(apis.apiVersions, 0, {})).errorCode, 0);
    }
    clock.advance(31_000);
    assert.equal((await used.call(apis.apiVersions, 0, {})).errorCode, 0);
    used.close();
    await broker.stop();
  });
});
