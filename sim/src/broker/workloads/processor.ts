import type { Admin, Consumer, Producer } from "@millrace/client";
import { processingGroup } from "./groups.ts";
import { send } from "./send-record.ts";
import { commits } from "./transactional-writer.ts";
import { attempt, partitionsOf, rest, type Work, type Workplace } from "./workplace.ts";

const transactionalId = "processor";
const pauseMsMax = 100;
const batchesMax = 20;

/**
 * Writes something for each record that it reads, and commits how far it has read in the same transaction. There may be several: each shuts
 * out the one before it.
 */
export const processor: Work = async (place, name) => {
  const { clients, random, whenOver } = place;
  const admin = clients.admin();
  while (!place.isOver()) {
    const producer = clients.producer({ transactionalId, transactionTimeoutMs: 400 + random.below(1_500) });
    const consumer = clients.consumer({ isolation: "read_committed" });
    whenOver(() => void consumer.close());
    await attempt(place, name, async () => {
      await producer.initTransactions();
      await assign(place, admin, consumer);
      for (let left = random.below(batchesMax); left > 0 && !place.isOver(); left--) {
        if (!(await processOne(place, name, consumer, producer))) return;
      }
    });
    await consumer.close();
    await rest(place, 200);
  }
  await admin.close();
};

/** Reads on from where the group has come, once nothing is open of whoever was here before. */
async function assign(place: Workplace, admin: Admin, consumer: Consumer): Promise<void> {
  const partitions = partitionsOf(place, ["kept"]);
  const { offsets, error } = await admin.listGroupOffsets(processingGroup, { partitions, requireStable: true });
  if (error.code !== 0) return;
  consumer.assign(
    partitions.map((each) => {
      const committed = offsets.find(({ topic, partition }) => topic === each.topic && partition === each.partition);
      return { ...each, from: committed === undefined ? "earliest" : { offset: committed.offset } };
    }),
  );
}

/** Whether the processor can go on. */
async function processOne(place: Workplace, name: string, consumer: Consumer, producer: Producer): Promise<boolean> {
  const { ledger } = place;
  const batch = await consumer.next();
  if (batch === undefined) return false;
  const transaction = ledger.begins();
  producer.beginTransaction();
  for (const read of batch.records) {
    ledger.met(name, batch, read, "read_committed");
    const key = `${batch.partition}/${read.offset}`;
    send(place, producer, name, { topic: "processed", partition: 0, key, value: Buffer.from(key), transaction });
  }
  const { topic, partition, nextOffset: offset } = batch;
  await rest(place, pauseMsMax);
  await producer.sendOffsetsToTransaction([{ topic, partition, offset }], { groupId: processingGroup });
  await commits(place, producer, name, transaction);
  return transaction.told === "committed"; // otherwise the same has to be read again
}
