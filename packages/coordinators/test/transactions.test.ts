import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import type { ProducerIdentity } from "../src/index.ts";
import { partition, TransactionRig } from "./transaction-rig.ts";

const p0 = partition(0);
const p1 = partition(1);

function started(rig: TransactionRig): ProducerIdentity {
  const { errorCode, producerId = -1, producerEpoch = -1 } = rig.init() ?? {};
  assert.equal(errorCode ?? 0, 0);
  return { producerId, producerEpoch };
}

function identity(answer: { producerId?: number | undefined; producerEpoch?: number | undefined } | undefined): ProducerIdentity {
  const { producerId = -1, producerEpoch = -1 } = answer ?? {};
  return { producerId, producerEpoch };
}

/** A producer that is about to run out of epochs. */
function atEpoch(rig: TransactionRig, producerEpoch: number): ProducerIdentity {
  const producer = started(rig);
  const present = rig.coordinator.hardState().get("tx");
  assert.ok(present);
  const transaction = { ...present, producerEpoch };
  rig.log.push(rig.format.encode({ transactionalId: "tx", transaction }));
  rig.coordinator.replay({ transactionalId: "tx", transaction });
  return { ...producer, producerEpoch };
}

test("each InitProducerId raises the epoch; a retry of one that says what it had does not", () => {
  const rig = new TransactionRig();
  assert.deepEqual(started(rig), { producerId: 1000, producerEpoch: 0 });
  assert.deepEqual(identity(rig.init()), { producerId: 1000, producerEpoch: 1 });
  const claim = { producerId: 1000, producerEpoch: 1 };
  assert.deepEqual(identity(rig.init(claim)), { producerId: 1000, producerEpoch: 2 });
  assert.deepEqual(identity(rig.init(claim)), { producerId: 1000, producerEpoch: 2 });
  assert.equal(rig.init({ producerId: 1000, producerEpoch: 0 })?.errorCode, errors.PRODUCER_FENCED.code);
  assert.equal(rig.init({ producerId: 999, producerEpoch: 2 })?.errorCode, errors.PRODUCER_FENCED.code);
  // Another producer has come in between: the claim that was a retry is none any more.
  rig.init();
  assert.equal(rig.init(claim)?.errorCode, errors.PRODUCER_FENCED.code);
});

test("InitProducerId is refused for an empty id and for timeouts out of bounds", () => {
  const rig = new TransactionRig();
  assert.equal(rig.init({}, { id: "" })?.errorCode, errors.INVALID_REQUEST.code);
  for (const timeoutMs of [0, -1, 900_001]) assert.equal(rig.init({}, { timeoutMs })?.errorCode, errors.INVALID_TRANSACTION_TIMEOUT.code);
  assert.equal(rig.init({}, { timeoutMs: 900_000 })?.errorCode ?? 0, 0);
});

test("InitProducerId aborts the open transaction, and the producer has to come again", () => {
  const rig = new TransactionRig();
  const first = started(rig);
  rig.add(first, [p0]);
  assert.equal(rig.init()?.errorCode, errors.CONCURRENT_TRANSACTIONS.code);
  assert.equal(rig.state, "CompleteAbort");
  assert.deepEqual(identity(rig.init()), { producerId: 1000, producerEpoch: 2 });
  assert.equal(rig.end(first, true)?.errorCode, errors.PRODUCER_FENCED.code);
  assert.equal(rig.add(first, [p0])?.errorCode, errors.PRODUCER_FENCED.code);
});

test("when the epochs are used up, the producer gets another id", () => {
  const rig = new TransactionRig();
  const last = atEpoch(rig, 32_766);
  assert.deepEqual(identity(rig.init()), { producerId: 1001, producerEpoch: 0 });
  assert.equal(rig.add(last, [p0])?.errorCode, errors.INVALID_PRODUCER_ID_MAPPING.code);
});

test("a transaction that ends with the last epoch gives the producer another id, also if it asks again", () => {
  const rig = new TransactionRig();
  const last = atEpoch(rig, 32_766);
  rig.add(last, [p0]);
  const next = { producerId: 1001, producerEpoch: 0 };
  assert.deepEqual(identity(rig.end(last, true)), next);
  assert.deepEqual(identity(rig.end(last, true)), next);
  assert.equal(rig.end(last, false)?.errorCode, errors.INVALID_TXN_STATE.code);
  assert.equal(rig.add(next, [p0])?.errorCode ?? 0, 0);
});

test("a retried EndTxn is answered as before; another answer than the first is refused (KIP-890)", () => {
  const rig = new TransactionRig();
  const first = started(rig);
  rig.add(first, [p0]);
  const second = identity(rig.end(first, true));
  assert.deepEqual(second, { producerId: 1000, producerEpoch: 1 });
  assert.deepEqual(identity(rig.end(first, true)), second);
  assert.equal(rig.end(first, false)?.errorCode, errors.INVALID_TXN_STATE.code);
  assert.equal(rig.end(second, true)?.errorCode, errors.INVALID_TXN_STATE.code);
  // It may not know that nothing was begun.
  assert.deepEqual(identity(rig.end(second, false)), { producerId: 1000, producerEpoch: 2 });
  assert.equal(rig.state, "CompleteAbort");
  assert.equal(rig.end(first, true)?.errorCode, errors.PRODUCER_FENCED.code);
});

test("before transaction.version 2 the epoch stays, and ends are judged by the state alone", () => {
  const rig = new TransactionRig({ transactionVersion: 1 });
  const producer = started(rig);
  assert.equal(rig.end(producer, false, 0)?.errorCode, errors.INVALID_TXN_STATE.code);
  rig.add(producer, [p0], 0);
  assert.deepEqual(rig.end(producer, true, 0), { errorCode: 0 });
  assert.deepEqual(rig.end(producer, true, 0), { errorCode: 0 });
  assert.equal(rig.end(producer, false, 0)?.errorCode, errors.INVALID_TXN_STATE.code);
  rig.add(producer, [p0], 0);
  assert.equal(rig.init()?.errorCode, errors.CONCURRENT_TRANSACTIONS.code);
  assert.equal(rig.coordinator.describe("tx").producerEpoch, 1);
});

test("a partition is verified only while it is in the producer's transaction", () => {
  const rig = new TransactionRig();
  const producer = started(rig);
  const verify = (who: ProducerIdentity, id = "tx") =>
    rig.coordinator.verifyPartitions({ transactionalId: id, ...who, partitions: [p0, p1] }).map((error) => error?.name);
  assert.deepEqual(verify(producer), ["TRANSACTION_ABORTABLE", "TRANSACTION_ABORTABLE"]);
  rig.add(producer, [p1]);
  assert.deepEqual(verify(producer), ["TRANSACTION_ABORTABLE", undefined]);
  assert.deepEqual(verify({ ...producer, producerEpoch: 7 }), ["PRODUCER_FENCED", "PRODUCER_FENCED"]);
  assert.deepEqual(verify(producer, "other"), ["INVALID_PRODUCER_ID_MAPPING", "INVALID_PRODUCER_ID_MAPPING"]);
  assert.deepEqual(verify(producer, ""), ["INVALID_REQUEST", "INVALID_REQUEST"]);
});

test("while markers are under way, nothing else can be done, and what they are missing from is described", () => {
  let left = [p0, p1];
  const rig = new TransactionRig({ write: () => left });
  const producer = started(rig);
  rig.add(producer, [p0, p1]);
  const next = identity(rig.end(producer, true));
  assert.equal(rig.state, "PrepareCommit");
  assert.equal(rig.add(next, [p0])?.errorCode, errors.CONCURRENT_TRANSACTIONS.code);
  assert.equal(rig.end(next, true)?.errorCode, errors.CONCURRENT_TRANSACTIONS.code);
  assert.equal(rig.end(next, true, 0)?.errorCode, errors.CONCURRENT_TRANSACTIONS.code);
  assert.equal(rig.init()?.errorCode, errors.CONCURRENT_TRANSACTIONS.code);
  left = [p1];
  rig.clock.advance(100);
  assert.deepEqual(rig.coordinator.describe("tx").topics, [{ topic: "t", partitions: [1] }]);
  left = [];
  rig.clock.advance(100);
  assert.equal(rig.state, "CompleteCommit");
});

test("an end that could not be stored is stored later", () => {
  const rig = new TransactionRig({
    write: () => {
      rig.refusal = errors.KAFKA_STORAGE_ERROR;
      return [];
    },
  });
  const producer = started(rig);
  rig.add(producer, [p0]);
  assert.equal(rig.end(producer, true)?.errorCode, 0);
  assert.equal(rig.state, "PrepareCommit");
  rig.refusal = undefined;
  rig.clock.advance(100);
  assert.equal(rig.state, "CompleteCommit");
});

test("what the log refuses is refused, and nothing has changed", () => {
  const rig = new TransactionRig();
  const producer = started(rig);
  rig.refusal = errors.KAFKA_STORAGE_ERROR;
  assert.equal(rig.add(producer, [p0])?.errorCode, errors.NOT_COORDINATOR.code);
  assert.equal(rig.init()?.errorCode, errors.NOT_COORDINATOR.code);
  rig.refusal = undefined;
  assert.equal(rig.add(producer, [p0])?.errorCode, 0);
});

test("only transactions that are open for longer than their timeout are aborted", () => {
  const rig = new TransactionRig();
  const producer = started(rig);
  rig.add(producer, [p0]);
  rig.clock.advance(60_000);
  assert.equal(rig.state, "Ongoing");
  rig.clock.advance(10_000);
  assert.equal(rig.state, "CompleteAbort");
  assert.equal(rig.coordinator.describe("tx").producerEpoch, 1);
});

test("a transactional id that is not used is forgotten, but not while its transaction is open", () => {
  const rig = new TransactionRig({ transactionMaxTimeoutMs: 2_147_483_647, transactionalIdExpirationMs: 10_000_000 });
  const { producerId = -1, producerEpoch = -1 } = rig.init({}, { timeoutMs: 2_147_483_647 }) ?? {};
  const producer = { producerId, producerEpoch };
  rig.add(producer, [p0]);
  rig.clock.advance(20_000_000);
  assert.equal(rig.state, "Ongoing");
  rig.end(producer, true);
  rig.clock.advance(9_000_000);
  assert.equal(rig.state, "CompleteCommit");
  rig.clock.advance(5_000_000);
  assert.equal(rig.coordinator.describe("tx").errorCode, errors.TRANSACTIONAL_ID_NOT_FOUND.code);
  assert.deepEqual(rig.replayed().hardState(), rig.coordinator.hardState());
});

test("transactions are listed by state, producer, age and id", () => {
  const rig = new TransactionRig();
  const all = { states: undefined, producerIds: undefined, longerThanMs: undefined, matches: undefined };
  const ids = (filter: Partial<Parameters<TransactionRig["coordinator"]["list"]>[0]>) =>
    rig.coordinator.list({ ...all, ...filter }, rig.clock.now()).map(({ transactionalId }) => transactionalId);
  const producer = started(rig);
  rig.init({}, { id: "other" });
  rig.add(producer, [p0]);
  rig.clock.advance(1000);
  assert.deepEqual(ids({}), ["tx", "other"]);
  assert.deepEqual(ids({ states: new Set(["Ongoing"]) }), ["tx"]);
  assert.deepEqual(ids({ producerIds: new Set([producer.producerId]) }), ["tx"]);
  assert.deepEqual(ids({ matches: (id) => id.startsWith("o") }), ["other"]);
  assert.deepEqual(ids({ longerThanMs: 999, states: new Set(["Ongoing"]) }), ["tx"]);
  assert.deepEqual(ids({ longerThanMs: 1000, states: new Set(["Ongoing"]) }), []);
});
