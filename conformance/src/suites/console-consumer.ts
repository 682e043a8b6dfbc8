import { MillraceError, systemClock } from "@millrace/kit";
import type { JavaPrograms } from "../java-programs.ts";
import type { Peer } from "../peers/peer.ts";
import { recordBatch } from "../wire/batch.ts";
import { RawConnection } from "../wire/connection.ts";
import { produce, produceFrame } from "../wire/produce.ts";

const patienceMs = 120_000;

/** Stands at the end of each partition that is read. */
const endMark = "-- the end of a partition";

async function markEnds(bootstrapServers: string, topic: string, partitions: number): Promise<void> {
  const connection = await RawConnection.open(bootstrapServers);
  try {
    for (let partition = 0; partition < partitions; partition += 1) {
      const records = recordBatch({ records: [{ value: Buffer.from(endMark) }], baseTimestamp: systemClock.now() });
      const answer = JSON.stringify(await produce(connection, produceFrame(topic, records, { partition })));
      if (!answer.includes('"errorCode":0')) throw new MillraceError("REQUEST_FAILED", `the end of ${topic}-${partition}: ${answer}`);
    }
  } finally {
    connection.close();
  }
}

/**
 * Values in a topic from its beginning, as Kafka's console consumer reads them when only what is committed counts. A mark is written behind
 * what each partition has, so that it takes no limit of time to know that all was read; behind a transaction that stays open it is never seen.
 */
export async function readCommittedLines(
  programs: JavaPrograms,
  { bootstrapServers }: Peer,
  topic: string,
  partitions: number,
): Promise<readonly string[]> {
  await markEnds(bootstrapServers, topic, partitions);
  const args = ["--bootstrap-server", bootstrapServers, "--topic", topic, "--from-beginning", "--isolation-level", "read_committed"];
  const reader = await programs.start("org.apache.kafka.tools.consumer.ConsoleConsumer", args);
  const lines = await reader.until("it has read all partitions to their ends", patienceMs, async () => {
    const read = await reader.lines();
    return read.filter((line) => line === endMark).length === partitions ? read : undefined;
  });
  await reader.stop();
  return lines.filter((line) => line !== endMark);
}
