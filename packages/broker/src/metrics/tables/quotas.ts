import type { Meters } from "@millrace/security";
import type { ClientMeters } from "../../quotas/client-quotas.ts";
import type { Metric, MetricsView, Row, Sample } from "../metric.ts";

const labels = ["user", "client_id"];

/** What is told of each group of clients that uses up a quota together. */
interface Told<M extends { limit: number }> {
  /** As Kafka calls the kind of quota. */
  readonly type: string;
  readonly kind: keyof ClientMeters;
  readonly meters: (all: ClientMeters) => Meters<M>;
}

function told<M extends { limit: number }>(
  { type, meters }: Told<M>,
  attribute: string,
  help: string,
  value: (metered: { readonly meter: M; readonly throttleMs: { average(nowMs: number): number } }, nowMs: number) => number,
): Metric {
  return {
    name: `kafka.server ${type} ${attribute}`,
    kind: "attribute",
    labels,
    help,
    read: ({ parts }: MetricsView): Sample[] => {
      const nowMs = nowOf(parts);
      return Array.from(meters(parts.quotas.clients.meters).groups(), (metered) => ({
        labels: { user: sanitized(metered.group.user), client_id: metered.group.clientId },
        value: value(metered, nowMs),
      }));
    },
  };
}

/** As Kafka writes a user's name where not every character may stand. */
function sanitized(user: string): string {
  return encodeURIComponent(user).replace(/[!'()*~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

function throttleTime<M extends { limit: number }>(of: Told<M>): Metric {
  const help = "Milliseconds for which clients were held back, on average of the times they were, over the last half to whole minute.";
  return told(of, "throttle-time", help, ({ throttleMs }, nowMs) => throttleMs.average(nowMs));
}

function queueSize<M extends { limit: number }>({ type, kind }: Told<M>): Metric {
  return {
    name: `kafka.server ${type} queue-size`,
    kind: "attribute",
    labels: [],
    help: "Clients that are held back just now.",
    read: ({ parts }) => parts.quotas.clients.delayed[kind].size(nowOf(parts)),
  };
}

const nowOf = ({ clock }: MetricsView["parts"]) => Math.floor(clock.monotonicMs());

const produce = { type: "Produce", kind: "produce", meters: (all: ClientMeters) => all.produce } as const;
const fetch = { type: "Fetch", kind: "fetch", meters: (all: ClientMeters) => all.fetch } as const;
const request = { type: "Request", kind: "request", meters: (all: ClientMeters) => all.request } as const;
const mutation = { type: "ControllerMutation", kind: "mutation", meters: (all: ClientMeters) => all.mutation } as const;

/** Told of clients while there is any quota of the kind. */
export const quotaRows: readonly Row[] = [
  told(produce, "byte-rate", "Bytes a second that clients produced, as their quotas count them.", ({ meter }, nowMs) =>
    meter.perSecond(nowMs),
  ),
  throttleTime(produce),
  told(fetch, "byte-rate", "Bytes a second that clients fetched, as their quotas count them.", ({ meter }, nowMs) =>
    meter.perSecond(nowMs),
  ),
  throttleTime(fetch),
  told(request, "request-time", "Percent of this process's time that clients' requests took.", ({ meter }, nowMs) =>
    meter.perSecond(nowMs),
  ),
  throttleTime(request),
  told(mutation, "mutation-rate", "Partitions a second that clients made or removed.", ({ meter }, nowMs) => meter.perSecond(nowMs)),
  told(mutation, "tokens", "Partitions that clients may make or remove at once; negative: too many.", ({ meter }, nowMs) =>
    meter.tokens(nowMs),
  ),
  throttleTime(mutation),
  ...[produce, fetch, request].map((each) => queueSize(each)),
  queueSize(mutation),
  {
    name: "kafka.server Request exempt-request-time",
    kind: "attribute",
    labels: [],
    help: "Percent of this process's time that requests took which quotas don't count, while there are quotas.",
    read: ({ parts }) => parts.quotas.clients.exemptPercent(nowOf(parts)),
  },
];
