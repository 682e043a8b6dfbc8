import type { FoundRecord, PartitionFacts } from "./audit.ts";
import type { Deliveries } from "./deliveries.ts";
import type { DrawnWorld } from "./drawn-world.ts";
import { type Ledger, type SentRecord, type SentTransaction, textOf } from "./ledger.ts";
import { followersGroup, processingGroup, readersGroup } from "./workloads/groups.ts";
import { owedOf } from "./workloads/share-drain.ts";

/** What is known when all is over: what was sent and told, and what is there. */
export interface Evidence {
  readonly world: DrawnWorld;
  readonly ledger: Ledger;
  readonly deliveries: Deliveries;
  readonly partitions: readonly PartitionFacts[];
}

/** What must hold whatever happened. `broken` says what does not. */
export interface BrokerInvariant {
  readonly name: string;
  /** Also where nothing was flushed and the power went. */
  readonly holdsInDarkness: boolean;
  readonly broken: (evidence: Evidence) => string | undefined;
}

export const brokerInvariants: readonly BrokerInvariant[] = [
  {
    name: "no acknowledged record is lost",
    holdsInDarkness: true,
    broken: ({ world, ledger, partitions }) =>
      first(partitions, (facts) => {
        if (facts.topic === "compacted") return undefined;
        const found = new Set(facts.all.map(({ record }) => record));
        const isPromised = (record: SentRecord) => (world.endsInDarkness ? record.isSafe : record.isAcknowledged || record.isSeen);
        // Where the log's beginning moves, a record may have gone of which nobody ever knew the offset.
        const mayBeGone = ({ offset }: SentRecord) => (offset === undefined ? facts.startOffset > 0 : offset < facts.startOffset);
        const lost = sentTo(ledger, facts).find((record) => isPromised(record) && !found.has(record) && !mayBeGone(record));
        return lost && `${textOf(lost)} of ${lost.writer} is gone from ${lost.offset ?? "an offset that nobody knows"}`;
      }),
  },
  {
    name: "what is left is the beginning of what was written",
    holdsInDarkness: true,
    broken: ({ ledger, partitions }) =>
      first(partitions, (facts) => {
        if (facts.topic === "compacted") return undefined;
        const found = new Set(facts.all.map(({ record }) => record));
        const known = sentTo(ledger, facts).filter(({ offset }) => offset !== undefined && offset >= facts.startOffset);
        const gone = known.filter((record) => !found.has(record)).map(({ offset }) => offset ?? 0);
        const firstGone = Math.min(...gone);
        const behind = facts.all.find(({ offset }) => offset > firstGone);
        return behind && `${place(facts)} has a hole at ${firstGone}, before ${textOf(behind.record)} at ${behind.offset}`;
      }),
  },
  {
    name: "records of a writer keep their order",
    holdsInDarkness: true,
    broken: ({ partitions }) =>
      first(partitions, (facts) => {
        const last = new Map<string, FoundRecord>();
        for (const found of facts.all.filter(({ record }) => !record.mayBeTwice)) {
          const before = last.get(found.record.writer);
          if (before !== undefined && before.record.id >= found.record.id)
            return `${textOf(found.record)} is at ${found.offset} of ${place(facts)}, behind ${textOf(before.record)} at ${before.offset}`;
          last.set(found.record.writer, found);
        }
        return undefined;
      }),
  },
  {
    name: "transactions are seen whole or not at all",
    holdsInDarkness: false,
    broken: ({ ledger, partitions }) => {
      const [present, visible] = [recordsOf(partitions, "all"), recordsOf(partitions, "committed")];
      return first(ledger.transactions, (transaction) => tornBy(transaction, present, visible));
    },
  },
  {
    name: "every transaction ends",
    holdsInDarkness: false,
    broken: ({ partitions }) =>
      first(partitions, (facts) =>
        facts.lastStableOffset === facts.highWatermark
          ? undefined
          : `${place(facts)} is stable up to ${facts.lastStableOffset} of ${facts.highWatermark}`,
      ),
  },
  {
    name: "compaction keeps the last value of each key",
    holdsInDarkness: false,
    broken: ({ ledger, partitions }) =>
      first(partitions, (facts) => (facts.topic === "compacted" ? lostValue(sentTo(ledger, facts), facts) : undefined)),
  },
  {
    name: "retention takes nothing before its time",
    holdsInDarkness: false,
    broken: ({ world, ledger, partitions }) => first(partitions, (facts) => takenTooSoon(world, ledger, facts)),
  },
  {
    name: "offsets never go back",
    holdsInDarkness: false,
    broken: ({ ledger, partitions }) =>
      first(partitions, (facts) =>
        first(Object.entries(facts.committedBy), ([group, offset]) => {
          const what = ledger.committedBy(group, facts);
          return offset >= ledger.reached(what) ? undefined : `${what} was ${ledger.reached(what)} and is ${offset}`;
        }),
      ),
  },
  {
    name: "a group has dealt with all that it has committed",
    holdsInDarkness: false,
    broken: ({ ledger, partitions }) =>
      first(partitions, (facts) => first([readersGroup, followersGroup], (group) => missedBy(group, ledger, facts))),
  },
  {
    name: "a share group passes over no record",
    holdsInDarkness: true,
    broken: (evidence) => {
      if (evidence.world.sharers === 0) return undefined;
      const owed = owedOf(evidence, evidence.partitions);
      return owed && `nobody had the last of ${owed.offset} of ${owed.topic}-${owed.partition}`;
    },
  },
  {
    name: "what is processed in transactions is processed once",
    holdsInDarkness: false,
    broken: ({ partitions }) => processedOtherwise(partitions),
  },
];

function missedBy(group: string, ledger: Ledger, facts: PartitionFacts): string | undefined {
  const end = facts.committedBy[group] ?? -1;
  const missed = facts.committed.find(({ offset }) => offset < end && !ledger.hasHandled(group, facts, offset));
  return missed && `${textOf(missed.record)} at ${missed.offset} of ${place(facts)}, before ${end}, was given to no member of ${group}`;
}

function tornBy(transaction: SentTransaction, present: ReadonlySet<SentRecord>, visible: ReadonlySet<SentRecord>): string | undefined {
  const { id, records, told, isCommitAsked } = transaction;
  const there = records.filter((record) => present.has(record));
  const seen = records.filter((record) => visible.has(record));
  const list = (some: readonly SentRecord[]) => some.map((record) => `${record.id} at ${record.offset}`).join(", ") || "nothing";
  const what = `transaction ${id}, of which is there: ${list(there)}; and is seen: ${list(seen)}`;
  const mayBeSeen = isCommitAsked && told !== "aborted" && records.every(({ isAcknowledged }) => isAcknowledged);
  if (!mayBeSeen) return seen.length === 0 ? undefined : `${what}, was not committed`;
  if (told === "committed") return seen.length === there.length ? undefined : `${what}, was committed`;
  return seen.length === 0 || seen.length === there.length ? undefined : `${what}, is torn`;
}

/** Of the last record of a key that is known to have been there, a later one or itself has to be left, unless it says that the key is deleted. */
function lostValue(sent: readonly SentRecord[], { committed }: PartitionFacts): string | undefined {
  const left = new Map(committed.map(({ record, offset }) => [record.key, offset]));
  const isVisible = ({ transaction }: SentRecord) => transaction === undefined || transaction.told === "committed";
  const last = new Map<string | null, SentRecord>();
  for (const record of sent) {
    if (record.offset === undefined || !isVisible(record)) continue;
    if (record.offset > (last.get(record.key)?.offset ?? -1)) last.set(record.key, record);
  }
  return first([...last.values()], (record) => {
    const offset = left.get(record.key);
    if (offset === undefined && record.value === null) return undefined;
    return (offset ?? -1) >= (record.offset ?? 0)
      ? undefined
      : `${textOf(record)} was at ${record.offset}, and the last of its key is at ${offset}`;
  });
}

function takenTooSoon({ topics }: DrawnWorld, ledger: Ledger, facts: PartitionFacts): string | undefined {
  const { topic, startOffset, sizeBytes } = facts;
  if (startOffset === 0) return undefined;
  const what = `${place(facts)} begins at ${startOffset}`;
  const configs = topics.find(({ name }) => name === topic)?.configs ?? {};
  const [retentionMs, retentionBytes] = [configs["retention.ms"], configs["retention.bytes"]];
  if (topic === "cut") return startOffset <= ledger.deletedUpTo(facts) ? undefined : `${what}, which nobody asked for`;
  if (retentionBytes !== undefined) return sizeBytes >= Number(retentionBytes) ? undefined : `${what} and has ${sizeBytes} bytes left`;
  if (retentionMs === undefined) return `${what}, and nothing of it may ever be deleted`;
  const young = sentTo(ledger, facts).find(
    ({ offset, timestampMs }) => offset !== undefined && offset < startOffset && timestampMs + Number(retentionMs) > ledger.latestMs,
  );
  return young && `${what}, and ${textOf(young)} at ${young.offset} was not old enough`;
}

function processedOtherwise(partitions: readonly PartitionFacts[]): string | undefined {
  const results = partitions.filter(({ topic }) => topic === "processed").flatMap(({ committed }) => committed);
  const keys = results.map(({ record }) => record.key);
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  if (twice !== undefined) return `${twice} was processed twice`;
  const wanted = partitions
    .filter(({ topic }) => topic === "kept")
    .flatMap(({ partition, committed, committedBy }) =>
      committed.filter(({ offset }) => offset < (committedBy[processingGroup] ?? -1)).map(({ offset }) => `${partition}/${offset}`),
    );
  const missing = wanted.find((key) => !keys.includes(key));
  if (missing !== undefined) return `${missing} was passed over`;
  const early = keys.find((key) => !wanted.includes(key ?? ""));
  return early === undefined ? undefined : `${early} was processed, and its offset was not committed`;
}

function recordsOf(partitions: readonly PartitionFacts[], which: "all" | "committed"): ReadonlySet<SentRecord> {
  return new Set(partitions.flatMap((facts) => facts[which].map(({ record }) => record)));
}

function sentTo({ records }: Ledger, { topic, partition }: PartitionFacts): readonly SentRecord[] {
  return records.filter((record) => record.topic === topic && record.partition === partition);
}

function place({ topic, partition }: PartitionFacts): string {
  return `${topic}-${partition}`;
}

function first<T>(items: readonly T[], broken: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const what = broken(item);
    if (what !== undefined) return what;
  }
  return undefined;
}
