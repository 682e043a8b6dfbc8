import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, test } from "node:test";
import { jsonLogger } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { RawClient } from "./harness/raw-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

async function dial(broker: TestBroker): Promise<Socket> {
  const socket = connect(broker.broker.listeners[0]?.port ?? 0, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

describe("connections over TCP", () => {
  test("requests are answered, many in one write too", async () => {
    const broker = await TestBroker.start();
    const client = new RawClient(await dial(broker));
    const ids = Array.from({ length: 200 }, () => client.send(apis.apiVersions, 0, {}));
    for (const id of ids) assert.equal((await client.receive(apis.apiVersions, 0, id)).errorCode, 0);
    client.close();
    await broker.stop();
  });

  test("max.connections.per.ip turns away, and an override for the address allows", async () => {
    const broker = await TestBroker.start({ "max.connections.per.ip": "1" });
    const first = new RawClient(await dial(broker));
    assert.equal((await first.call(apis.apiVersions, 0, {})).errorCode, 0);
    const second = new RawClient(await dial(broker));
    assert.equal(await second.frame(), undefined);
    first.close();
    await broker.stop();
    const generous = await TestBroker.start({ "max.connections.per.ip": "1", "max.connections.per.ip.overrides": "127.0.0.1:2" });
    const clients = [new RawClient(await dial(generous)), new RawClient(await dial(generous))];
    for (const client of clients) assert.equal((await client.call(apis.apiVersions, 0, {})).errorCode, 0);
    for (const client of clients) client.close();
    await generous.stop();
  });

  test("an address that is turned away over and over does not fill the log", async () => {
    const lines: Record<string, unknown>[] = [];
    const logger = jsonLogger({ level: "info", now: () => 0, write: (line) => lines.push(JSON.parse(line)) });
    const broker = await TestBroker.start({ "max.connections.per.ip": "1" }, { logger });
    const first = new RawClient(await dial(broker));
    await first.call(apis.apiVersions, 0, {});
    for (let count = 0; count < 20; count++) assert.equal(await new RawClient(await dial(broker)).frame(), undefined);
    const refused = lines.filter(({ message }) => message === "connection refused");
    assert.equal(refused.length, 5);
    assert.deepEqual([refused[0]?.remote, refused[0]?.listener], ["127.0.0.1", "PLAIN-9092"]);
    first.close();
    await broker.stop();
    assert.equal(lines.find(({ message }) => message === "more of the same was not logged")?.left, 15);
  });

  test("beyond max.connections a client waits until another leaves", async () => {
    const broker = await TestBroker.start({ "max.connections": "1" });
    const first = new RawClient(await dial(broker));
    assert.equal((await first.call(apis.apiVersions, 0, {})).errorCode, 0);
    const second = new RawClient(await dial(broker));
    const answered = second.call(apis.apiVersions, 0, {});
    first.close();
    assert.equal((await answered).errorCode, 0);
    second.close();
    await broker.stop();
  });

  test("where all are taken, one whose address has enough waits too, and is turned away when it is its turn", async () => {
    const broker = await TestBroker.start({
      "max.connections": "2",
      "max.connections.per.ip": "1",
      "max.connections.per.ip.overrides": "127.0.0.3:5",
    });
    const from = async (localAddress: string) => {
      const socket = connect({ host: "127.0.0.1", port: broker.broker.listeners[0]?.port ?? 0, localAddress });
      await once(socket, "connect");
      return new RawClient(socket);
    };
    const [first, other] = [await from("127.0.0.2"), await from("127.0.0.3")];
    for (const client of [first, other]) await client.call(apis.apiVersions, 0, {});
    const again = await from("127.0.0.2");
    let ended = false;
    const end = again.frame().then((frame) => {
      ended = frame === undefined;
    });
    for (let count = 0; count < 20; count++) await other.call(apis.apiVersions, 0, {});
    assert.equal(ended, false);
    other.close();
    await end;
    assert.equal(ended, true);
    first.close();
    await broker.stop();
  });

  test("a listener's own max.connections counts for it alone, from the start and while running", async () => {
    const broker = await TestBroker.start({ "listener.name.plain-9092.max.connections": "1", "listener.name.other.max.connections": "0" });
    const first = new RawClient(await dial(broker));
    assert.equal((await first.call(apis.apiVersions, 0, {})).errorCode, 0);
    const [second, third] = [new RawClient(await dial(broker)), new RawClient(await dial(broker))];
    const answers = [second, third].map((client) => client.call(apis.apiVersions, 0, {}));
    first.close();
    await answers[0]; // the third waits for the second now
    const configs = [{ name: "listener.name.plain-9092.max.connections", configOperation: 0, value: "2" }];
    await broker.call(apis.incrementalAlterConfigs, 1, { resources: [{ resourceType: 4, resourceName: "", configs }] });
    broker.clock.advance(1_001);
    await answers[1];
    for (const client of [second, third]) client.close();
    await broker.stop();
  });

  test("a silent connection is closed after connections.max.idle.ms, one that waits for an answer too, one that is used is not", async () => {
    const broker = await TestBroker.start({ "connections.max.idle.ms": "5000" });
    await broker.createTopic("idle");
    const silent = new RawClient(await dial(broker));
    await silent.call(apis.apiVersions, 0, {});
    const [waiting, used] = [new RawClient(await dial(broker)), new RawClient(await dial(broker))];
    await waiting.call(apis.apiVersions, 0, {});
    const topics = [{ topic: "idle", partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100 }] }];
    waiting.send(apis.fetch, 11, { maxWaitMs: 60_000, minBytes: 1, sessionEpoch: -1, topics });
    await silent.call(apis.apiVersions, 0, {}); // behind the fetch: that has been received by then
    broker.clock.advance(4_000);
    await used.call(apis.apiVersions, 0, {});
    await broker.call(apis.apiVersions, 0, {});
    broker.clock.advance(3_000);
    assert.equal(await silent.frame(), undefined);
    assert.equal(await waiting.frame(), undefined);
    await used.call(apis.apiVersions, 0, {});
    used.close();
    await broker.stop();
  });

  test("when max.connections is lowered, those go that have been idle for longest", async () => {
    const broker = await TestBroker.start();
    const clients: RawClient[] = [];
    for (let count = 0; count < 3; count++) {
      const client = new RawClient(await dial(broker));
      await client.call(apis.apiVersions, 0, {});
      clients.push(client);
      broker.clock.advance(10);
    }
    const [first, second, third] = clients as [RawClient, RawClient, RawClient];
    await first.call(apis.apiVersions, 0, {});
    const configs = [{ name: "max.connections", configOperation: 0, value: "2" }];
    await broker.call(apis.incrementalAlterConfigs, 1, { resources: [{ resourceType: 4, resourceName: "", configs }] });
    broker.clock.advance(1_001);
    assert.equal(await second.frame(), undefined);
    for (const kept of [first, third]) {
      assert.equal((await kept.call(apis.apiVersions, 0, {})).errorCode, 0);
      kept.close();
    }
    await broker.stop();
  });

  test("a client that does not read its answers is not read from, and others are served", async () => {
    const broker = await TestBroker.start();
    await broker.createTopic("flood");
    await broker.produce("flood", 0, ["x".repeat(500_000)]);
    const socket = await dial(broker);
    socket.pause();
    const deaf = new RawClient(socket);
    socket.removeAllListeners("data");
    const topics = [{ topic: "flood", partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }];
    for (let at = 0; at < 2_000; at++) deaf.send(apis.fetch, 11, { maxWaitMs: 0, minBytes: 1, sessionEpoch: -1, topics });
    const before = process.memoryUsage().rss;
    for (let at = 0; at < 50; at++) assert.equal((await broker.call(apis.apiVersions, 0, {})).errorCode, 0);
    assert.ok(process.memoryUsage().rss - before < 300_000_000, "2,000 answers of 500 kB are not made ahead of their reading");
    deaf.close();
    await broker.stop();
  });
});
