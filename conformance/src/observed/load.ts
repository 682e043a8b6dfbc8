import { type BatchFields, recordBatch } from "../wire/batch.ts";
import { BytesIn, BytesOut } from "../wire/bytes.ts";
import { RawConnection } from "../wire/connection.ts";
import { createTopic } from "../wire/exchange.ts";
import { produceFrame } from "../wire/produce.ts";
import { requestFrame } from "../wire/requests.ts";

export const loadedTopic = "observed.load";
const loadedGroup = "observed.readers";

const recordsEach = 5;
const batchesEach = 4;

function batch(fields: BatchFields = {}): Buffer {
  const records = Array.from({ length: recordsEach }, (_, at) => ({ value: Buffer.from(`value ${at}`) }));
  return recordBatch({ records, ...fields });
}

/** Fetch 4 of one partition from its start. */
function fetchFrame(topic: string, partition: number): Buffer {
  const body = new BytesOut()
    .int32(-1)
    .int32(0)
    .int32(1)
    .int32(1 << 20)
    .int8(0);
  body
    .int32(1)
    .string(topic)
    .int32(1)
    .int32(partition)
    .int64(0)
    .int32(1 << 20);
  return requestFrame(1, 4, 1, body.done());
}

/** OffsetCommit 2 by somebody who is no member. */
function commitFrame(group: string, topic: string, partition: number, offset: number): Buffer {
  const body = new BytesOut().string(group).int32(-1).string("").int64(-1);
  body.int32(1).string(topic).int32(1).int32(partition).int64(offset).string("");
  return requestFrame(8, 2, 1, body.done());
}

/** FindCoordinator 0; the answer's error code. */
const findCoordinatorFrame = (group: string) => requestFrame(10, 0, 1, new BytesOut().string(group).done());

/** Heartbeat 0 of somebody whom the group does not know. */
const heartbeatFrame = (group: string) => requestFrame(12, 0, 1, new BytesOut().string(group).int32(1).string("nobody").done());

async function exchange(connection: RawConnection, frame: Buffer): Promise<BytesIn> {
  connection.send(frame);
  const answer = await connection.next(20_000);
  if (typeof answer === "string") throw new Error(`a request had no answer: ${answer}`);
  const reply = new BytesIn(answer.frame);
  reply.int32();
  return reply;
}

/** Makes what the load needs, so that the load itself is the same requests each time. */
export async function prepareLoad(bootstrapServers: string): Promise<void> {
  await createTopic(bootstrapServers, loadedTopic, 2);
  const connection = await RawConnection.open(bootstrapServers);
  while ((await exchange(connection, findCoordinatorFrame(loadedGroup))).int16() !== 0);
  // The coordinator may still be loading.
  const committed = async () => {
    const reply = await exchange(connection, commitFrame(loadedGroup, loadedTopic, 0, 0));
    reply.int32();
    reply.string();
    reply.int32();
    reply.int32();
    return reply.int16();
  };
  while ((await committed()) !== 0);
  connection.close();
}

/** Four batches to the first partition, one to the second, damaged ones; all of the first read twice; a commit that leaves a lag; a stranger's heartbeats. */
export async function load(bootstrapServers: string): Promise<void> {
  const connection = await RawConnection.open(bootstrapServers);
  for (let at = 0; at < batchesEach; at++) await exchange(connection, produceFrame(loadedTopic, batch()));
  await exchange(connection, produceFrame(loadedTopic, batch(), { partition: 1 }));
  const damaged = batch();
  damaged.writeUInt8((damaged.at(-1) ?? 0) ^ 0xff, damaged.length - 1);
  await exchange(connection, produceFrame(loadedTopic, damaged));
  await exchange(connection, produceFrame("observed.nowhere", batch()));
  await exchange(connection, fetchFrame(loadedTopic, 0));
  await exchange(connection, fetchFrame(loadedTopic, 0));
  await exchange(connection, commitFrame(loadedGroup, loadedTopic, 0, 7));
  await exchange(connection, heartbeatFrame(loadedGroup));
  await exchange(connection, heartbeatFrame(loadedGroup));
  connection.close();
}
