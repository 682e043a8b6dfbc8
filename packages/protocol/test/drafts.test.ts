import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DescribeTopicPartitionsRequest,
  type Draft,
  FetchRequest,
  FetchResponse,
  JoinGroupRequest,
  type MessageCodec,
  OffsetFetchRequest,
  ProduceRequest,
  ProtocolError,
  Reader,
  Writer,
} from "../src/index.ts";

function encode<T>(codec: MessageCodec<T>, draft: Draft<T>, version: number): Buffer {
  const writer = new Writer();
  codec.encode(writer, draft, version);
  return writer.toBuffer();
}

function roundTrip<T>(codec: MessageCodec<T>, draft: Draft<T>, version: number): T {
  return codec.decode(new Reader(encode(codec, draft, version)), version);
}

test("what a draft leaves out has Kafka's default", () => {
  assert.deepEqual(roundTrip(FetchRequest, {}, 12), {
    clusterId: null,
    replicaId: -1,
    replicaState: { replicaId: -1, replicaEpoch: -1 },
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 0x7fffffff,
    isolationLevel: 0,
    sessionId: 0,
    sessionEpoch: -1,
    topics: [],
    forgottenTopicsData: [],
    rackId: "",
  });
  assert.deepEqual(encode(FetchRequest, { rackId: undefined }, 12), encode(FetchRequest, {}, 12));
});

test("a field that the version lacks may be given if it is ignorable or has its default", () => {
  assert.deepEqual(encode(FetchRequest, { sessionId: 5, rackId: "r" }, 4), encode(FetchRequest, {}, 4));
  assert.deepEqual(encode(FetchRequest, { forgottenTopicsData: [], replicaState: { replicaId: -1 } }, 4), encode(FetchRequest, {}, 4));
});

test("any other field that the version lacks is refused by name", () => {
  assert.throws(() => encode(FetchRequest, { forgottenTopicsData: [{}] }, 4), {
    code: "UNSUPPORTED_VERSION",
    message: /FetchRequest version 4 has no field forgottenTopicsData/,
  });
  assert.throws(() => encode(FetchRequest, { replicaId: 3 }, 15), /FetchRequest version 15 has no field replicaId/);
  assert.throws(() => encode(FetchRequest, { replicaState: { replicaId: 3 } }, 14), /version 14 has no field replicaState/);
  assert.throws(() => encode(OffsetFetchRequest, { topics: null }, 8), /version 8 has no field topics/);
  assert.throws(() => encode(JoinGroupRequest, { groupInstanceId: "a" }, 4), /version 4 has no field groupInstanceId/);
});

test("null is refused where the version does not allow it", () => {
  assert.throws(() => encode(OffsetFetchRequest, { topics: null }, 1), ProtocolError);
  assert.doesNotThrow(() => encode(OffsetFetchRequest, { topics: null }, 2));
  const wrong: unknown = { groupId: null };
  assert.throws(() => encode(JoinGroupRequest, wrong as Draft<JoinGroupRequest>, 4), ProtocolError);
});

test("a tagged field that came in a version without it is refused", () => {
  const bytes = Buffer.concat([encode(FetchRequest, {}, 14).subarray(0, -1), Buffer.from(`01010d${"00".repeat(13)}`, "hex")]);
  assert.throws(() => FetchRequest.decode(new Reader(bytes), 14), ProtocolError);
});

test("a tagged field whose size lies is refused", () => {
  const frame = encode(FetchRequest, { replicaState: { replicaId: 1 } }, 15);
  const tag = frame.lastIndexOf(Buffer.from("01010d", "hex"));
  frame[tag + 2] = 0x0c;
  assert.throws(() => FetchRequest.decode(new Reader(frame), 15), ProtocolError);
});

test("a nullable struct is preceded by its presence", () => {
  const cursor = { topicName: "t", partitionIndex: 3 };
  assert.deepEqual(roundTrip(DescribeTopicPartitionsRequest, { cursor }, 0).cursor, cursor);
  assert.equal(roundTrip(DescribeTopicPartitionsRequest, { cursor: null }, 0).cursor, null);
});

test("records may be given in pieces and are handed on without a copy", () => {
  const batches = [Buffer.alloc(3000, 1), Buffer.alloc(10, 2), Buffer.alloc(4000, 3)];
  const writer = new Writer();
  FetchResponse.encode(writer, { responses: [{ partitions: [{ records: batches }] }] }, 17);
  const chunks = writer.finish();
  assert.ok(chunks.includes(batches[0] as Buffer) && chunks.includes(batches[2] as Buffer));
  const decoded = FetchResponse.decode(new Reader(Buffer.concat(chunks)), 17);
  assert.deepEqual(decoded.responses[0]?.partitions[0]?.records, Buffer.concat(batches));
});

test("decoded records share the frame's memory", () => {
  const bytes = encode(ProduceRequest, { topicData: [{ name: "t", partitionData: [{ records: Buffer.from("batch") }] }] }, 9);
  const records = ProduceRequest.decode(new Reader(bytes), 9).topicData[0]?.partitionData[0]?.records;
  assert.equal(records?.toString(), "batch");
  assert.equal(records?.buffer, bytes.buffer);
});
