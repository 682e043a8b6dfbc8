import { isDeepStrictEqual } from "node:util";
import type { ObjectMeta } from "@millrace/resources";

interface Declared {
  readonly metadata: ObjectMeta;
}

/** Whether a change is about more than a status. */
export function isNews({ metadata: before }: Declared, { metadata: after }: Declared): boolean {
  const concerns = ({ generation, labels, annotations, deletionTimestamp, uid }: ObjectMeta) => [
    ...[generation, labels, annotations, deletionTimestamp, uid],
  ];
  const lost = before.finalizers?.some((finalizer) => after.finalizers?.includes(finalizer) !== true) === true;
  return lost || !isDeepStrictEqual(concerns(before), concerns(after));
}
