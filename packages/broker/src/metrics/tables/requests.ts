import { errorByCode } from "@millrace/protocol";
import type { ApiCounts } from "../api-counts.ts";
import { type Distribution, gauge, type Histogram, type MetricsView, meter, quantiles, type Row } from "../metric.ts";
import type { RecentValues } from "../recent-values.ts";

const requestMetrics = "kafka.network RequestMetrics";
const fractions = quantiles.map(Number);
const microsPerMs = 1000;

/** Kafka tells consumers' fetches once more by themselves; here there are no others. */
function named({ parts }: MetricsView): Array<readonly [string, ApiCounts]> {
  return [...parts.counts.apis].flatMap(([name, counts]) =>
    name === "Fetch" ? [["Fetch", counts] as const, ["FetchConsumer", counts] as const] : [[name, counts] as const],
  );
}

function measured(name: string, help: string, of: (counts: ApiCounts) => RecentValues, unit = microsPerMs): Histogram {
  return {
    name: `${requestMetrics} ${name}`,
    kind: "histogram",
    labels: ["request"],
    help,
    read: (view): Distribution[] =>
      named(view).map(([request, counts]) => ({
        labels: { request },
        count: of(counts).count,
        values: of(counts)
          .quantiles(fractions, view.parts.clock.monotonicMs())
          .map((value) => value / unit),
      })),
  };
}

/** Counts the requests that were not held back too, as Kafka does: for no time. */
function throttleQuantiles({ throttleTime, totalTime }: ApiCounts, nowMs: number): number[] {
  const throttled = throttleTime.recentCount(nowMs);
  const others = Math.max(0, totalTime.recentCount(nowMs) - throttled);
  return fractions.map((fraction) => {
    const rank = fraction * (throttled + others) - others;
    const [value = 0] = rank <= 0 ? [] : throttleTime.quantiles([rank / throttled], nowMs);
    return value / microsPerMs;
  });
}

const throttleTimes: Histogram = {
  name: `${requestMetrics} ThrottleTimeMs`,
  kind: "histogram",
  labels: ["request"],
  help: "Time that a request's client was held back by quotas.",
  read: (view): Distribution[] =>
    named(view).map(([request, counts]) => ({
      labels: { request },
      count: counts.totalTime.count,
      values: throttleQuantiles(counts, view.parts.clock.monotonicMs()),
    })),
};

/** Kafka measures it; here nothing takes that time. */
function noTime(name: string, help: string): Histogram {
  const nothing = quantiles.map(() => 0);
  return {
    name: `${requestMetrics} ${name}`,
    kind: "histogram",
    labels: ["request"],
    help: `${help} Always 0.`,
    read: (view) => named(view).map(([request, { totalTime }]) => ({ labels: { request }, count: totalTime.count, values: nothing })),
  };
}

export const requestRows: readonly Row[] = [
  meter(
    `${requestMetrics} RequestsPerSec`,
    "Requests that were answered, by API and version.",
    (view) =>
      named(view).flatMap(([request, { requestsByVersion }]) =>
        Array.from(requestsByVersion, ([version, value]) => ({ labels: { request, version: String(version) }, value })),
      ),
    ["request", "version"],
  ),
  meter(
    `${requestMetrics} ErrorsPerSec`,
    "Outcomes in answers, by API and error; NONE is success. An answer may have several.",
    (view) =>
      named(view).flatMap(([request, { errorsByCode }]) =>
        Array.from(errorsByCode, ([code, value]) => ({ labels: { request, error: errorByCode(code).name }, value })),
      ),
    ["request", "error"],
  ),
  measured("RequestBytes", "Size of requests.", ({ requestBytes }) => requestBytes, 1),
  measured("RequestQueueTimeMs", "Time from the arrival of a request until the work on it began.", ({ queueTime }) => queueTime),
  measured("LocalTimeMs", "Time of the work on a request.", ({ localTime }) => localTime),
  measured("RemoteTimeMs", "Time that a request waited: for records, for its group, for the disk.", ({ remoteTime }) => remoteTime),
  measured("TotalTimeMs", "Time from the arrival of a request to its answer.", ({ totalTime }) => totalTime),
  throttleTimes,
  noTime("ResponseQueueTimeMs", "Time that answers waited in a queue."),
  gauge("kafka.network RequestChannel RequestQueueSize", "Requests in the queue. Always 0: they are served as they are read.", () => 0),
  gauge("kafka.network RequestChannel ResponseQueueSize", "Answers in the queue. Always 0.", () => 0),
];
