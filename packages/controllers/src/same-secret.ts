import { isDeepStrictEqual } from "node:util";
import type { Secret } from "@millrace/resources";

/** Whether two Secrets say the same, whatever an API server has added. */
export const isSameSecret = (one: Secret, other: Secret): boolean => isDeepStrictEqual(contentOf(one), contentOf(other));

function contentOf({ metadata: { labels = {}, annotations = {}, ownerReferences = [] }, data = {} }: Secret) {
  return { labels, annotations, owners: ownerReferences.map(({ name, uid }) => ({ name, uid })), data };
}
