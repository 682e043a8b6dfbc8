import { errors } from "@millrace/protocol";
import { listGroupOffsets } from "../admin/group-offsets.ts";
import { type IsolationLevel, listOffsets, type OffsetSpec } from "../admin/offsets.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { partitionKey } from "../cluster/topic-partition.ts";
import { requestFailed } from "../errors.ts";
import { found, type ReadPartition, type ReadPartitions } from "./partitions.ts";

/** Where to begin when there is no committed offset, or when a position is none that the broker has. */
export type OffsetReset = "earliest" | "latest" | "none";

export interface PositionOptions {
  readonly groupId: string | undefined;
  readonly offsetReset: OffsetReset;
  readonly isolation: IsolationLevel;
}

/** Looks up where reading begins, for the partitions of which that is not known. Throws REQUEST_FAILED. */
export async function resolvePositions(cluster: Cluster, partitions: ReadPartitions, options: PositionOptions): Promise<void> {
  const waiting = (): ReadPartition[] => partitions.all().filter((each) => each.start !== undefined);
  if (waiting().length === 0) return;
  if (options.groupId !== undefined) await takeCommitted(cluster, partitions, options.groupId);
  for (const each of waiting())
    if (each.start === "committed" || each.start === "out of range") each.start = resetOf(each, options.offsetReset);
  const wanted = waiting().map((of) => ({ of, topic: of.topic, partition: of.partition, at: of.start as OffsetSpec }));
  const listed = await listOffsets(cluster, wanted, { isolation: options.isolation });
  // A time after the last record's stands for the end.
  const behind = wanted.filter((_, position) => listed[position]?.error === errors.NONE && listed[position].offset < 0);
  const ends = await listOffsets(
    cluster,
    behind.map(({ topic, partition }) => ({ topic, partition, at: "latest" })),
    { isolation: options.isolation },
  );
  for (const [position, { of, at }] of wanted.entries()) {
    const answer = ends[behind.findIndex((each) => each.of === of)] ?? listed[position];
    if (answer === undefined || of.start !== at || !partitions.has(of)) continue;
    if (answer.error !== errors.NONE) {
      throw requestFailed(`no position was found in ${of.topic}-${of.partition}`, answer.error, answer.errorMessage);
    }
    found(of, answer.offset);
  }
}

async function takeCommitted(cluster: Cluster, partitions: ReadPartitions, groupId: string): Promise<void> {
  const wanted = partitions.all().filter((each) => each.start === "committed");
  if (wanted.length === 0) return;
  const { error, errorMessage, offsets } = await listGroupOffsets(cluster, groupId, { partitions: wanted, requireStable: true });
  if (error !== errors.NONE) throw requestFailed(`the offsets of group ${groupId} were not found`, error, errorMessage);
  const committed = new Map(offsets.map((each) => [partitionKey(each.topic, each.partition), each.offset]));
  for (const each of wanted) {
    const offset = committed.get(partitionKey(each.topic, each.partition));
    if (offset === undefined || each.start !== "committed") continue;
    found(each, offset);
    each.committed = offset;
  }
}

function resetOf({ topic, partition, start }: ReadPartition, reset: OffsetReset): "earliest" | "latest" {
  if (reset !== "none") return reset;
  const what = start === "committed" ? "no offset is committed" : "the position is outside of what the partition has";
  throw requestFailed(`${topic}-${partition} can't be read on`, errors.OFFSET_OUT_OF_RANGE, `${what}, and offsetReset is "none"`);
}
