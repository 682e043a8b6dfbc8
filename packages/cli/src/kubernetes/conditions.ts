import type { AnyObject } from "@millrace/kube/browse";
import { type Condition, isObject, type Value } from "@millrace/resources";

interface Observed extends Condition {
  readonly observedGeneration?: number;
}

/** Whether a condition has a value, and is about the object as it is now. As kubectl has it, letters may be large or small. */
export function conditionHolds(object: AnyObject, type: string, value: string): boolean {
  const condition = conditionsOf(object).find((each) => each.type?.toLowerCase() === type.toLowerCase());
  return condition?.status?.toLowerCase() === value.toLowerCase() && isCurrent(object, condition);
}

/** Whether something was said about the object as it is now. */
function isCurrent(object: AnyObject, condition: Observed): boolean {
  const { generation } = object.metadata;
  const observed = condition.observedGeneration ?? statusOf(object).observedGeneration;
  return generation === undefined || typeof observed !== "number" || observed >= generation;
}

export function conditionsOf(object: AnyObject): readonly Observed[] {
  const { conditions } = statusOf(object);
  return Array.isArray(conditions) ? (conditions.filter(isObject) as readonly Observed[]) : [];
}

function statusOf({ status }: AnyObject): Readonly<Record<string, Value>> {
  return isObject(status as Value) ? (status as Readonly<Record<string, Value>>) : {};
}

/** What has come of what was declared. */
export type Outcome =
  | { readonly type: "settled" }
  /** It is kept for a later version of what looks after such resources. */
  | { readonly type: "awaited"; readonly why: string }
  /** It can't be had as declared: waiting is of no use. */
  | { readonly type: "refused"; readonly why: string }
  | { readonly type: "pending"; readonly why: string };

/** Conditions by which nothing more is going to happen. */
const settling = ["Ready", "Unmanaged", "ReconciliationPaused"];
/** Reasons that somebody has to do something about. */
const lasting: ReadonlySet<string> = new Set([
  "NotSupported",
  "ResourceConflict",
  "NoCluster",
  "NoTopicOperator",
  "NoUserOperator",
  "InvalidResourceException",
]);

export function outcomeOf(object: AnyObject): Outcome {
  const conditions = conditionsOf(object).filter((condition) => isCurrent(object, condition));
  if (conditions.some(({ type, status }) => settling.includes(type ?? "") && status === "True")) return { type: "settled" };
  const failure =
    conditions.find(({ type, status }) => type !== "Warning" && status === "False") ?? conditions.find(({ type }) => type === "NotReady");
  if (failure === undefined) return { type: "pending", why: "nothing has been said of it yet" };
  const { reason = "", message = "" } = failure;
  const why = message === "" ? reason : `${reason}: ${message}`;
  if (reason === "NotSupportedYet") return { type: "awaited", why };
  return { type: lasting.has(reason) ? "refused" : "pending", why };
}
