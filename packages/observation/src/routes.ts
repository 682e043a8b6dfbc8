import { jsonReply, type Reply, type Route } from "./http-endpoint.ts";

export const metricsPath = "/metrics";

/** What there is to say about a process. */
export interface Seen {
  metrics(): Promise<Reply>;
  /** Why it should be started anew; empty if it is well. */
  failures(): readonly string[];
  /** Why nobody should count on it yet; empty if it is ready. */
  unready(): readonly string[];
}

/** Strimzi's operators and bridge have `/healthy` and `/ready`, Kubernetes' own components `/livez` and `/readyz`. */
export function observationRoutes(seen: Seen): ReadonlyMap<string, Route> {
  const healthy = (): Reply => replyOf(seen.failures());
  const ready = (): Reply => replyOf(seen.unready());
  return new Map<string, Route>([
    [metricsPath, () => seen.metrics()],
    ["/healthy", healthy],
    ["/ready", ready],
    ["/livez", healthy],
    ["/readyz", ready],
  ]);
}

const replyOf = (reasons: readonly string[]): Reply =>
  reasons.length === 0 ? jsonReply(200, { status: "ok" }) : jsonReply(503, { status: "not-ok", reasons });
