import { amountOf } from "../model/quantities.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Whether an object has anything otherwise than it shall have it. What is not said is left to the API server and to others: their defaults,
 * addresses, finalizers. Returns where it differs first, such as `spec.ports[0].port`; undefined if it does not.
 */
export function firstDifference(desired: unknown, observed: unknown, at = ""): string | undefined {
  if (isNothing(desired)) return undefined;
  if (Array.isArray(desired)) return ofLists(desired, observed, at);
  if (isFields(desired)) {
    if (!isFields(observed)) return Object.values(desired).every(isNothing) ? undefined : at;
    return first(Object.entries(desired), ([name, value]) => firstDifference(value, observed[name], at === "" ? name : `${at}.${name}`));
  }
  return isSameValue(desired, observed) ? undefined : at;
}

/** An API server keeps no empty lists and maps where it has none by default. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (isFields(value) && Object.keys(value).length === 0);

/** Elements that have names are found by them: others, such as service meshes, add elements of their own. */
function ofLists(desired: readonly unknown[], observed: unknown, at: string): string | undefined {
  if (!Array.isArray(observed)) return at;
  const isNamed = desired.every((element) => isFields(element) && typeof element.name === "string");
  if (!isNamed && desired.length !== observed.length) return at;
  return first([...desired.entries()], ([index, element]) => {
    const name = isNamed && isFields(element) ? element.name : undefined;
    const counterpart = isNamed ? observed.find((other) => isFields(other) && other.name === name) : observed[index];
    return counterpart === undefined ? `${at}[${index}]` : firstDifference(element, counterpart, `${at}[${index}]`);
  });
}

/** `1000m` is `1`, as an API server may have written it meanwhile. */
function isSameValue(desired: unknown, observed: unknown): boolean {
  if (desired === observed) return true;
  if (typeof desired !== "string" || typeof observed !== "string") return false;
  const [one, other] = [amountOf(desired), amountOf(observed)];
  return one !== undefined && one === other;
}

function first<T>(items: readonly T[], differenceOf: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const difference = differenceOf(item);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
