import { gauge, type MetricsView, type Row, type Sample } from "../metric.ts";

const cleaner = "kafka.log LogCleaner";
const manager = "kafka.log LogCleanerManager";

const stateOf = ({ parts }: MetricsView) => parts.partitions.directory.cleanerState;

/** Kafka tells it for each of its data directories, in quotation marks; here there is one. */
function ofDirectory(view: MetricsView, value: number): Sample[] {
  return [{ labels: { logDirectory: JSON.stringify(view.parts.partitions.directory.directory) }, value }];
}

export const cleanerRows: readonly Row[] = [
  gauge(`${cleaner} cleaner-recopy-percent`, "What the last cleaning of a log left, in percent of the bytes that there were.", (view) => {
    const { bytesRead, bytesWritten } = stateOf(view).lastCleaning;
    return Math.floor((100 * bytesWritten) / Math.max(1, bytesRead));
  }),
  gauge(`${cleaner} max-clean-time-secs`, "Seconds that the last cleaning of a log took.", (view) =>
    Math.floor(stateOf(view).lastCleaning.tookMs / 1000),
  ),
  gauge(
    `${cleaner} DeadThreadCount`,
    "Cleaners that have died. Always 0: a log that can't be cleaned is left, and counted below.",
    () => 0,
  ),
  gauge(
    `${manager} max-dirty-percent`,
    "Largest part of a compacted log that waits to be cleaned, in percent, when the cleaner last looked.",
    (view) => Math.floor(100 * stateOf(view).maxDirtyRatio),
  ),
  gauge(
    `${manager} time-since-last-run-ms`,
    "Milliseconds since the cleaner last looked for something to clean.",
    (view) => view.parts.clock.now() - stateOf(view).lastRunMs,
  ),
  gauge(
    `${manager} uncleanable-partitions-count`,
    "Partitions whose logs could not be cleaned, and are left as they are until a restart.",
    (view) => ofDirectory(view, stateOf(view).uncleanable.length),
    ["logDirectory"],
  ),
  gauge(
    `${manager} uncleanable-bytes`,
    "Bytes of those partitions' logs that wait to be cleaned.",
    (view) => ofDirectory(view, stateOf(view).uncleanableBytes),
    ["logDirectory"],
  ),
];
