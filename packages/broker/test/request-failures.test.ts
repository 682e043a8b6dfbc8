import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { jsonLogger, ManualClock, seededRandom } from "@millrace/kit";
import { errors, Writer, ZERO_UUID } from "@millrace/protocol";
import { AclIndex, anonymous } from "@millrace/security";
import { Dispatcher, type UnreadableRequest } from "../src/api/dispatcher.ts";
import { errorReply } from "../src/api/error-replies.ts";
import { type AnyHandler, CloseConnection, type ConnectionFacts, handler, type RequestContext } from "../src/api/handler.ts";
import { LogLimit } from "../src/api/log-limit.ts";
import { handlers } from "../src/api/table.ts";
import { Authorization } from "../src/authorization/authorization.ts";
import type { BrokerParts } from "../src/broker-parts.ts";
import { Faults } from "../src/faults/faults.ts";
import { BrokerCounts } from "../src/metrics/broker-counts.ts";
import { BufferPool } from "../src/network/buffer-pool.ts";

const listener = { name: "PLAIN-9092", securityProtocol: "PLAINTEXT", host: "h", port: 1, advertisedHost: "h", advertisedPort: 1 } as const;
const facts: ConnectionFacts = {
  id: 7,
  listener,
  remoteHost: "10.0.0.1",
  remotePort: 40_000,
  inProcess: false,
  principal: anonymous,
  softwareName: "",
  softwareVersion: "",
};
const unknown = errors.UNKNOWN_SERVER_ERROR.code;

/** What requests of each API may ask for: each list has something in it. */
const asked = {
  topicData: [{ name: "t", topicId: ZERO_UUID, partitionData: [{ index: 0 }] }],
  topics: [{ name: "t", topic: "t", topicId: ZERO_UUID, partitionIndexes: [0], partitions: [{ partition: 0, partitionIndex: 0 }] }],
  dirs: [{ path: "/d", topics: [{ name: "t", partitions: [0] }] }],
  topicNames: ["t"],
  groups: [{ groupId: "g" }],
  groupsNames: ["g"],
  groupIds: ["g"],
  coordinatorKeys: ["g"],
  transactionalIds: ["t"],
  topicPartitions: [{ topic: "t", partitions: [0] }],
  v3AndBelowTopics: [{ name: "t", partitions: [0] }],
  markers: [{ producerId: 1, topics: [{ name: "t", partitionIndexes: [0] }] }],
  resources: [{ resourceType: 2, resourceName: "t" }],
  creations: [{}],
  entries: [{ entity: [] }],
  filters: [{}],
  deletions: [{ name: "u" }],
  upsertions: [{ name: "u" }],
};

/** A dispatcher whose only handler does what the test says, in place of an API's own. */
function dispatcherOf(like: AnyHandler, handle: (context: RequestContext) => unknown) {
  const lines: Record<string, unknown>[] = [];
  const clock = new ManualClock();
  const logger = jsonLogger({ level: "info", now: () => clock.now(), write: (line) => lines.push(JSON.parse(line)) });
  const counts = new BrokerCounts();
  const replaced = handler({ ...like, handle: (_: never, context) => handle(context) as never });
  const authorization = new Authorization({ settings: undefined, acls: new AclIndex(), logger, clock });
  const quotas = { clients: { meter: () => undefined } };
  const parts = { counts, logger, clock, authorization, quotas, faults: new Faults(seededRandom(1)) } as unknown as BrokerParts;
  return { dispatcher: new Dispatcher([replaced], parts, new BufferPool(0)), lines, clock, counts };
}

function handlerOf(name: string): AnyHandler {
  const found = handlers.find(({ api }) => api.name === name);
  assert.ok(found);
  return found;
}

function request(like: AnyHandler, body: object, version = like.versions[1]) {
  return { handler: like as never, version, correlationId: 1, clientId: "me", body, bytes: 10, lent: [], meter: undefined };
}

describe("a handler that throws", () => {
  test("is answered with UNKNOWN_SERVER_ERROR and logged with its stack and who asked", () => {
    const { dispatcher, lines } = dispatcherOf(handlerOf("Heartbeat"), () => {
      throw new Error("oops");
    });
    const like = handlerOf("Heartbeat");
    const failing = request({ ...like, handle: () => assert.fail("oops") } as AnyHandler, { groupId: "g" });
    assert.deepEqual(dispatcher.handle(failing, facts, 0), { errorCode: unknown, errorMessage: null });
    const [line] = lines;
    assert.equal(line?.level, "error");
    assert.deepEqual([line?.client, line?.api, line?.remote, line?.group], ["me", "Heartbeat", "10.0.0.1", "g"]);
    assert.match(String(line?.error), /oops[\s\S]*at /);
  });

  test("ends the connection if nobody waits for the answer", () => {
    const { dispatcher } = dispatcherOf(handlerOf("Produce"), () => undefined);
    const failing = request({ ...handlerOf("Produce"), handle: () => assert.fail("oops") } as AnyHandler, { ...asked, acks: 0 });
    assert.ok(dispatcher.handle(failing, facts, 0) instanceof CloseConnection);
  });

  for (const { api, versions } of handlers) {
    test(`${api.name}: every outcome in the answer is the error, in all versions`, () => {
      for (let version = versions[0]; version <= versions[1]; version++) {
        const body = api.name === "DescribeGroups" ? { groups: ["g"] } : asked;
        const reply = errorReply(api, body, { code: unknown, message: null }, version);
        const codes: number[] = [];
        api.response.eachError?.(reply as never, version, (code) => codes.push(code));
        assert.ok(codes.length > 0, `version ${version} says of nothing that it failed: it needs a row in error-replies.ts`);
        assert.deepEqual(new Set(codes), new Set([unknown]), `version ${version}`);
        api.response.encode(new Writer(), reply as never, version);
      }
    });
  }
});

describe("what is refused", () => {
  test("is logged once for each error, with client, API, error and what it was about", () => {
    const like = handlerOf("CreateTopics");
    const { dispatcher, lines, counts } = dispatcherOf(like, () => undefined);
    const refusal = { name: "bad name", errorCode: errors.INVALID_TOPIC_EXCEPTION.code, errorMessage: "no" };
    const reply = { topics: [refusal, { ...refusal, name: "other" }, { name: "fine" }] };
    dispatcher.watch.answered(request(like, {}), facts, reply, 0, 0, 1, 2);
    const [{ time, ...line } = {}, ...others] = lines;
    assert.deepEqual(others, []);
    assert.ok(time);
    const who = { connection: 7, remote: "10.0.0.1", listener: "PLAIN-9092", client: "me", api: "CreateTopics", version: like.versions[1] };
    const what = { error: "INVALID_TOPIC_EXCEPTION", count: 2, topic: "bad name", reason: "no" };
    assert.deepEqual(line, { level: "info", message: "request refused", logger: "kafka.request.logger", ...who, ...what });
    assert.deepEqual(
      [...(counts.apis.get("CreateTopics")?.errorsByCode ?? [])],
      [
        [errors.INVALID_TOPIC_EXCEPTION.code, 2],
        [0, 1],
      ],
    );
  });

  test("a frame that is no request is logged with what could be read of it", () => {
    const like = handlerOf("Heartbeat");
    const { dispatcher } = dispatcherOf(like, () => undefined);
    const aboutOf = (...bytes: number[]): unknown => {
      const frame = Buffer.from(bytes);
      try {
        return dispatcher.open(frame, 0, frame.length);
      } catch (error) {
        return (error as UnreadableRequest).about;
      }
    };
    const version = like.versions[1];
    assert.deepEqual(aboutOf(0, 12, 0), {});
    assert.deepEqual(aboutOf(0, 99, 0, 7, 0, 0, 0, 1, 0, 1, 0x6d), { client: "m", version: 7 });
    assert.deepEqual(aboutOf(0, 12, 0, 77, 0, 0, 0, 1, 0xff, 0xff), { client: null, api: "Heartbeat", version: 77 });
    assert.deepEqual(aboutOf(0, 12, 0, version, 0, 0, 0, 1, 0, 2, 0x6d, 0x65), { client: "me", api: "Heartbeat", version });
    assert.deepEqual(aboutOf(0, 12, 0, version, 0, 0, 0, 1, 0, 9), { api: "Heartbeat", version });
  });

  test("a connection that is closed for what came over it is logged with its client, API and reason", () => {
    const { dispatcher, lines } = dispatcherOf(handlerOf("Heartbeat"), () => undefined);
    dispatcher.watch.closed(facts, "too short", { client: "x".repeat(1000), api: "Heartbeat", version: 4 });
    const { time, client, ...line } = lines[0] ?? {};
    assert.ok(time);
    assert.equal(String(client).length, 251);
    const who = { connection: 7, remote: "10.0.0.1", listener: "PLAIN-9092", api: "Heartbeat", version: 4 };
    assert.deepEqual(line, { level: "warn", message: "connection closed", logger: "kafka.request.logger", ...who, reason: "too short" });
  });

  test("what clients retry by themselves is not worth a line", () => {
    const like = handlerOf("Heartbeat");
    const { dispatcher, lines } = dispatcherOf(like, () => undefined);
    for (const { code } of [errors.COORDINATOR_LOAD_IN_PROGRESS, errors.REBALANCE_IN_PROGRESS, errors.NONE])
      dispatcher.watch.answered(request(like, {}), facts, { errorCode: code }, 0, 0, 1, 2);
    assert.deepEqual(lines, []);
  });

  test("a client that does it over and over does not flood the log, and the rest is told", () => {
    const like = handlerOf("Heartbeat");
    const { dispatcher, lines, clock } = dispatcherOf(like, () => undefined);
    for (let at = 0; at < 1000; at++)
      dispatcher.watch.answered(request(like, {}), facts, { errorCode: errors.UNKNOWN_MEMBER_ID.code }, 0, 0, 1, 2);
    assert.equal(lines.length, 5);
    clock.advance(10_000);
    assert.deepEqual(
      lines.slice(5).map(({ kind, left }) => [kind, left]),
      [["me Heartbeat UNKNOWN_MEMBER_ID", 995]],
    );
  });

  test("texts that clients choose don't make lines long", () => {
    const like = handlerOf("Heartbeat");
    const { dispatcher, lines } = dispatcherOf(like, () => undefined);
    const long = "x".repeat(30_000);
    const refused = { ...request(like, { groupId: long }), clientId: long };
    dispatcher.watch.answered(refused, facts, { errorCode: errors.UNKNOWN_MEMBER_ID.code }, 0, 0, 1, 2);
    assert.ok(lines.length === 1 && JSON.stringify(lines).length < 1_500);
  });

  test("many different kinds take little memory", () => {
    const told: unknown[] = [];
    const logger = jsonLogger({ level: "warn", now: () => 0, write: (line) => told.push(JSON.parse(line).kind) });
    const limit = new LogLimit(new ManualClock(), logger);
    let admitted = 0;
    for (let at = 0; at < 10_000; at++) if (limit.admits(`kind ${at}`)) admitted++;
    assert.ok(admitted < 300);
    limit.close();
    assert.deepEqual(told, ["(others)"]);
  });
});

test("records in answers that are not taken leave less and less room for further ones", () => {
  const like = handlerOf("Fetch");
  const room: number[] = [];
  const { dispatcher } = dispatcherOf(like, () => undefined);
  const hungry = {
    ...like,
    handle: (_: unknown, { recordBytesMax, lender }: RequestContext) => {
      room.push(recordBytesMax);
      lender.allocate(100_000_000);
      return {};
    },
  } as unknown as AnyHandler;
  const requests = Array.from({ length: 4 }, () => request(hungry, {}));
  for (const each of requests) dispatcher.handle(each, facts, 0);
  assert.equal(room[3], 65_536);
  assert.ok(room[0] !== undefined && room[1] !== undefined && room[0] - room[1] >= 100_000_000);
  for (const { lent } of requests) dispatcher.giveBack(lent);
  dispatcher.handle(request(hungry, {}), facts, 0);
  assert.equal(room[4], room[0]);
});
