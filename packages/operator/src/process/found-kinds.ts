import { MillraceError } from "@millrace/kit";
import type { KubeKind, KubeObject } from "@millrace/kube";
import type { ServedKind } from "@millrace/kube/browse";
import { type AwaitedKindName, awaitedKindNames, kinds } from "@millrace/resources";
import { madeKinds } from "../model/objects.ts";

/** What a Kubernetes cluster has of what the operator makes. */
export interface FoundKinds {
  /** Kinds of objects that are made for Kafkas, Secrets among them. */
  readonly made: readonly KubeKind<KubeObject>[];
  /** Whether KafkaRebalances are installed. */
  readonly rebalances: boolean;
  /** Kinds that nothing looks after yet, if they are installed. */
  readonly awaited: readonly AwaitedKindName[];
  readonly isOpenShift: boolean;
}

const secret = { apiVersion: "v1", kind: "Secret", plural: "secrets", isNamespaced: true, isOptional: false };
/** Kinds that are watched, and have to be installed. */
const watched = [kinds.Kafka, kinds.KafkaNodePool, kinds.KafkaTopic, kinds.KafkaUser];
const openShiftGroup = "route.openshift.io";

/** Throws NOT_FOUND for kinds that are not installed, or are of another version. */
export function foundKinds(served: readonly ServedKind[]): FoundKinds {
  const isServed = (one: { readonly apiVersion: string; readonly kind: string }): boolean =>
    served.some(({ apiVersion, kind }) => apiVersion === one.apiVersion && kind === one.kind);
  const missing = [...watched, ...madeKinds.filter(({ isOptional }) => !isOptional)].filter((kind) => !isServed(kind));
  if (missing.length > 0) {
    const names = missing.map(({ plural, apiVersion }) => `${plural} (${apiVersion})`).join(", ");
    const hint = "The operator's manifest has their CustomResourceDefinitions.";
    throw new MillraceError("NOT_FOUND", `the Kubernetes cluster has no ${names}`, { hint });
  }
  return {
    made: [...madeKinds, secret]
      .filter(isServed)
      .map(({ apiVersion, kind, plural, isNamespaced }) => ({ apiVersion, kind, plural, namespaced: isNamespaced })),
    rebalances: isServed(kinds.KafkaRebalance),
    awaited: awaitedKindNames.filter((name) => isServed(kinds[name])),
    isOpenShift: served.some(({ group }) => group === openShiftGroup),
  };
}
