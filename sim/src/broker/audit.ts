import type { Admin, TopicPartition } from "@millrace/client";
import { MillraceError, sleep } from "@millrace/kit";
import type { Isolation, SentRecord } from "./ledger.ts";
import { committingGroups } from "./workloads/groups.ts";
import { partitionsOf, type Workplace } from "./workloads/workplace.ts";

/** A record where it stands. */
export interface FoundRecord {
  readonly record: SentRecord;
  readonly offset: number;
}

/** What there is of a partition. */
export interface PartitionFacts extends TopicPartition {
  /** What everybody may read. */
  readonly all: readonly FoundRecord[];
  /** What somebody reads who wants only what is committed. */
  readonly committed: readonly FoundRecord[];
  readonly startOffset: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly sizeBytes: number;
  /** What each group has committed; -1: nothing. */
  readonly committedBy: Readonly<Record<string, number>>;
}

/** Nothing more comes if nothing has come for so long. */
const silenceMs = 3_000;

/** Reads all that there is, by fresh clients, while nobody writes. */
export async function audit(place: Workplace): Promise<readonly PartitionFacts[]> {
  const admin = place.clients.admin();
  const partitions = partitionsOf(place);
  const starts = await offsetsOf(admin, partitions, "earliest", "read_uncommitted");
  const highWatermarks = await offsetsOf(admin, partitions, "latest", "read_uncommitted");
  const stable = await offsetsOf(admin, partitions, "latest", "read_committed");
  const all = await readAll(place, partitions, { starts, ends: highWatermarks }, "read_uncommitted");
  const committed = await readAll(place, partitions, { starts, ends: stable }, "read_committed");
  const groups = await Promise.all(
    committingGroups.map(async (group) => [group, await committedOffsets(admin, group, !place.world.endsInDarkness)] as const),
  );
  const [directory] = await admin.describeLogDirs([0]);
  await admin.close();
  return partitions.map((each, at) => ({
    ...each,
    all: all.filter(({ record }) => isAt(each, record)),
    committed: committed.filter(({ record }) => isAt(each, record)),
    startOffset: starts[at] ?? 0,
    highWatermark: highWatermarks[at] ?? 0,
    lastStableOffset: stable[at] ?? 0,
    sizeBytes: directory?.replicas.find((replica) => isAt(each, replica))?.sizeBytes ?? 0,
    committedBy: Object.fromEntries(groups.map(([group, offsets]) => [group, offsets.find((offset) => isAt(each, offset))?.offset ?? -1])),
  }));
}

async function offsetsOf(
  admin: Admin,
  partitions: readonly TopicPartition[],
  at: "earliest" | "latest",
  isolation: Isolation,
): Promise<number[]> {
  const listed = await admin.listOffsets(
    partitions.map((each) => ({ ...each, at })),
    { isolation },
  );
  return listed.map(({ offset, error, topic }) => {
    if (error.code !== 0) throw new MillraceError("REQUEST_FAILED", `the offsets of ${topic} are not known: ${error.name}`);
    return offset;
  });
}

async function committedOffsets(admin: Admin, group: string, requireStable: boolean) {
  const { offsets, error } = await admin.listGroupOffsets(group, { requireStable });
  if (error.code !== 0 && error.name !== "GROUP_ID_NOT_FOUND")
    throw new MillraceError("REQUEST_FAILED", `the offsets of ${group} are not known: ${error.name}`);
  return offsets;
}

async function readAll(
  { clients, ledger, clock }: Workplace,
  partitions: readonly TopicPartition[],
  { starts, ends }: { readonly starts: readonly number[]; readonly ends: readonly number[] },
  isolation: Isolation,
): Promise<FoundRecord[]> {
  const spans = partitions
    .map((each, at) => ({ ...each, start: starts[at] ?? 0, end: ends[at] ?? 0 }))
    .filter(({ start, end }) => start < end);
  const consumer = clients.consumer({ isolation });
  consumer.assign(spans.map((each) => ({ ...each, from: { offset: each.start } })));
  const found: FoundRecord[] = [];
  const unread = () => spans.filter((each) => (consumer.position(each) ?? 0) < each.end);
  while (unread().length > 0) {
    const batch = await Promise.race([consumer.next(), sleep(clock, silenceMs)]);
    if (batch === undefined) break;
    for (const read of batch.records) {
      const record = ledger.met("the audit", batch, read, isolation);
      if (record !== undefined) found.push({ record, offset: read.offset });
    }
  }
  // Of a compacted log the last records may be gone: nobody reads on from there before there is a next one.
  const stuck = unread().find(({ topic }) => topic !== "compacted");
  if (stuck !== undefined)
    ledger.fail(
      "all that there is can be read",
      `${stuck.topic}-${stuck.partition} from ${consumer.position(stuck)} to ${stuck.end} can't`,
    );
  await consumer.close();
  return found;
}

function isAt(one: TopicPartition, other: TopicPartition): boolean {
  return one.topic === other.topic && one.partition === other.partition;
}
