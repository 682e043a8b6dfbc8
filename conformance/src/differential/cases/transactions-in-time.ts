import { apis } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { batch } from "../talk.ts";
import { type Identity, TransactionalTalk } from "../transactional-talk.ts";
import { blanks, settle, starting } from "./transaction-steps.ts";

/** What `transaction.max.timeout.ms` has to be. */
export const timeoutMaxMs = 60_000;

const words = { fields: ["producerId", "errorMessage"] };

/** Longer than the time after which ids of transactions and of producers are forgotten, on a busy machine too. */
const patienceMs = 60_000;

const bounded: Scenario = {
  name: "InitProducerId with timeouts up to the largest",
  async run(notes) {
    const { id } = await starting(notes, "bounded");
    for (const transactionTimeoutMs of [timeoutMaxMs, timeoutMaxMs + 1])
      await notes.each(`${transactionTimeoutMs} ms`, apis.initProducerId, [0, 5], { transactionalId: id, transactionTimeoutMs }, blanks);
  },
};

async function stateOf({ talk }: Notes, transactionalId: string): Promise<string> {
  const { transactionStates } = await talk.call(apis.describeTransactions, 0, { transactionalIds: [transactionalId] });
  const [{ errorCode, transactionState } = { errorCode: -1, transactionState: "" }] = transactionStates;
  return errorCode === 0 ? transactionState : `error ${errorCode}`;
}

/** All that the producer may try whose transaction was aborted behind its back, in one version of what ends it. */
async function tooLate(notes: Notes, topic: string, version: number): Promise<void> {
  const { talk, id } = await starting(notes, `late-${version}`);
  const limited = { transactionalId: id, transactionTimeoutMs: 500 };
  const identity: Identity = await notes.talk.call(apis.initProducerId, 5, limited);
  const { producerId, producerEpoch } = identity;
  await talk.add(identity, topic);
  notes.note(`version ${version}: in time`, await talk.produce(topic, ["in time"], identity, { version: 11 }));
  await notes.talk.until(`${id} is aborted`, async () => (await stateOf(notes, id)) === "CompleteAbort", patienceMs);
  const end = async (what: string, committed: boolean, from: Identity) =>
    notes.note(
      `version ${version}: ${what}`,
      await notes.talk.ask(apis.endTxn, version, { transactionalId: id, ...from, committed }),
      blanks,
    );
  await end("commit", true, { producerId, producerEpoch });
  await end("abort", false, { producerId, producerEpoch });
  await end("abort of the next epoch", false, { producerId, producerEpoch: producerEpoch + 1 });
  await settle(notes, id);
  notes.note(`version ${version}: added`, (await talk.add(identity, topic)) ?? null);
  for (const produced of [11, 12])
    notes.note(`version ${version}: written, ${produced}`, await talk.produce(topic, ["late"], identity, { version: produced }), words);
  const describe = async (what: string) =>
    notes.note(`version ${version}: ${what}`, await notes.talk.ask(apis.describeTransactions, 0, { transactionalIds: [id] }), blanks);
  await describe("then");
  notes.note(
    `version ${version}: the same producer comes again`,
    await notes.talk.ask(apis.initProducerId, 5, { ...limited, producerId, producerEpoch }),
    blanks,
  );
  await describe("at the end");
}

const late: Scenario = {
  name: "Transactions that take too long",
  async run(notes) {
    const { name } = await notes.topic("one");
    for (let version = 0; version <= 5; version++) await tooLate(notes, name, version);
  },
};

const forgotten: Scenario = {
  name: "Transactional ids that are not used",
  async run(notes) {
    const { name } = await notes.topic("one");
    const { talk, id, identity } = await starting(notes, "forgotten");
    await talk.add(identity, name);
    await talk.produce(name, ["a"], identity, { version: 11 });
    await talk.end(identity, true, 4);
    const idle = await starting(notes, "idle");
    const open = await starting(notes, "open");
    await open.talk.add(open.identity, name);
    for (const each of [id, idle.id])
      await notes.talk.until(`${each} is forgotten`, async () => (await stateOf(notes, each)).startsWith("error"), patienceMs);
    const ids = [id, idle.id, open.id];
    notes.note("described", await notes.talk.ask(apis.describeTransactions, 0, { transactionalIds: ids }), blanks);
    const { producerId, producerEpoch } = identity;
    await notes.each("end", apis.endTxn, [0, 5], { transactionalId: id, producerId, producerEpoch, committed: true }, blanks);
    notes.note("written, 11", await talk.produce(name, ["b"], { ...identity, baseSequence: 1 }, { version: 11 }), words);
    notes.note("written, 12", await talk.produce(name, ["b"], { ...identity, baseSequence: 1 }), words);
    const claim = { transactionalId: id, transactionTimeoutMs: timeoutMaxMs, producerId, producerEpoch };
    notes.note("claimed", await notes.talk.ask(apis.initProducerId, 5, claim), blanks);
    await open.talk.end(open.identity, false, 4);
  },
};

const unheard: Scenario = {
  name: "Producers that are not heard of any more",
  async run(notes) {
    const { name } = await notes.topic("one");
    const idempotent = (baseSequence: number, producerEpoch = 3) =>
      notes.talk.produce(name, 0, batch(["a"], { producerId: 900_700, producerEpoch, baseSequence }));
    notes.note("first", await idempotent(0));
    const transactional = new TransactionalTalk(notes.talk, `${notes.prefix}open`);
    const identity = await transactional.init();
    await transactional.produce(name, ["b"], identity);
    const known = async () => {
      const { topics } = await notes.talk.call(apis.describeProducers, 0, { topics: [{ name, partitionIndexes: [0] }] });
      return topics[0]?.partitions[0]?.activeProducers ?? [];
    };
    await notes.talk.until(
      "the idempotent producer is forgotten",
      async () => (await known()).every(({ producerId }) => producerId !== 900_700),
      patienceMs,
    );
    notes.note("who has a transaction open is known", (await known()).length);
    notes.note("the first batch again", await idempotent(0));
    notes.note("and again", await idempotent(0));
    notes.note("a gap", await idempotent(7));
    notes.note("an epoch before", await idempotent(1, 2));
    await transactional.end(identity, true);
  },
};

/** What time brings about. */
export const transactionTimeScenarios: readonly Scenario[] = [bounded, late, forgotten, unheard];
