import { apis } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { blanks, settle, starting } from "./transaction-steps.ts";

const newest = 2;
const words = { fields: ["producerId", "errorMessage"] };

/** Puts `transaction.version` to a level, up or down, and waits until the broker knows. */
async function setLevel({ talk }: Notes, maxVersionLevel: number): Promise<void> {
  const upgradeType = maxVersionLevel === newest ? 1 : 2;
  const featureUpdates = [{ feature: "transaction.version", maxVersionLevel, upgradeType }];
  const { errorMessage, errorCode } = await talk.call(apis.updateFeatures, 2, { timeoutMs: 10_000, featureUpdates });
  if (errorCode !== 0) throw new Error(`transaction.version can't be ${maxVersionLevel}: ${errorMessage}`);
  await talk.until(`transaction.version is ${maxVersionLevel}`, async () => {
    const { finalizedFeatures } = await talk.call(apis.apiVersions, 4, { clientSoftwareName: "referee", clientSoftwareVersion: "1" });
    const level = finalizedFeatures.find(({ name }) => name === "transaction.version")?.maxVersionLevel ?? 0;
    return level === maxVersionLevel;
  });
}

/** A commit and an abort as a version of EndTxn makes them, each asked for twice, of what clients of that age write. */
async function commitAndAbort(notes: Notes, level: number, topic: string, version: number): Promise<void> {
  const { talk, id, identity } = await starting(notes, `level-${level}-ends-${version}`);
  const where = `level ${level}, EndTxn ${version}`;
  const describe = () => notes.talk.call(apis.describeTransactions, 0, { transactionalIds: [id] });
  for (const committed of [true, false]) {
    const what = committed ? "commit" : "abort";
    const { transactionStates } = await describe();
    const own = { ...identity, producerEpoch: transactionStates[0]?.producerEpoch ?? -1 };
    if (version < 5) notes.note(`${where}: added to ${what}`, (await talk.add(own, topic)) ?? null);
    notes.note(`${where}: written to ${what}`, await talk.produce(topic, [what], own, { version: version < 5 ? 11 : 12 }), words);
    for (const again of ["", ", again"]) {
      const answer = await notes.talk.ask(apis.endTxn, version, { transactionalId: id, ...own, committed });
      notes.note(`${where}: ${what}${again}`, answer, blanks);
      await settle(notes, id);
    }
    notes.note(`${where}: after the ${what}`, await describe(), blanks);
  }
  const again = { transactionalId: id, transactionTimeoutMs: 60_000, ...identity };
  notes.note(`${where}: comes again`, await notes.talk.ask(apis.initProducerId, 5, again), blanks);
}

/** Transactions at a level, by clients that end them in versions up to one. */
async function transactions(notes: Notes, level: number, last: number): Promise<void> {
  const { name } = await notes.topic(`level-${level}`);
  await setLevel(notes, level);
  for (let version = 0; version <= last; version++) await commitAndAbort(notes, level, name, version);
  const producers = await notes.talk.ask(apis.describeProducers, 0, { topics: [{ name, partitionIndexes: [0] }] });
  notes.note(`level ${level}: producers`, producers, { fields: ["producerId", "lastTimestamp"], unordered: ["activeProducers"] });
}

/** What the levels of the feature change, for clients of all versions. */
export const transactionVersionScenarios: readonly Scenario[] = [
  {
    name: "Transactions by transaction.version",
    alone: true,
    async run(notes) {
      try {
        await transactions(notes, 1, 5);
        await transactions(notes, 0, 4);
      } finally {
        await setLevel(notes, newest);
      }
      await transactions(notes, newest, 5);
    },
  },
  {
    name: "Transactions of clients that are newer than transaction.version 0",
    alone: true,
    async run(notes) {
      const { name } = await notes.topic("one");
      await setLevel(notes, 0);
      try {
        await commitAndAbort(notes, 0, name, 5);
      } finally {
        await setLevel(notes, newest);
      }
    },
  },
];
