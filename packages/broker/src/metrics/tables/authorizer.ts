import type { Metric, MetricsView, Row, Sample } from "../metric.ts";

const labels = ["config", "class", "role"];
/** What Kafka says of every plugin's metrics: which one it is, and in which server (KIP-877). The controller's is the broker's here. */
const plugin = { config: "authorizer.class.name", class: "StandardAuthorizer", role: "broker" };

function ofAuthorizer(attribute: string, help: string, value: (view: MetricsView) => number): Metric {
  return {
    name: `kafka.server plugins ${attribute}`,
    kind: "attribute",
    labels,
    help,
    read: (view): Sample[] => (view.parts.authorization.isEnabled ? [{ labels: plugin, value: value(view) }] : []),
  };
}

const allowed = ({ parts }: MetricsView) => parts.authorization.counts?.allowedPerMinute ?? 0;
const denied = ({ parts }: MetricsView) => parts.authorization.counts?.deniedPerMinute ?? 0;
const perMinute = "a minute, over the last half to whole minute.";

/** Told where there is an authorizer. */
export const authorizerRows: readonly Row[] = [
  ofAuthorizer("acls-total-count", "ACLs that there are.", ({ parts }) => parts.metadata.image.acls.size),
  ofAuthorizer(
    "authorization-request-rate-per-minute",
    `Decisions about who may do what, ${perMinute}`,
    (view) => allowed(view) + denied(view),
  ),
  ofAuthorizer("authorization-allowed-rate-per-minute", `Decisions that something is allowed, ${perMinute}`, allowed),
  ofAuthorizer("authorization-denied-rate-per-minute", `Decisions that something is denied, ${perMinute}`, denied),
];
