import { type Admin, type ConsumedBatch, Consumer, type ConsumerOptions, RequestFailedError, type TopicPartition } from "@millrace/client";
import { MillraceError } from "@millrace/kit";
import { errors } from "@millrace/protocol";
import { UsageError } from "../command.ts";
import { onInterrupt } from "../interrupt.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { Progress } from "../progress.ts";
import { recordJson, recordText, type TextParts } from "../record-format.ts";
import { withAdmin } from "../session.ts";
import type { StartOffset } from "../start-offset.ts";

interface Options extends ConnectionOptions, OutputOptions, TextParts {
  readonly group?: string;
  readonly follow: boolean;
  readonly count?: number;
  readonly offset: StartOffset;
  readonly partition?: readonly number[];
  readonly format?: "text" | "json";
  readonly isolationLevel: NonNullable<ConsumerOptions["isolation"]>;
}

/** Reads records. */
export function consume([topic = ""]: readonly string[], options: Options): Promise<number> {
  const { group, partition, offset } = options;
  if (group !== undefined && partition !== undefined)
    throw new UsageError("a group shares out the partitions itself: --partition and --group exclude each other");
  if (group !== undefined && typeof offset !== "string") throw new UsageError("with --group, --offset is earliest or latest");
  return withAdmin(options, async (admin, client) => {
    const partitions = await partitionsOf(admin, topic, partition);
    const { isolationLevel: isolation } = options;
    const consumer = new Consumer({
      ...client,
      ...(group === undefined ? {} : { groupId: group }),
      ...{ isolation, autoCommitIntervalMs: 0, allowAutoTopicCreation: false, fetchMaxWaitMs: 500 },
      offsetReset: offset === "latest" ? "latest" : "earliest",
    });
    const progress = new Progress(admin, isolation);
    try {
      if (group === undefined) {
        consumer.assign(await progress.start(partitions, offset));
      } else {
        subscribe(consumer, progress, { topic, group, reset: offset === "latest" ? "latest" : "earliest", ends: !options.follow });
      }
      return await readAll(consumer, progress, options);
    } finally {
      await consumer.close();
    }
  });
}

async function partitionsOf(admin: Admin, topic: string, wanted: readonly number[] | undefined): Promise<TopicPartition[]> {
  const [described] = await admin.describeTopics([topic]);
  const all = described?.topic?.partitions.map(({ partition }) => partition);
  if (all === undefined) {
    const reason = described?.error ?? errors.UNKNOWN_TOPIC_OR_PARTITION;
    throw new MillraceError("NOT_FOUND", `topic ${topic} can't be read: ${reason.name}: ${reason.message}`, {
      hint: "millrace topics list shows what there is",
    });
  }
  const missing = wanted?.find((partition) => !all.includes(partition));
  if (missing !== undefined) throw new MillraceError("NOT_FOUND", `${topic} has no partition ${missing}, only 0 to ${all.length - 1}`);
  return (wanted ?? all).map((partition) => ({ topic, partition }));
}

/** Joins the group; where it does not follow, ends when what was there at the assignment has been read. */
function subscribe(
  consumer: Consumer,
  progress: Progress,
  { topic, group, reset, ends }: { topic: string; group: string; reset: "earliest" | "latest"; ends: boolean },
): void {
  consumer.subscribe([topic], {
    async onAssigned(partitions) {
      for (const { from, ...partition } of await progress.startInGroup(group, partitions, reset)) consumer.seek(partition, from);
      if (ends && progress.finished) void consumer.close();
    },
    onRevoked() {
      progress.clear();
    },
  });
}

async function readAll(consumer: Consumer, progress: Progress, options: Options): Promise<number> {
  let interrupted = false;
  const forget = onInterrupt(() => {
    interrupted = true;
    void consumer.close();
  });
  output.onGone(() => void consumer.close());
  let left = options.count ?? Number.POSITIVE_INFINITY;
  try {
    if (!options.follow && progress.finished && options.group === undefined) return 0;
    for await (const batch of consumer) {
      const taken = batch.records.slice(0, left);
      left -= taken.length;
      await write(batch, taken, options);
      if (options.group !== undefined && !output.gone) await commit(consumer, batch, taken.length);
      progress.reached(batch);
      if (interrupted || output.gone || left === 0 || (!options.follow && progress.finished)) break;
    }
  } finally {
    forget();
  }
  return interrupted && !options.follow ? 130 : 0;
}

async function write({ topic, partition }: ConsumedBatch, records: ConsumedBatch["records"], options: Options): Promise<void> {
  const json = (options.format ?? options.output) === "json";
  if (json) await output.write(records.map((record) => `${JSON.stringify(recordJson(topic, partition, record))}\n`).join(""));
  else await output.write(Buffer.concat(records.map((record) => recordText(partition, record, options))));
}

/** Commits behind what was written out. When the group is just being rebalanced, whoever gets the partition reads the records again. */
async function commit(consumer: Consumer, { topic, partition, records, nextOffset }: ConsumedBatch, taken: number): Promise<void> {
  const offset = taken === records.length ? nextOffset : (records[taken]?.offset ?? nextOffset);
  try {
    await consumer.commit([{ topic, partition, offset }]);
  } catch (thrown) {
    const rebalancing = ["REBALANCE_IN_PROGRESS", "ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID"];
    if (!(thrown instanceof RequestFailedError && rebalancing.includes(thrown.error.name))) throw thrown;
  }
}
