import { MillraceError, sleep, systemClock } from "@millrace/kit";
import { BytesIn, BytesOut } from "./bytes.ts";
import { RawConnection } from "./connection.ts";
import { requestFrame } from "./requests.ts";

/** Sends one frame on a connection of its own; what came back after the correlation id. */
async function exchange(bootstrapServers: string, frame: Buffer): Promise<BytesIn> {
  const connection = await RawConnection.open(bootstrapServers);
  try {
    connection.send(frame);
    const answer = await connection.next(20_000);
    if (typeof answer === "string") throw new MillraceError("PROTOCOL_VIOLATION", `a request had no answer: ${answer}`);
    const reply = new BytesIn(answer.frame);
    reply.int32();
    return reply;
  } finally {
    connection.close();
  }
}

/** CreateTopics 4, the last version before the flexible ones. */
function createTopicsFrame(topic: string, partitions: number, configs: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(configs);
  const body = new BytesOut().int32(1).string(topic).int32(partitions).int16(1).int32(0).int32(entries.length);
  for (const [name, value] of entries) body.string(name).string(value);
  return requestFrame(19, 4, 1, body.int32(10_000).int8(0).done());
}

/** ListOffsets 1 of one partition: its error code and offset. */
async function listOffset(
  bootstrapServers: string,
  topic: string,
  partition: number,
  timestamp: number,
): Promise<{ errorCode: number; offset: number }> {
  const body = new BytesOut().int32(-1).int32(1).string(topic).int32(1).int32(partition).int64(timestamp);
  const reply = await exchange(bootstrapServers, requestFrame(2, 1, 1, body.done()));
  reply.int32();
  reply.string();
  reply.int32();
  reply.int32();
  const errorCode = reply.int16();
  reply.int64();
  return { errorCode, offset: reply.int64() };
}

/** Where the log of a partition begins or ends. */
export async function offsetAt(bootstrapServers: string, topic: string, partition: number, which: "earliest" | "latest"): Promise<number> {
  return (await listOffset(bootstrapServers, topic, partition, which === "earliest" ? -2 : -1)).offset;
}

/** Creates a topic and waits until its partitions can be used. */
export async function createTopic(
  bootstrapServers: string,
  topic: string,
  partitions = 1,
  configs: Readonly<Record<string, string>> = {},
): Promise<void> {
  const reply = await exchange(bootstrapServers, createTopicsFrame(topic, partitions, configs));
  reply.int32();
  reply.int32();
  reply.string();
  const errorCode = reply.int16();
  if (errorCode !== 0) throw new MillraceError("REQUEST_FAILED", `CreateTopics of ${topic}: error ${errorCode} ${reply.string() ?? ""}`);
  await waitUntilUsable(bootstrapServers, topic, partitions);
}

/** Waits until the broker leads all partitions of a topic. Throws TIMED_OUT after a while. */
export async function waitUntilUsable(bootstrapServers: string, topic: string, partitions = 1, timeoutMs = 20_000): Promise<void> {
  const endMs = systemClock.monotonicMs() + timeoutMs;
  for (let partition = 0; partition < partitions; partition += 1) {
    while ((await listOffset(bootstrapServers, topic, partition, -1)).errorCode !== 0) {
      if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", `${topic}-${partition} can't be used`);
      // An open handle keeps the process alive while it waits: sleeping does not.
      await Promise.all([sleep(systemClock, 50), listOffset(bootstrapServers, topic, partition, -1)]);
    }
  }
}
