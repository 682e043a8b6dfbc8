import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { describe, test } from "node:test";
import { apis } from "@millrace/protocol";
import { RawClient } from "./harness/raw-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

/** Enough turns of the event loop for an answer to a client inside the process. */
async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** The beginning of a frame that announces `sizeBytes`. */
function beginning(sizeBytes: number, sentBytes: number): Buffer {
  const bytes = Buffer.alloc(4 + sentBytes);
  bytes.writeInt32BE(sizeBytes);
  return bytes;
}

/** Asks for something; tells whether the answer has come. */
function ask(client: RawClient): { answered: boolean; answer: Promise<unknown> } {
  const state = { answered: false, answer: Promise.resolve() as Promise<unknown> };
  state.answer = client.call(apis.apiVersions, 0, {}).then(() => {
    state.answered = true;
  });
  return state;
}

describe("queued.max.request.bytes", () => {
  const properties = { "socket.request.max.bytes": "100000", "queued.max.request.bytes": "150000" };

  test("while requests in pieces fill it, only connections with a piece are read from", async () => {
    const broker = await TestBroker.start(properties);
    const [first, second, third] = [broker.connect(), broker.connect(), broker.connect()];
    first.sendBytes(beginning(90_000, 10));
    await turns();
    const early = ask(third);
    await turns();
    assert.ok(early.answered, "90,000 bytes are less than the limit");
    second.sendBytes(beginning(90_000, 10));
    await turns();
    const late = ask(third);
    await turns();
    assert.equal(late.answered, false);
    first.sendBytes(Buffer.alloc(90_000 - 10)); // no request at all: the connection is closed
    await late.answer;
    await broker.stop();
  });

  test("while it is full, who comes is not read from either", async () => {
    const broker = await TestBroker.start(properties);
    const [first, second] = [broker.connect(), broker.connect()];
    for (const client of [first, second]) client.sendBytes(beginning(90_000, 10));
    await turns();
    const overTcp = new RawClient(connect(broker.broker.listeners[0]?.port ?? 0, "127.0.0.1"));
    const newcomers = [broker.connect(), overTcp].map(ask);
    await turns(200);
    assert.deepEqual(
      newcomers.map(({ answered }) => answered),
      [false, false],
    );
    first.close();
    await Promise.all(newcomers.map(({ answer }) => answer));
    for (const client of [second, overTcp]) client.close();
    await broker.stop();
  });

  test("0 is no limit", async () => {
    const broker = await TestBroker.start({ ...properties, "queued.max.request.bytes": "0" });
    const [slow, other] = [broker.connect(), broker.connect()];
    slow.sendBytes(beginning(90_000, 10));
    await turns();
    const asked = ask(other);
    await turns();
    assert.ok(asked.answered);
    for (const client of [slow, other]) client.close();
    await broker.stop();
  });

  test("a request in pieces is read to its end, however full it is, and makes room then", async () => {
    const broker = await TestBroker.start(properties);
    const [slow, other, third] = [broker.connect(), broker.connect(), broker.connect()];
    other.sendBytes(beginning(100_000, 0));
    // An ApiVersions request in version 0.
    const frame = beginning(90_000, 90_000);
    frame.writeInt16BE(apis.apiVersions.key, 4);
    frame.writeInt16BE(-1, 12); // no client id; what is left over is not looked at
    slow.sendBytes(frame.subarray(0, 1000));
    await turns();
    const late = ask(third);
    for (let at = 1000; at < frame.length; at += 1000) {
      slow.sendBytes(frame.subarray(at, at + 1000));
      await turns(1);
    }
    assert.ok((await slow.frame()) !== undefined);
    await late.answer;
    for (const client of [slow, other, third]) client.close();
    await broker.stop();
  });
});

describe("clients that are slow or gone", () => {
  test("announced sizes alone take little memory", async () => {
    const broker = await TestBroker.start();
    const before = process.memoryUsage().arrayBuffers;
    const clients = Array.from({ length: 500 }, () => broker.connect());
    for (const client of clients) client.sendBytes(beginning(100_000_000, 100));
    await turns();
    const perClient = (process.memoryUsage().arrayBuffers - before) / clients.length;
    assert.ok(perClient < 200_000, `${perClient} bytes for each client that has sent 104`);
    for (const client of clients) client.close();
    await broker.stop();
  });

  test("a frame that comes a byte at a time is answered", async () => {
    const broker = await TestBroker.start();
    const client = broker.connect();
    const frame = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff]);
    for (const byte of frame) {
      client.sendBytes(Buffer.of(byte));
      await turns(2);
    }
    assert.equal((await client.receive(apis.apiVersions, 0, 7)).errorCode, 0);
    client.close();
    await broker.stop();
  });

  test("raising max.connections while running lets those in that wait", async () => {
    const broker = await TestBroker.start({ "max.connections": "1" });
    const port = broker.broker.listeners[0]?.port ?? 0;
    const [first, second] = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
    await Promise.all([once(first, "connect"), once(second, "connect")]);
    const versions = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff]);
    first.write(versions);
    await once(first, "data");
    second.write(versions);
    const configs = [{ name: "max.connections", configOperation: 0, value: "2" }];
    await broker.call(apis.incrementalAlterConfigs, 1, { resources: [{ resourceType: 4, resourceName: "", configs }] });
    broker.clock.advance(1_001);
    await once(second, "data");
    first.destroy();
    second.destroy();
    await broker.stop();
  });

  test("lowering max.connections while running closes those that have been silent for longest", async () => {
    const broker = await TestBroker.start();
    const port = broker.broker.listeners[0]?.port ?? 0;
    const versions = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff]);
    const answered = async (socket: Socket) => {
      socket.write(versions);
      await once(socket, "data");
    };
    const [first, second] = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
    await Promise.all([answered(first), answered(second)]);
    broker.clock.advance(500);
    await answered(first);
    const configs = [{ name: "max.connections", configOperation: 0, value: "1" }];
    await broker.call(apis.incrementalAlterConfigs, 1, { resources: [{ resourceType: 4, resourceName: "0", configs }] });
    const ended = once(second, "close");
    broker.clock.advance(1_001);
    await ended;
    await answered(first);
    first.destroy();
    await broker.stop();
  });

  test("the system looks after half-open connections: keep-alive is on", { skip: process.platform !== "linux" }, async () => {
    const broker = await TestBroker.start();
    const socket = connect(broker.broker.listeners[0]?.port ?? 0, "127.0.0.1");
    await once(socket, "connect");
    socket.write(Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff]));
    await once(socket, "data");
    // proc(5): the remote end in hexadecimal; a timer of kind 2 is keep-alive's.
    const hex = (port: number | undefined) => (port ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const [local, remote] = [`0100007F:${hex(socket.remotePort)}`, `0100007F:${hex(socket.localPort)}`];
    const line =
      readFileSync("/proc/net/tcp", "utf8")
        .split("\n")
        .find((each) => each.includes(`${local} ${remote}`)) ?? "";
    assert.match(line.trim().split(/\s+/)[5] ?? "", /^02:/, line);
    socket.destroy();
    await broker.stop();
  });
});
