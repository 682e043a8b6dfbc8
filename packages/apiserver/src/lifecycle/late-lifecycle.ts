import type { Closeable } from "@millrace/kit";
import type { Parts } from "../rest/parts.ts";
import type { Lifecycle } from "./lifecycle.ts";

/** Looks after the life of objects from when there are some on: until then, what that takes is not loaded. */
export function lateLifecycle(parts: Parts): Closeable {
  const { store } = parts;
  let lifecycle: Promise<Lifecycle> | undefined;
  const begin = () => {
    lifecycle ??= import("./lifecycle.ts").then(({ Lifecycle }) => new Lifecycle(parts));
  };
  const onlyNamespaces = [...store.buckets()].every((bucket) => bucket === "namespaces");
  const isTerminating = store.entries("namespaces").some(([, { metadata }]) => metadata.deletionTimestamp !== undefined);
  const forget = onlyNamespaces && !isTerminating ? store.history.onNext(begin) : () => {};
  if (!onlyNamespaces || isTerminating) begin();
  return {
    async close() {
      forget();
      await (await lifecycle)?.close();
    },
  };
}
