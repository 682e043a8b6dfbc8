import { apis } from "@millrace/protocol";
import type { Notes } from "../scenario.ts";
import { type Identity, TransactionalTalk } from "../transactional-talk.ts";
import type { Blanks } from "../verdict-of.ts";

/** Ids differ from run to run, and the order of transactions and their partitions comes from hash tables. */
export const blanks: Blanks = {
  fields: ["producerId", "transactionStartTimeMs"],
  unordered: ["topics", "partitions", "resultsByTransaction", "topicResults", "resultsByTopicV3AndBelow", "resultsByPartition"],
};

/** A producer that has just got its id. */
export async function starting(notes: Notes, name: string): Promise<{ talk: TransactionalTalk; id: string; identity: Identity }> {
  const id = `${notes.prefix}${name}`;
  // Somebody else has the very first id, so that all that are noted look alike.
  await notes.talk.until(
    "ids are given out",
    async () => (await notes.talk.call(apis.initProducerId, 5, { transactionalId: null })).errorCode === 0,
  );
  const talk = new TransactionalTalk(notes.talk, id);
  return { talk, id, identity: await talk.init() };
}

/** Waits until the markers of a transaction are written. */
export async function settle(notes: Notes, transactionalId: string): Promise<void> {
  await notes.talk.until(`${transactionalId} is at rest`, async () => {
    const { transactionStates } = await notes.talk.call(apis.describeTransactions, 0, { transactionalIds: [transactionalId] });
    return !/^Prepare/.test(transactionStates[0]?.transactionState ?? "");
  });
}
