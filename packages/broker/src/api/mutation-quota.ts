import type { Admits } from "../metadata/topic-requests.ts";
import type { RequestContext } from "./handler.ts";

/** Whether the client of a request may make or remove partitions now; its quota refuses from the version on that has an error for it. */
export function admitsMutations({ meter, apiVersion }: RequestContext, firstVersionWithError: number): Admits {
  const manner = apiVersion < firstVersionWithError ? "delayed" : "refused";
  return (count) => meter?.admitsMutations(count, manner) ?? true;
}
