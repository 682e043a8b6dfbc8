import type { Admin } from "@millrace/client";
import { placeOf } from "@millrace/plans/rebalances";

/** What of the past is looked at. */
const windowMs = 3_600_000;

/**
 * Bytes in a second that were written to partitions within the last hour, by `placeOf`: the part of their records that came since, of what they take.
 * What can't be asked is left out.
 */
export async function trafficOf(
  admin: Pick<Admin, "listOffsets">,
  partitions: ReadonlyArray<{ readonly topic: string; readonly partition: number; readonly sizeBytes: number }>,
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const filled = partitions.filter(({ sizeBytes }) => sizeBytes > 0);
  const offsetsAt = (at: "earliest" | "latest" | number) =>
    admin.listOffsets(filled.map(({ topic, partition }) => ({ topic, partition, at })));
  const [first, last, since] = await Promise.all([offsetsAt("earliest"), offsetsAt("latest"), offsetsAt(now - windowMs)]);
  const rates = filled.map(({ sizeBytes, ...place }, at) => {
    const [begin, end, from] = [first[at], last[at], since[at]].map((listed) => (listed?.error.code === 0 ? listed.offset : -1));
    if (begin === undefined || end === undefined || begin < 0 || end <= begin) return [placeOf(place), 0] as const;
    // No record is that young: nothing came.
    const came = from === undefined || from < 0 ? 0 : end - Math.max(begin, from);
    return [placeOf(place), (sizeBytes * came) / (end - begin) / (windowMs / 1000)] as const;
  });
  return new Map(rates);
}
