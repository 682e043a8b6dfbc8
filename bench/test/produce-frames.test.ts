import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "@millrace/kit";
import {
  apis,
  batchHeader,
  checkBatch,
  decodeRecords,
  Reader,
  RequestHeader,
  ResponseHeader,
  requestHeaderVersion,
  responseHeaderVersion,
  Writer,
} from "@millrace/protocol";
import { keyedBatches, ProduceFrames, randomBatch, readProduceResponse } from "../src/load/produce-frames.ts";

const target = { topicId: "AAAAAAAAQACAAAAAAAAAAQ", partitions: [3] };
const { produce } = apis;
const version = produce.maxVersion;

function framesOf(records: number, valueBytes: number, slots: number): ProduceFrames {
  const random = seededRandom(1);
  const batches = Array.from({ length: slots }, () => randomBatch({ records, valueBytes }, random, 1_700_000_000_000));
  return new ProduceFrames(batches, target, { producerId: 4711 });
}

function decoded(frames: ProduceFrames, slot: number) {
  const frame = frames.bytes.subarray(slot * frames.frameBytes, (slot + 1) * frames.frameBytes);
  assert.equal(frame.readInt32BE(), frame.length - 4);
  const reader = new Reader(frame, 4);
  const header = RequestHeader.decode(reader, requestHeaderVersion(produce, version));
  const body = produce.request.decode(reader, version);
  assert.equal(reader.remaining, 0);
  const batch = body.topicData[0]?.partitionData[0]?.records ?? Buffer.alloc(0);
  return { header, body, batch };
}

test("a ready request is what the protocol package reads, its checksum included", () => {
  const frames = framesOf(10, 100, 4);
  frames.ready(2);
  const { header, body, batch } = decoded(frames, 2);
  assert.equal(header.requestApiKey, produce.key);
  assert.equal(header.requestApiVersion, version);
  assert.equal(body.acks, -1);
  assert.equal(body.topicData[0]?.topicId, target.topicId);
  assert.equal(body.topicData[0]?.partitionData[0]?.index, target.partitions[0]);
  assert.equal(batch.length, frames.batchBytes);
  assert.equal(checkBatch(batch, 0, batch.length), undefined);
  const records = [...decodeRecords(batch)];
  assert.deepEqual(
    records.map(({ value }) => value?.length),
    Array(10).fill(100),
  );
});

test("requests go on where the last one ended: correlation ids and sequences, whatever the slot", () => {
  const frames = framesOf(10, 100, 3);
  for (let request = 0; request < 8; request++) {
    const slot = request % 3;
    frames.ready(slot);
    const { header, batch } = decoded(frames, slot);
    assert.equal(header.correlationId, request);
    assert.equal(batchHeader.baseSequence(batch), request * 10);
    assert.equal(batchHeader.producerId(batch), 4711);
    assert.equal(batchHeader.producerEpoch(batch), 0);
    assert.equal(checkBatch(batch, 0, batch.length), undefined);
  }
});

test("a request has a batch for each partition, of other contents and the same sequence; another epoch begins anew", () => {
  const random = seededRandom(1);
  const batches = Array.from({ length: 4 }, () => randomBatch({ records: 2, valueBytes: 100 }, random, 0, true));
  const partitions = [7, 8, 9];
  const frames = new ProduceFrames(batches, { topicId: target.topicId, partitions }, { producerId: 4711, transactionalId: "t" });
  frames.ready(0);
  frames.goOnAs(4712, 3);
  for (const [slot, expected] of [
    [1, { sequence: 0, epoch: 3, producerId: 4712 }],
    [2, { sequence: 2, epoch: 3, producerId: 4712 }],
  ] as const) {
    frames.ready(slot);
    const { body } = decoded(frames, slot);
    assert.equal(body.transactionalId, "t");
    const data = body.topicData[0]?.partitionData ?? [];
    assert.deepEqual(
      data.map(({ index }) => index),
      partitions,
    );
    const sent = data.map(({ records }) => records ?? Buffer.alloc(0));
    assert.equal(new Set(sent.map((batch) => batch.toString("hex"))).size, 3);
    for (const batch of sent) {
      assert.equal(checkBatch(batch, 0, batch.length), undefined);
      assert.ok(batchHeader.isTransactional(batch));
      const { sequence, epoch, producerId } = expected;
      assert.deepEqual(
        [batchHeader.baseSequence(batch), batchHeader.producerEpoch(batch), batchHeader.producerId(batch)],
        [sequence, epoch, producerId],
      );
    }
  }
});

test("slots differ in content and agree in size", () => {
  const frames = framesOf(1, 100, 16);
  const contents = Array.from({ length: 16 }, (_, slot) =>
    decoded(frames, slot).batch.subarray(batchHeader.BATCH_HEADER_BYTES).toString("hex"),
  );
  assert.equal(new Set(contents).size, 16);
});

test("the fields of a response are found without decoding it", () => {
  for (const [errorCode, baseOffset] of [
    [0, 0],
    [45, -1],
    [0, 2 ** 40 + 5],
  ] as const) {
    const writer = new Writer();
    ResponseHeader.encode(writer, { correlationId: 99 }, responseHeaderVersion(produce, version));
    produce.response.encode(
      writer,
      { responses: [{ topicId: target.topicId, partitionResponses: [{ index: 3, errorCode, baseOffset }] }] },
      version,
    );
    const bytes = Buffer.concat([Buffer.alloc(7), writer.toBuffer()]);
    assert.deepEqual(readProduceResponse(bytes, 7), { correlationId: 99, errorCode, baseOffset });
  }
});

test("an error of any partition is found", () => {
  for (const wrong of [0, 1, 2]) {
    const partitionResponses = [0, 1, 2].map((index) => ({ index, errorCode: index === wrong ? 6 : 0, baseOffset: 5 + index }));
    const writer = new Writer();
    ResponseHeader.encode(writer, { correlationId: 99 }, responseHeaderVersion(produce, version));
    produce.response.encode(writer, { responses: [{ topicId: target.topicId, partitionResponses }] }, version);
    assert.deepEqual(readProduceResponse(writer.toBuffer(), 0, 3), { correlationId: 99, errorCode: 6, baseOffset: 5 });
  }
});

test("batches with keys are of one size, and nearly two thirds of the keys come in as many records as there are keys", () => {
  const next = keyedBatches({ records: 50, valueBytes: 30 }, 1_000, seededRandom(1));
  const batches = Array.from({ length: 20 }, () => next(1_700_000_000_000));
  assert.equal(new Set(batches.map(({ length }) => length)).size, 1);
  const keys = new Set(batches.flatMap((batch) => decodeRecords(batch).map(({ key }) => String(key))));
  assert.ok(Math.abs(keys.size - 632) < 50, `${keys.size} keys`);
});
