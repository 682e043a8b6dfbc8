import { isObject, type Value } from "@millrace/resources";
import { manualAnnotation } from "../cluster/restart-reasons.ts";
import type { Pod } from "../kubernetes/pod.ts";
import { type DrainCleanerSettings, isDrained } from "./settings.ts";

/** What of an AdmissionReview (`admission.k8s.io/v1`) about an eviction anybody here reads. */
export interface EvictionRequest {
  readonly uid: string;
  readonly pod: { readonly namespace: string; readonly name: string };
  /** Only the pod with this uid is meant, if it is said. */
  readonly podUid?: string;
  /** Nothing is to be changed. */
  readonly isRehearsal: boolean;
}

/** What an eviction request says; undefined if there is no sense in it. */
export function evictionRequest(review: Value): EvictionRequest | undefined {
  const request = field(review, "request");
  const [uid, object] = [field(request, "uid"), field(request, "object")];
  const name = field(field(object, "metadata"), "name") ?? field(request, "name");
  const namespace = field(field(object, "metadata"), "namespace") ?? field(request, "namespace");
  if (typeof uid !== "string" || typeof name !== "string" || typeof namespace !== "string") return undefined;
  const options = field(object, "deleteOptions");
  const [ofObject, podUid] = [field(options, "dryRun"), field(field(options, "preconditions"), "uid")];
  return {
    uid,
    pod: { namespace, name },
    ...(typeof podUid === "string" && { podUid }),
    isRehearsal: field(request, "dryRun") === true || (Array.isArray(ofObject) && ofObject.length > 0),
  };
}

const field = (value: Value | undefined, name: string): Value | undefined => (isObject(value) ? value[name] : undefined);

/** What is done about an eviction. */
export interface Verdict {
  /** `later`: the operator restarts the pod. `gone`: the pod that was meant has left its node, and this one of its name is another. */
  readonly type: "allowed" | "later" | "gone";
  /** Whether the pod has to be asked for, so that the operator restarts it. */
  readonly asks: boolean;
}

type Chosen = Pick<DrainCleanerSettings, "drainsKafka" | "denies" | "namespaces">;

/** Only pods of a Kafka's nodes are kept; one that can't be found is nobody's. */
export function verdictOn(
  pod: Pod | undefined,
  { isRehearsal }: Pick<EvictionRequest, "isRehearsal">,
  settings: Chosen,
  hasMoved = false,
): Verdict {
  if (pod === undefined || !settings.drainsKafka || !isKafkas(pod) || !isDrained(settings, pod.metadata.namespace ?? "default"))
    return { type: "allowed", asks: false };
  if (hasMoved) return { type: "gone", asks: false };
  const isAsked = pod.metadata.annotations?.[manualAnnotation] === "true";
  return { type: settings.denies ? "later" : "allowed", asks: !isRehearsal && !isAsked };
}

const isKafkas = ({ metadata: { labels = {} } }: Pod): boolean =>
  labels["strimzi.io/kind"] === "Kafka" && labels["strimzi.io/name"] === `${labels["strimzi.io/cluster"]}-kafka`;

/**
 * Whoever evicts tries again after the first, as where a PodDisruptionBudget has been used up, and is content with the second: kubectl, autoscalers, machine
 * managers. The first one's message is Strimzi's.
 */
const refusals = {
  later: { code: 429, reason: "TooManyRequests", message: "The pod will be rolled by the Strimzi Cluster Operator" },
  gone: { code: 404, reason: "NotFound", message: "The pod was rolled by the Strimzi Cluster Operator, and has left its node" },
} as const;

/** The AdmissionReview that answers a request. */
export const answerTo = ({ uid }: Pick<EvictionRequest, "uid">, { type }: Verdict) => ({
  apiVersion: "admission.k8s.io/v1",
  kind: "AdmissionReview",
  response: { uid, allowed: type === "allowed", ...(type !== "allowed" && { status: refusals[type] }) },
});
