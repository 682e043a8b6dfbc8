export { type BackOff, backOffMs } from "./back-off.ts";
export { type Change, Informer, type InformerOptions } from "./cache/informer.ts";
export type { ReadOnlyCache } from "./cache/object-cache.ts";
export { type ApplyOptions, KubeClient, type Selection, type WatchOptions } from "./client/client.ts";
export { untilAborted } from "./client/deadline.ts";
export { isConflict, isGone, isInvalid, isNotFound, KubeRequestError, type Status } from "./client/errors.ts";
export {
  type KubeKind,
  type KubeObject,
  keyOf,
  nameOf,
  namespacedKind,
  type ObjectKey,
  type ObjectName,
  type Stored,
} from "./client/kube-object.ts";
export type { WatchEvent } from "./client/watch-events.ts";
export { EventRecorder, type Happening } from "./events/event-recorder.ts";
export { events, type KubeEvent } from "./events/kube-event.ts";
export { LeaderElection, type LeaderElectionOptions } from "./leases/leader-election.ts";
export { type Lease, leases, microTime } from "./leases/lease.ts";
export { Controller, type ControllerOptions, type Outcome, type ReconcileContext } from "./runtime/controller.ts";
export { type MetricFamily, ReconciliationMetrics } from "./runtime/reconciliation-metrics.ts";
export type { ApiRequest, ApiResponse, Transport } from "./transport/transport.ts";
