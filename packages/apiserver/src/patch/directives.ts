import { entriesOf, isList } from "../json.ts";
import { isJsonObject, type Json, type JsonObject } from "../objects.ts";
import { badRequest } from "../status/refusals.ts";
import { StatusError } from "../status/status.ts";

/** `replace` or `delete`, on an object or the item of a list. */
export const patchDirective = "$patch";
const retainKeys = "$retainKeys";
const setElementOrder = "$setElementOrder/";
const deleteFromPrimitiveList = "$deleteFromPrimitiveList/";

/** A strategic merge patch of an object, with what its special keys ask for set apart. */
export interface Directives {
  readonly fields: ReadonlyArray<readonly [string, Json]>;
  /** The only fields that may stay. */
  readonly retained: ReadonlySet<Json> | undefined;
  /** By field: the order that the items are to have. */
  readonly orders: ReadonlyMap<string, readonly Json[]>;
  /** By field: texts or numbers to take out of a list. */
  readonly deletions: ReadonlyMap<string, readonly Json[]>;
}

export function directivesOf(patch: JsonObject): Directives {
  const fields: Array<[string, Json]> = [];
  const orders = new Map<string, readonly Json[]>();
  const deletions = new Map<string, readonly Json[]>();
  let retained: ReadonlySet<Json> | undefined;
  for (const [key, value] of entriesOf(patch)) {
    if (key === retainKeys) retained = new Set(listOr(value, "invalid patch format of retainKeys"));
    else if (key.startsWith(setElementOrder))
      orders.set(key.slice(setElementOrder.length), listOr(value, "invalid patch format of setElementOrder list"));
    else if (key.startsWith(deleteFromPrimitiveList)) {
      deletions.set(key.slice(deleteFromPrimitiveList.length), listOr(value, "invalid patch format of primitive list"));
    } else fields.push([key, value]);
  }
  if (retained && fields.some(([key, value]) => value !== null && !retained?.has(key))) {
    throw badRequest("invalid patch format of retainKeys");
  }
  return { fields, retained, orders, deletions };
}

function listOr(value: Json, refusal: string): readonly Json[] {
  if (!isList(value)) throw badRequest(refusal);
  return value;
}

/** A patch that is applied to nothing: without objects that only ask for something. Undefined: nothing is left. */
export function withoutDirectives(value: Json): Json | undefined {
  if (isList(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isJsonObject(value)) return value;
  if (Object.hasOwn(value, patchDirective)) return undefined;
  return Object.fromEntries(
    entriesOf(value).flatMap(([name, held]) => {
      const left = withoutDirectives(held);
      return left === undefined ? [] : [[name, left]];
    }),
  );
}

/** A patch as refusals show it: what was asked of objects that are there has been done. */
export function withoutOrders(patch: Json, before: Json | undefined): Json {
  if (!isJsonObject(patch) || !isJsonObject(before)) return patch;
  const kept = entriesOf(patch).filter(([name]) => !name.startsWith(setElementOrder) && name !== retainKeys);
  return Object.fromEntries(kept.map(([name, held]) => [name, withoutOrders(held, before[name])]));
}

/** What kube-apiserver answers with its reason as it is, and no class of error. */
export const failure = (message: string): StatusError => new StatusError(500, undefined, message);
