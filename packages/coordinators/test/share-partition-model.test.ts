import { test } from "node:test";
import fc from "fast-check";
import { ShareRig } from "./share-rig.ts";

type Step = (rig: ShareRig) => void;

const member = fc.constantFrom("a", "b", "c");
const count = fc.integer({ min: 1, max: 12 });

const append = fc.tuple(count, fc.constantFrom(0, 0, 0, 3), fc.constantFrom(false, false, false, true)).map(
  ([records, gap, withheld]): Step =>
    (rig) =>
      rig.append(records, gap, withheld),
);

const fetch = fc
  .record({
    memberId: member,
    batchCount: fc.integer({ min: 1, max: 5 }),
    recordLimit: fc.boolean(),
    maxRecords: fc.integer({ min: 0, max: 20 }),
    batchSize: fc.integer({ min: 1, max: 20 }),
  })
  .map(
    (fetching): Step =>
      (rig) =>
        void rig.fetch(fetching),
  );

/** Ranges near what is in flight, often what somebody holds, sometimes beyond. */
const acknowledge = fc
  .record({
    memberId: member,
    ranges: fc.array(
      fc.record({
        skip: fc.integer({ min: 0, max: 8 }),
        types: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 }),
        length: count,
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(
    ({ memberId, ranges }): Step =>
      (rig) => {
        let next = Math.max(0, rig.partition.startOffset - 2);
        const batches = ranges.map(({ skip, types, length }) => {
          const firstOffset = next + skip;
          next = firstOffset + (types.length > 1 ? types.length : length);
          return { firstOffset, lastOffset: next - 1, acknowledgeTypes: types };
        });
        rig.acknowledge(memberId, batches);
      },
  );

/** What a well-behaved member does: acknowledges exactly what it has just got. */
const process = fc
  .record({ memberId: member, types: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }), recordLimit: fc.boolean() })
  .map(
    ({ memberId, types, recordLimit }): Step =>
      (rig) => {
        const acquired = rig.fetch({ memberId, batchCount: 3, recordLimit, maxRecords: 8, batchSize: 8 });
        const batches = acquired.map(({ firstOffset, lastOffset }) => {
          const acknowledgeTypes = Array.from({ length: lastOffset - firstOffset + 1 }, (_, index) => types[index % types.length] ?? 1);
          return { firstOffset, lastOffset, acknowledgeTypes };
        });
        if (batches.length > 0) rig.acknowledge(memberId, batches);
      },
  );

const step = fc.oneof(
  { weight: 4, arbitrary: append },
  { weight: 5, arbitrary: fetch },
  { weight: 5, arbitrary: process },
  { weight: 5, arbitrary: acknowledge },
  {
    weight: 6,
    arbitrary: fc.boolean().map(
      (ok): Step =>
        (rig) =>
          rig.finishWrite(ok),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 20 }).map(
      (ms): Step =>
        (rig) =>
          rig.pass(ms),
    ),
  },
  {
    weight: 1,
    arbitrary: member.map(
      (id): Step =>
        (rig) =>
          rig.leave(id),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Step>((rig) => rig.drop()) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 3 }).map(
      (written): Step =>
        (rig) =>
          rig.restart(written),
    ),
  },
);

test("whatever members, time, the disk and the process do, each record ends as its history says, and nobody gets what another holds", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: "max" }), fc.integer({ min: 1, max: 6 }), (steps, deliveryCountLimit) => {
      const rig = new ShareRig({ deliveryCountLimit });
      for (const take of steps) take(rig);
      rig.drain();
    }),
    { numRuns: 400 },
  );
});
