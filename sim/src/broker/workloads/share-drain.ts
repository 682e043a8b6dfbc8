import type { PartitionFacts } from "../audit.ts";
import { type Place, verdicts } from "../deliveries.ts";
import { ShareMember } from "./share-member.ts";
import { attempt, rest, type Workplace } from "./workplace.ts";

/** Whoever was there before is gone by then, also where the clock by which state is set up was put back again and again. */
const looksMax = 250;
const pauseMs = 100;
/** Nothing more comes if nothing has come for so many looks. */
const silentLooks = 3;
const limits = { maxWaitMs: 30, minBytes: 1, maxRecords: 100, batchSize: 100 };

/** A last member of the share group accepts all that it gets, until it has all that was left. */
export async function drain(place: Workplace, partitions: readonly PartitionFacts[]): Promise<void> {
  const member = new ShareMember(place, "last sharer");
  let silence = 0;
  for (let left = looksMax; left > 0 && (silence < silentLooks || owedOf(place, partitions) !== undefined); left--) {
    await attempt(place, member.memberId, async () => {
      await member.beat();
      if (member.assigned.length === 0) return rest(place, pauseMs);
      const acquired = await member.fetch([], limits);
      silence = acquired.length > 0 ? 0 : silence + 1;
      if (acquired.length > 0) await member.acknowledge(acquired.map((each) => ({ place: each, verdict: verdicts.accept })));
    });
  }
  await attempt(place, member.memberId, () => member.acknowledge([], { isLast: true }));
  await attempt(place, member.memberId, () => member.leave());
  member.close();
}

/**
 * A record that members of the share group should have got, and didn't. Where nothing was flushed and the power went, the group may be known to
 * one coordinator and not to the other, unless both had stopped cleanly.
 */
export function owedOf(
  { world, deliveries }: Pick<Workplace, "world" | "deliveries">,
  partitions: readonly PartitionFacts[],
): Place | undefined {
  const records = world.sharesIsolation === "read_committed" ? "committed" : "all";
  return partitions
    .filter((each) => each.topic === "kept" && (!world.endsInDarkness || deliveries.isSafe(each)))
    .flatMap(({ topic, partition, ...facts }) => facts[records].map(({ offset }) => ({ topic, partition, offset })))
    .find((each) => deliveries.isOwed(each));
}
