import {
  type AwaitedResource,
  isPaused,
  notReadyCondition,
  notSupportedYet,
  plainCondition,
  type StatusOfAwaited,
  withTransitions,
} from "@millrace/resources";

/** What there is to say of a resource that nothing looks after yet. What somebody else has made of it stays as it is. */
export function awaitedStatus(resource: AwaitedResource, now: number): StatusOfAwaited {
  const { kind, metadata, status: before = {} } = resource;
  const condition = isPaused(resource) ? plainCondition("ReconciliationPaused", now) : notReadyCondition(notSupportedYet(kind), now);
  return {
    ...before,
    conditions: withTransitions([condition], before.conditions ?? []),
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
  };
}
