import type { ConsumedBatch, Consumer } from "@millrace/client";
import { readersGroup } from "./groups.ts";
import { attempt, rest, type Work, type Workplace } from "./workplace.ts";

const batchesMax = 15;
const workMsMax = 60;
/** One batch in so many takes so long that others may have got the partitions meanwhile. */
const stuckOneIn = 8;
const stuckMsMax = 1_500;

/** Reads as a member of a group, and commits what it has read; now and then it leaves and comes back, or is stuck for too long. */
export const groupMember: Work = async (place, name) => {
  const { clients, random, whenOver } = place;
  while (!place.isOver()) {
    const consumer = clients.consumer({
      ...{ groupId: readersGroup, isolation: "read_committed", autoCommitIntervalMs: 0 },
      ...{ sessionTimeoutMs: 500, heartbeatIntervalMs: 100, maxPollIntervalMs: 500 },
    });
    whenOver(() => void consumer.close());
    consumer.subscribe(["kept"]);
    await attempt(place, name, () => readSome(place, name, consumer));
    if (random.below(4) > 0) await consumer.close();
    else await rest(place, 1_000);
    await rest(place, 150);
  }
};

/** Until it has had enough, or a commit fails: what came of that one is not known, and only another member may commit anew. */
async function readSome(place: Workplace, name: string, consumer: Consumer): Promise<void> {
  const { ledger, random } = place;
  for (let left = random.below(batchesMax); left > 0 && !place.isOver(); left--) {
    const batch = await consumer.next();
    if (batch === undefined) return;
    for (const read of batch.records) {
      ledger.met(name, batch, read, "read_committed");
      ledger.handled(readersGroup, batch, read.offset);
    }
    await rest(place, random.below(stuckOneIn) === 0 ? stuckMsMax : workMsMax);
    if (random.below(2) === 0) await commit(place, name, consumer, batch);
  }
}

async function commit({ ledger }: Workplace, name: string, consumer: Consumer, batch: ConsumedBatch): Promise<void> {
  await consumer.commit([{ topic: batch.topic, partition: batch.partition, offset: batch.nextOffset }]);
  ledger.note(`${name} has committed ${batch.nextOffset} of ${batch.topic}-${batch.partition}`);
  ledger.reaches(ledger.committedBy(readersGroup, batch), batch.nextOffset);
}
