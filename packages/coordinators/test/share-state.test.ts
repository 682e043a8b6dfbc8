import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import fc from "fast-check";
import {
  type PruneTask,
  type ReadStateAnswer,
  type ShareStateConfig,
  ShareStateCoordinator,
  type ShareStateRecord,
  type ShareStateTimer,
  type StateAnswer,
  type StateBatch,
  shareStateRecordFormat,
  type WriteState,
} from "../src/index.ts";
import { combineBatches } from "../src/share-state/state-batches.ts";
import { CoordinatorRig } from "./coordinator-rig.ts";

const topicId = "AAAAAAAAAAAAAAAAAAAAAQ";
const key = { groupId: "g", topicId, partition: 0 };

class ShareStateRig extends CoordinatorRig<ShareStateRecord, ShareStateTimer, PruneTask> {
  readonly config: ShareStateConfig = {
    shareCoordinatorSnapshotUpdateRecordsPerSnapshot: 3,
    shareCoordinatorStateTopicPruneIntervalMs: 1_000,
    shareCoordinatorColdPartitionSnapshotIntervalMs: 10_000,
  };
  readonly log: ShareStateRecord[] = [];
  readonly pruned: number[] = [];
  coordinator: ShareStateCoordinator;
  #answer: unknown;

  constructor() {
    super();
    this.coordinator = this.#create();
    this.run(this.coordinator.loaded());
  }

  #create(): ShareStateCoordinator {
    const topics = { topicById: (id: string) => (id === topicId ? { id, name: "t", partitionCount: 2 } : undefined) };
    return new ShareStateCoordinator({ broker: this.config }, topics);
  }

  /** Another coordinator that knows what is in the log from an offset on. */
  replayed(from = 0): ShareStateCoordinator {
    const other = this.#create();
    this.log.slice(from).forEach((record, index) => {
      const { key: keyBytes, value } = shareStateRecordFormat.encode(record);
      const decoded = shareStateRecordFormat.decode(keyBytes, value);
      assert.ok(decoded);
      other.replay(decoded, 0, undefined, from + index);
    });
    return other;
  }

  #call<Request>(request: Request, where = key) {
    return { key: where, request, nowMs: this.clock.now(), ticket: { id: 1 } };
  }

  initialize(stateEpoch = 0, startOffset = -1, where = key): StateAnswer {
    this.run(this.coordinator.initialize(this.#call({ stateEpoch, startOffset }, where)));
    return this.#answer as StateAnswer;
  }

  write(request: Partial<WriteState>, where = key): StateAnswer {
    const whole = { stateEpoch: 0, leaderEpoch: 0, startOffset: -1, deliveryCompleteCount: 0, stateBatches: [], ...request };
    this.run(this.coordinator.write(this.#call(whole, where)));
    return this.#answer as StateAnswer;
  }

  read(leaderEpoch = -1): ReadStateAnswer {
    this.run(this.coordinator.read(this.#call({ leaderEpoch })));
    return this.#answer as ReadStateAnswer;
  }

  delete(): StateAnswer {
    this.run(this.coordinator.delete(this.#call(undefined)));
    return this.#answer as StateAnswer;
  }

  protected append(record: ShareStateRecord): void {
    this.log.push(record);
  }

  protected answer(_: number, response: unknown): void {
    this.#answer = response;
  }

  protected carryOut({ beforeOffset }: PruneTask): void {
    this.pruned.push(beforeOffset);
  }
}

const run = (firstOffset: number, lastOffset: number, deliveryState = 2, deliveryCount = 1): StateBatch => ({
  firstOffset,
  lastOffset,
  deliveryState,
  deliveryCount,
});

const drawnRun = fc
  .tuple(fc.nat(30), fc.nat(10), fc.constantFrom(0, 2, 4), fc.integer({ min: 1, max: 3 }))
  .map(([first, length, state, count]) => run(first, first + length, state, count));
const drawnRuns = fc.array(drawnRun, { maxLength: 6 });

test("written runs count where they have come further, offset by offset", () => {
  const states = (batches: readonly StateBatch[], startOffset: number) => {
    const byOffset = new Map<number, readonly [number, number]>();
    for (const { firstOffset, lastOffset, deliveryState, deliveryCount } of batches) {
      for (let offset = Math.max(firstOffset, startOffset); offset <= lastOffset; offset++) {
        const [count, state] = byOffset.get(offset) ?? [-1, -1];
        if (deliveryCount > count || (deliveryCount === count && deliveryState > state))
          byOffset.set(offset, [deliveryCount, deliveryState]);
      }
    }
    return new Map([...byOffset].sort(([first], [second]) => first - second));
  };
  fc.assert(
    fc.property(drawnRuns, drawnRuns, fc.integer({ min: -1, max: 40 }), (known, written, startOffset) => {
      const before = combineBatches([], known, -1);
      const combined = combineBatches(before, written, startOffset);
      assert.deepEqual(states(combined, -1), states([...known, ...written], startOffset));
      combined.slice(1).forEach((batch, index) => {
        const previous = combined[index];
        assert.ok(previous && batch.firstOffset > previous.lastOffset, "runs overlap or are out of order");
      });
    }),
  );
});

test("neighbouring runs in one state become one", () => {
  assert.deepEqual(combineBatches([run(0, 4)], [run(5, 9)], -1), [run(0, 9)]);
  assert.deepEqual(combineBatches([run(0, 9, 0)], [run(3, 5, 2)], 1), [run(1, 2, 0), run(3, 5, 2), run(6, 9, 0)]);
});

test("a share partition is initialized, written and read", () => {
  const rig = new ShareStateRig();
  assert.deepEqual(rig.initialize(1), { errorCode: 0, errorMessage: null });
  assert.equal(rig.write({ stateEpoch: 1, startOffset: 10, deliveryCompleteCount: 2, stateBatches: [run(12, 13)] }).errorCode, 0);
  assert.equal(rig.write({ stateEpoch: 1, stateBatches: [run(10, 11, 4)] }).errorCode, 0);
  const { stateEpoch, startOffset, stateBatches } = rig.read();
  assert.deepEqual(
    { stateEpoch, startOffset, stateBatches },
    { stateEpoch: 1, startOffset: 10, stateBatches: [run(10, 11, 4), run(12, 13)] },
  );
  assert.deepEqual(rig.replayed().stateOf(key), rig.coordinator.stateOf(key));
});

test("after so many updates a snapshot has all of the state", () => {
  const rig = new ShareStateRig();
  rig.initialize();
  for (let offset = 0; offset < 8; offset++)
    rig.write({ startOffset: 0, stateBatches: [run(offset, offset)], deliveryCompleteCount: offset + 1 });
  const snapshots = ["ShareSnapshot", "ShareUpdate", "ShareUpdate", "ShareUpdate", "ShareSnapshot", "ShareUpdate", "ShareUpdate"];
  assert.deepEqual(
    rig.log.slice(0, 7).map(({ type }) => type),
    snapshots,
  );
  assert.deepEqual(rig.replayed(4).stateOf(key), rig.coordinator.stateOf(key));
  assert.deepEqual(rig.coordinator.stateOf(key)?.stateBatches, [run(0, 7)]);
});

test("leaders that another has followed, and those that know an older state, are refused", () => {
  const rig = new ShareStateRig();
  const refused = ({ errorCode }: StateAnswer) => errorCode;
  assert.equal(refused(rig.write({})), errors.INVALID_REQUEST.code);
  assert.equal(refused(rig.read()), errors.INVALID_REQUEST.code);
  rig.initialize(5);
  assert.equal(refused(rig.read(3)), 0);
  assert.equal(refused(rig.read(2)), errors.FENCED_LEADER_EPOCH.code);
  assert.equal(refused(rig.write({ leaderEpoch: 2, stateEpoch: 5 })), errors.FENCED_LEADER_EPOCH.code);
  assert.equal(refused(rig.write({ leaderEpoch: 3, stateEpoch: 4 })), errors.FENCED_STATE_EPOCH.code);
  assert.equal(refused(rig.initialize(4)), errors.FENCED_STATE_EPOCH.code);
  assert.equal(rig.coordinator.readSummary(key).leaderEpoch, 3);
  assert.equal(refused(rig.initialize(0, -1, { ...key, partition: 2 })), errors.UNKNOWN_TOPIC_OR_PARTITION.code);
  assert.equal(refused(rig.initialize(0, -1, { ...key, partition: -1 })), errors.INVALID_REQUEST.code);
  assert.deepEqual(rig.replayed().stateOf(key), rig.coordinator.stateOf(key));
});

test("a summary of a partition without state says that nothing is known, and deleting it does nothing", () => {
  const rig = new ShareStateRig();
  const nothing = { errorCode: 0, errorMessage: null, stateEpoch: 0, leaderEpoch: 0, startOffset: -1, deliveryCompleteCount: -1 };
  assert.deepEqual(rig.coordinator.readSummary(key), nothing);
  assert.equal(rig.delete().errorCode, 0);
  assert.equal(rig.log.length, 0);
});

test("a refused append is told, and leaves the state as it was", () => {
  const rig = new ShareStateRig();
  rig.initialize();
  rig.refusal = errors.KAFKA_STORAGE_ERROR;
  assert.equal(rig.write({ startOffset: 3 }).errorCode, errors.NOT_COORDINATOR.code);
  rig.refusal = undefined;
  assert.equal(rig.read().startOffset, -1);
});

test("what is before the oldest snapshot that counts is pruned, once; resting partitions do not hold it back", () => {
  const rig = new ShareStateRig();
  rig.initialize();
  rig.initialize(0, -1, { ...key, partition: 1 });
  for (let offset = 0; offset < 4; offset++) rig.write({ stateBatches: [run(offset, offset)] });
  rig.clock.advance(1_000);
  assert.deepEqual(rig.pruned, [1], "partition 1 has nothing but its first snapshot, at offset 1");
  rig.clock.advance(5_000);
  assert.deepEqual(rig.pruned, [1]);
  rig.clock.advance(5_000);
  assert.deepEqual(
    rig.log.slice(-2).map(({ type }) => type),
    ["ShareSnapshot", "ShareSnapshot"],
  );
  const before = rig.log.length - 2;
  assert.deepEqual(rig.pruned, [1, before]);
  for (const partition of [0, 1]) {
    const where = { ...key, partition };
    assert.deepEqual(rig.replayed(before).stateOf(where), rig.coordinator.stateOf(where));
  }
});

test("with its topic a share partition's state goes", () => {
  const rig = new ShareStateRig();
  rig.initialize();
  rig.run(rig.coordinator.topicsDeleted(new Set(["another"])));
  assert.ok(rig.coordinator.stateOf(key));
  rig.run(rig.coordinator.topicsDeleted(new Set([topicId])));
  assert.equal(rig.coordinator.stateOf(key), undefined);
  assert.equal(rig.replayed().stateOf(key), undefined);
});
