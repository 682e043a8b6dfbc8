import { assert, MillraceError } from "@millrace/kit";
import type { ObjectName } from "@millrace/kube";
import { kindsNamed, type ServedKind } from "@millrace/kube/browse";
import { UsageError } from "../command.ts";

/** A kind, and which of its objects are meant: undefined for all that a selection has. */
export interface Target {
  readonly kind: ServedKind;
  readonly name: string | undefined;
}

/**
 * What arguments such as `kafkatopic orders`, `kafkatopics,kafkausers` or `kafkatopic/orders kafkauser/alice` mean. Throws NOT_FOUND for a
 * kind that the API server does not have.
 */
export function targetsOf(args: readonly string[], kinds: readonly ServedKind[]): readonly Target[] {
  const [types = "", ...names] = args;
  if (types === "") throw new UsageError("of what? a kind is expected, for example kafkatopics");
  if (types.includes("/")) return args.map((arg) => slashed(arg, kinds));
  const wrong = names.find((name) => name.includes("/"));
  if (wrong !== undefined) throw new UsageError(`"${wrong}" has a kind of its own: either KIND NAME… or KIND/NAME…`);
  const meant = types.split(",").flatMap((type) => kindsOrThrow(kinds, type));
  const given = names.length === 0 ? [undefined] : names;
  return meant.flatMap((kind) => given.map((name) => ({ kind, name })));
}

function slashed(arg: string, kinds: readonly ServedKind[]): Target {
  const [type = "", name = "", ...more] = arg.split("/");
  if (type === "" || name === "" || more.length > 0) throw new UsageError(`"${arg}" names no object: KIND/NAME is expected`);
  const [kind] = kindsOrThrow(kinds, type);
  assert(kind !== undefined, "one was found");
  return { kind, name };
}

function kindsOrThrow(kinds: readonly ServedKind[], type: string): readonly ServedKind[] {
  const found = kindsNamed(kinds, type);
  if (found.length === 0) throw new MillraceError("NOT_FOUND", `the server doesn't have a resource type "${type}"`);
  return found;
}

/** Name of an object of a kind: what is in no namespace has none. */
export const objectName = ({ namespaced }: ServedKind, namespace: string, name: string): ObjectName =>
  namespaced ? { namespace, name } : { name };
