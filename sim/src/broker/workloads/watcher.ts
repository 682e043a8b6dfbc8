import type { ConsumedBatch, Consumer } from "@millrace/client";
import type { Isolation, Ledger } from "../ledger.ts";
import { attempt, partitionsOf, rest, type Work, type Workplace } from "./workplace.ts";

/** After one batch in so many a watcher goes on somewhere else. */
const seekOneIn = 12;

/** Reads everything as it comes, all that there is or what is committed, and now and then goes back or ahead. */
export const watcher =
  (isolation: Isolation): Work =>
  async (place, name) => {
    const { clients, whenOver, random } = place;
    const consumer = clients.consumer({ isolation, partitionMaxBytes: 200 + random.below(20_000) });
    whenOver(() => void consumer.close());
    consumer.assign(partitionsOf(place).map((each) => ({ ...each, from: "earliest" })));
    const lastOffsets = new Map<string, number>();
    while (!place.isOver()) {
      await attempt(place, name, async () => {
        for await (const batch of consumer) {
          look(place.ledger, name, batch, lastOffsets, isolation);
          if (random.below(seekOneIn) === 0) wander(place, consumer, batch, lastOffsets);
        }
      });
      await rest(place, 100);
    }
  };

function look(ledger: Ledger, name: string, batch: ConsumedBatch, lastOffsets: Map<string, number>, isolation: Isolation): void {
  const place = `${batch.topic}-${batch.partition}`;
  ledger.reaches(`the high watermark of ${place} for ${name}`, batch.highWatermark);
  // Deleted records make the log's start the last stable offset, which a process may forget that had not written it down yet.
  if (batch.lastStableOffset > batch.logStartOffset)
    ledger.reaches(`the last stable offset of ${place} for ${name}`, batch.lastStableOffset);
  ledger.reaches(`the log start of ${place} for ${name} after ${ledger.deaths} deaths`, batch.logStartOffset);
  const course = courseOf(ledger, batch);
  for (const read of batch.records) {
    const last = lastOffsets.get(course) ?? -1;
    if (read.offset <= last) ledger.fail("offsets never go back", `${name} reads ${read.offset} of ${place} behind ${last}`);
    lastOffsets.set(course, read.offset);
    ledger.met(name, batch, read, isolation);
  }
}

/** A process may forget what its predecessor had deleted; whoever has to begin anew at the log's start then begins before where he was. */
function courseOf({ deaths }: Ledger, { topic, partition }: ConsumedBatch): string {
  return topic === "cut" ? `${topic}-${partition} after ${deaths} deaths` : `${topic}-${partition}`;
}

function wander({ random, ledger }: Workplace, consumer: Consumer, batch: ConsumedBatch, lastOffsets: Map<string, number>): void {
  const span = Math.max(1, batch.highWatermark - batch.logStartOffset);
  const timestampMs = batch.records[0]?.timestamp;
  lastOffsets.delete(courseOf(ledger, batch));
  if (timestampMs !== undefined && random.below(2) === 0) consumer.seek(batch, { timestampMs });
  else consumer.seek(batch, { offset: batch.logStartOffset + random.below(span) });
}
