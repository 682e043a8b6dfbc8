import type { TopicPartition } from "@millrace/client";
import type { Draft, ShareAcknowledgeRequest } from "@millrace/protocol";
import type { Place, Verdict } from "../deliveries.ts";

/** What a member says of one record. */
export interface Said {
  readonly place: Place;
  readonly verdict: Verdict;
}

type Topics = NonNullable<Draft<ShareAcknowledgeRequest>["topics"]>;

interface Row {
  readonly firstOffset: number;
  lastOffset: number;
  readonly acknowledgeTypes: number[];
}

/** What is said, as requests have it, with partitions of which nothing is said. */
export function topicsOf(said: readonly Said[], others: readonly TopicPartition[], topicIds: ReadonlyMap<string, string>): Topics {
  const partitions = new Map([...said.map(({ place }) => place), ...others].map((each) => [`${each.topic}-${each.partition}`, each]));
  return [...partitions.values()].map(({ topic, partition }) => {
    const about = said.filter(({ place }) => place.topic === topic && place.partition === partition);
    return { topicId: topicIds.get(topic) ?? "", partitions: [{ partitionIndex: partition, acknowledgementBatches: rowsOf(about) }] };
  });
}

/** Records in a row, with one type for each of them. */
function rowsOf(said: readonly Said[]): Row[] {
  const rows: Row[] = [];
  for (const { place, verdict } of said.toSorted((one, other) => one.place.offset - other.place.offset)) {
    const last = rows.at(-1);
    if (last !== undefined && last.lastOffset === place.offset - 1) {
      last.lastOffset++;
      last.acknowledgeTypes.push(verdict);
    } else rows.push({ firstOffset: place.offset, lastOffset: place.offset, acknowledgeTypes: [verdict] });
  }
  return rows;
}
