import type { Verdict } from "../verdicts.ts";
import { BytesIn, BytesOut } from "./bytes.ts";
import type { RawConnection } from "./connection.ts";
import { requestFrame } from "./requests.ts";

interface ProduceFields {
  readonly acks?: number;
  readonly partition?: number;
  readonly transactionalId?: string | null;
}

/** Produce 3 (the first version with record batches) of one partition. */
export function produceFrame(topic: string, records: Buffer | null, fields: ProduceFields = {}): Buffer {
  const { acks = -1, partition = 0, transactionalId = null } = fields;
  const body = new BytesOut().string(transactionalId).int16(acks).int32(5_000);
  body.int32(1).string(topic).int32(1).int32(partition).bytes(records);
  return requestFrame(0, 3, 1, body.done());
}

/** Error code and base offset of the partition, or that there was no answer. */
export async function produce(connection: RawConnection, frame: Buffer): Promise<Verdict> {
  connection.send(frame);
  const answer = await connection.next(8_000);
  if (typeof answer === "string") return answer;
  const reply = new BytesIn(answer.frame);
  reply.int32();
  reply.int32();
  reply.string();
  reply.int32();
  reply.int32();
  const errorCode = reply.int16();
  return { errorCode, baseOffset: reply.int64() };
}
