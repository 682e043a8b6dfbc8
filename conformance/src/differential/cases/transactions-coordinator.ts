import { apis, type Draft, type EndTxnResponse, type ListTransactionsRequest } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import type { Identity } from "../transactional-talk.ts";
import { blanks, settle, starting } from "./transaction-steps.ts";

const initializing: Scenario = {
  name: "InitProducerId, transactional",
  async run(notes) {
    const { id } = await starting(notes, "warm");
    const ask = (what: string, more: object, versions: readonly [number, number] = [0, 5]) =>
      notes.each(what, apis.initProducerId, versions, { transactionalId: id, transactionTimeoutMs: 60_000, ...more }, blanks);
    await ask("known id", {});
    await notes.each(
      "new id",
      apis.initProducerId,
      [0, 5],
      (version) => ({ transactionalId: `${id}-${version}`, transactionTimeoutMs: 60_000 }),
      blanks,
    );
    await ask("empty id", { transactionalId: "" });
    for (const transactionTimeoutMs of [-1, 0, 1, 900_000, 900_001, 2_147_483_647]) {
      await ask(`timeout ${transactionTimeoutMs}`, { transactionTimeoutMs });
    }
    await ask("id without epoch", { producerId: 5 }, [3, 5]);
    await ask("epoch without id", { producerEpoch: 5 }, [3, 5]);
    await ask("stranger's id", { producerId: 999_999, producerEpoch: 0 }, [3, 5]);
    for (const version of [3, 4, 5]) await claiming(notes, version);
  },
};

/** A producer that says which id and epoch it has (KIP-360). */
async function claiming(notes: Notes, version: number): Promise<void> {
  const { id, identity } = await starting(notes, `claims-${version}`);
  const claim = async (what: string, producerEpoch: number) => {
    const request = { transactionalId: id, transactionTimeoutMs: 60_000, producerId: identity.producerId, producerEpoch };
    notes.note(`version ${version}: ${what}`, await notes.talk.ask(apis.initProducerId, version, request), blanks);
  };
  await claim("present epoch", 0);
  await claim("the same again", 0);
  await claim("epoch ahead", 7);
  await claim("epoch of the answer", 1);
  await claim("long past epoch", 0);
  await notes.talk.call(apis.initProducerId, version, { transactionalId: id, transactionTimeoutMs: 60_000 });
  await claim("retry behind another producer", 1);
  await claim("epoch of nobody", -5);
}

const adding: Scenario = {
  name: "AddPartitionsToTxn",
  async run(notes) {
    const { name } = await notes.topic("one", 2);
    const other = await notes.topic("two");
    const missing = `${notes.prefix}none`;
    const { id, identity } = await starting(notes, "adds");
    const { producerId, producerEpoch } = identity;
    const both = [
      { name, partitions: [0, 1] },
      { name: other.name, partitions: [0] },
    ];
    const rows: ReadonlyArray<[string, object]> = [
      ["partitions", {}],
      ["nothing", { topics: [] }],
      ["no partitions", { topics: [{ name, partitions: [] }] }],
      ["unknown topic", { topics: [...both, { name: missing, partitions: [0] }] }],
      ["unknown partition", { topics: [{ name, partitions: [0, 9, -1] }] }],
      ["other id", { producerId: producerId + 100_000 }],
      ["epoch behind", { producerEpoch: producerEpoch - 1 }],
      ["epoch ahead", { producerEpoch: producerEpoch + 1 }],
      ["unknown transactional id", { transactionalId: `${id}-none` }],
      ["empty transactional id", { transactionalId: "" }],
      ["partition twice", { topics: [{ name, partitions: [0, 0] }] }],
    ];
    for (const [what, more] of rows) {
      const asked = { transactionalId: id, producerId, producerEpoch, topics: both, ...more };
      await notes.each(
        what,
        apis.addPartitionsToTxn,
        [0, 3],
        {
          v3AndBelowTransactionalId: asked.transactionalId,
          v3AndBelowProducerId: asked.producerId,
          v3AndBelowProducerEpoch: asked.producerEpoch,
          v3AndBelowTopics: asked.topics,
        },
        blanks,
      );
      for (const verifyOnly of [true, false]) {
        await notes.each(
          `${what}, by a broker${verifyOnly ? " that verifies" : ""}`,
          apis.addPartitionsToTxn,
          [4, 5],
          { transactions: [{ ...asked, verifyOnly }] },
          blanks,
        );
      }
    }
    await verifying(notes, name);
  },
};

async function verifying(notes: Notes, topic: string): Promise<void> {
  const one = await starting(notes, "verified");
  const two = await starting(notes, "verified-too");
  const ask = (what: string) =>
    notes.each(
      what,
      apis.addPartitionsToTxn,
      [4, 5],
      {
        transactions: [one, two].map(({ id, identity: { producerId, producerEpoch } }) => ({
          transactionalId: id,
          producerId,
          producerEpoch,
          verifyOnly: true,
          topics: [{ name: topic, partitions: [0, 1] }],
        })),
      },
      blanks,
    );
  await ask("verify two, none begun");
  await one.talk.add(one.identity, topic, [1]);
  await ask("verify two, one begun");
  await one.talk.end(one.identity, true, 4);
  await ask("verify two, one ended");
  await notes.each("no transactions", apis.addPartitionsToTxn, [5, 5], { transactions: [] }, blanks);
}

const addingOffsets: Scenario = {
  name: "AddOffsetsToTxn",
  async run(notes) {
    const { id, identity } = await starting(notes, "adds-offsets");
    const { producerId, producerEpoch } = identity;
    await notes.talk.until("groups have a coordinator", async () => {
      const { coordinators } = await notes.talk.call(apis.findCoordinator, 6, { keyType: 0, coordinatorKeys: ["g"] });
      return coordinators[0]?.errorCode === 0;
    });
    const rows: ReadonlyArray<[string, object]> = [
      ["group", {}],
      ["again", {}],
      ["empty group", { groupId: "" }],
      ["other id", { producerId: producerId + 100_000 }],
      ["epoch behind", { producerEpoch: producerEpoch - 1 }],
      ["epoch ahead", { producerEpoch: producerEpoch + 1 }],
      ["unknown transactional id", { transactionalId: `${id}-none` }],
      ["empty transactional id", { transactionalId: "" }],
    ];
    for (const [what, more] of rows) {
      const request = { transactionalId: id, producerId, producerEpoch, groupId: "g", ...more };
      await notes.each(what, apis.addOffsetsToTxn, [0, 4], request, blanks);
    }
  },
};

const ending: Scenario = {
  name: "EndTxn",
  async run(notes) {
    const { name } = await notes.topic("one");
    for (let version = 0; version <= 5; version++) await endings(notes, name, version);
  },
};

/** Every end in every state, with the identity that counts and with those that do not. */
async function endings(notes: Notes, topic: string, version: number): Promise<void> {
  const { talk, id, identity } = await starting(notes, `ends-${version}`);
  let current = identity;
  let before = identity;
  const end = async (what: string, more: object, from: Identity = current) => {
    const request = { transactionalId: id, ...from, committed: true, ...more };
    const { producerId, producerEpoch, ...rest } = request as Identity & { transactionalId: string; committed: boolean };
    const answer = await notes.talk.ask(apis.endTxn, version, { producerId, producerEpoch, ...rest });
    notes.note(`version ${version}: ${what}`, answer, blanks);
    await settle(notes, id);
    return answer;
  };
  const follow = (answer: EndTxnResponse | string) => {
    if (typeof answer === "string" || answer.errorCode !== 0 || version < 5) return;
    before = current;
    current = { producerId: answer.producerId, producerEpoch: answer.producerEpoch };
  };
  const wrong = async (state: string) => {
    for (const committed of [true, false]) {
      const what = `${state}, ${committed ? "commit" : "abort"}`;
      await end(`${what} of another id`, { committed, producerId: current.producerId + 100_000 });
      await end(`${what} of an epoch ahead`, { committed, producerEpoch: current.producerEpoch + 1 });
      await end(`${what} of two epochs ago`, { committed, producerEpoch: current.producerEpoch - 2 });
    }
    await end(`${state}, retried commit`, { committed: true }, before);
    await end(`${state}, retried abort`, { committed: false }, before);
  };
  const begin = async () => void (await talk.add(current, topic));
  await wrong("empty");
  await end("empty, commit", { committed: true });
  follow(await end("empty, abort", { committed: false }));
  for (const committed of [true, false]) {
    const state = committed ? "committed" : "aborted";
    await begin();
    await wrong(`open, to be ${state}`);
    follow(await end(`open, ${state}`, { committed }));
    await wrong(state);
    await end(`${state}, commit`, { committed: true });
    follow(await end(`${state}, abort`, { committed: false }));
  }
  await end("unknown transactional id", { transactionalId: `${id}-none` });
  await end("empty transactional id", { transactionalId: "" });
}

const describing: Scenario = {
  name: "DescribeTransactions",
  async run(notes) {
    const { name } = await notes.topic("one", 2);
    const { talk, id, identity } = await starting(notes, "described");
    const ask = async (what: string, transactionalIds: readonly string[] = [id]) => {
      notes.note(what, await notes.talk.ask(apis.describeTransactions, 0, { transactionalIds }), blanks);
    };
    await ask("initialized");
    await talk.add(identity, name, [0, 1]);
    await ask("open");
    const next = await talk.end(identity, true);
    await ask("committed");
    await talk.end(next, false);
    await ask("aborted");
    await ask("unknown", [`${id}-none`]);
    await ask("empty", [""]);
    await ask("several", [id, "", id]);
    await ask("none", []);
  },
};

const listing: Scenario = {
  name: "ListTransactions",
  async run(notes) {
    const { name } = await notes.topic("one");
    const open = await starting(notes, "open");
    const idle = await starting(notes, "idle");
    await open.talk.add(open.identity, name);
    const own = new Set([open.id, idle.id]);
    const ask = async (what: string, request: Draft<ListTransactionsRequest>, [first, last]: readonly [number, number] = [0, 2]) => {
      for (let version = first; version <= last; version++) {
        const answer = await notes.talk.ask(apis.listTransactions, version, request);
        // Other scenarios have transactions too.
        const seen =
          typeof answer === "string"
            ? answer
            : { ...answer, transactionStates: answer.transactionStates.filter(({ transactionalId }) => own.has(transactionalId)) };
        notes.note(`${what}, version ${version}`, seen, { ...blanks, unordered: ["transactionStates", "unknownStateFilters"] });
      }
    };
    const states = ["Empty", "Ongoing", "PrepareCommit", "CompleteCommit", "Dead", "PrepareEpochFence"];
    await ask("all", {});
    for (const state of states) await ask(state, { stateFilters: [state] });
    await ask("unknown states", { stateFilters: ["ongoing", "Nonsense", "Ongoing", "Nonsense"] });
    await ask("only unknown states", { stateFilters: ["Nonsense"] });
    await ask("by producer", { producerIdFilters: [open.identity.producerId, -1] });
    await ask("by nobody", { producerIdFilters: [-1] });
    await ask("of a day", { durationFilter: 86_400_000 }, [1, 2]);
    await ask("of any age", { durationFilter: -5 }, [1, 2]);
    const patterns = [".*idle", "idle", "", ".*(open|none)", "(", "[a", "*", "\\Q", ".*\\bidle", "(?i).*IDLE"];
    for (const transactionalIdPattern of patterns) await ask(`pattern ${transactionalIdPattern}`, { transactionalIdPattern }, [2, 2]);
    await open.talk.end(open.identity, false);
  },
};

const finding: Scenario = {
  name: "FindCoordinator, transactional",
  async run(notes) {
    await starting(notes, "found");
    await notes.each("one", apis.findCoordinator, [1, 3], { key: "some", keyType: 1 });
    await notes.each("empty", apis.findCoordinator, [1, 3], { key: "", keyType: 1 });
    await notes.each("several", apis.findCoordinator, [4, 6], { coordinatorKeys: ["some", "", "some"], keyType: 1 });
    await notes.each("none", apis.findCoordinator, [4, 6], { coordinatorKeys: [], keyType: 1 });
  },
};

export const transactionCoordinatorScenarios: readonly Scenario[] = [
  initializing,
  adding,
  addingOffsets,
  ending,
  describing,
  listing,
  finding,
];
