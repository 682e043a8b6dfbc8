import type { Query, Talk } from "../talk.ts";
import type { ApiCase } from "./api-case.ts";
import { configMap, configMaps, topic, topics } from "./objects.ts";

/** Creates, changes and deletes, with nothing of it in the verdict but what a watch sees. */
async function changes(talk: Talk): Promise<void> {
  const send = (method: string, path: string, body?: object) => talk.send(method, path, { ...(body && { body }), aside: true });
  const { metadata } = await send("POST", topics(), topic("a", { partitions: 1 }, { labels: { seen: "yes" } }));
  await send("PUT", topics("a"), topic("a", { partitions: 2 }, { labels: { seen: "yes" }, resourceVersion: metadata?.resourceVersion }));
  await send("POST", topics(), topic("b", {}, { labels: { seen: "no" } }));
  await talk.send("PATCH", topics("a"), {
    type: "application/merge-patch+json",
    body: { metadata: { labels: { seen: "no" } } },
    aside: true,
  });
  await talk.send("PATCH", topics("b"), {
    type: "application/merge-patch+json",
    body: { metadata: { labels: { seen: "yes" } } },
    aside: true,
  });
  await send("DELETE", topics("a"));
  await send("DELETE", topics("b"));
  await send("POST", topics(), topic("end", {}, { labels: { seen: "yes" } }));
}

/** A watch from now on that sees `changes`. */
function watching(name: string, query: Query, path = topics(), accept?: string): ApiCase {
  return {
    name: `watches: ${name}`,
    async run(talk) {
      const list = await talk.send("GET", topics(), { aside: true });
      const from = { resourceVersion: list.metadata?.resourceVersion ?? "" };
      const watch = talk.watch(path, { ...from, ...query }, accept === undefined ? {} : { accept });
      await changes(talk);
      await watch.until("the last one", (events) => JSON.stringify(events.at(-1) ?? {}).includes('"end"'));
      await watch.close();
    },
  };
}

/** What watches begin with where two objects are. */
function beginning(name: string, query: Query, eventCount: number, path = configMaps()): ApiCase {
  return {
    name: `watches: ${name}`,
    async run(talk) {
      await talk.send("POST", configMaps(), { body: configMap("a", { a: "1" }), aside: true });
      await talk.send("POST", configMaps(), { body: configMap("b", { b: "1" }), aside: true });
      const watch = talk.watch(path, query);
      await watch.until(`${eventCount} events`, (events) => events.length >= eventCount);
      await watch.close();
    },
  };
}

const refused: readonly Query[] = [
  { resourceVersion: "x" },
  { resourceVersion: "1" },
  { resourceVersion: "1", sendInitialEvents: false, resourceVersionMatch: "NotOlderThan" },
  { resourceVersion: "99999999" },
  {
    resourceVersion: "99999999",
    sendInitialEvents: true,
    resourceVersionMatch: "NotOlderThan",
    allowWatchBookmarks: true,
    timeoutSeconds: 5,
  },
  { sendInitialEvents: true },
  { sendInitialEvents: true, resourceVersionMatch: "Exact" },
  { sendInitialEvents: "perhaps" },
  { resourceVersionMatch: "NotOlderThan" },
  { resourceVersionMatch: "Exact", resourceVersion: "1" },
  { labelSelector: "(" },
  { fieldSelector: "spec.a=b" },
  { timeoutSeconds: "x" },
  { continue: "x" },
  { limit: 1, sendInitialEvents: false, resourceVersionMatch: "Exact" },
];

export const watchCases: readonly ApiCase[] = [
  watching("all changes", {}),
  watching("with a label selector", { labelSelector: "seen=yes" }),
  watching("as a table", {}, topics(), "application/json;as=Table;v=v1;g=meta.k8s.io"),
  watching("as a table without the objects", { includeObject: "None" }, topics(), "application/json;as=Table;v=v1;g=meta.k8s.io"),
  watching("as metadata only", {}, topics(), "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"),
  watching(
    "with a field selector on all namespaces",
    { fieldSelector: "metadata.namespace={ns}" },
    "/apis/kafka.strimzi.io/v1/kafkatopics",
  ),
  {
    name: "watches: one object by its name",
    async run(talk) {
      const list = await talk.send("GET", topics(), { aside: true });
      const watch = talk.watch(topics(), { resourceVersion: list.metadata?.resourceVersion ?? "", fieldSelector: "metadata.name=b" });
      await changes(talk);
      await watch.until("its end", (events) => events.at(-1)?.type === "DELETED");
      await watch.close();
    },
  },
  beginning("what is there first, without a version", {}, 2),
  beginning("what is there first, from version 0 on", { resourceVersion: "0" }, 2),
  beginning(
    "initial events and their end",
    { sendInitialEvents: true, allowWatchBookmarks: true, resourceVersionMatch: "NotOlderThan" },
    3,
  ),
  beginning(
    "initial events from version 0 on",
    { sendInitialEvents: true, allowWatchBookmarks: true, resourceVersionMatch: "NotOlderThan", resourceVersion: "0" },
    3,
  ),
  beginning(
    "initial events with a selector",
    { sendInitialEvents: true, allowWatchBookmarks: true, resourceVersionMatch: "NotOlderThan", fieldSelector: "metadata.name=b" },
    2,
  ),
  beginning("one object by its path", {}, 1, configMaps("a")),
  {
    name: "watches: initial events of nothing",
    async run(talk) {
      const watch = talk.watch(topics(), { sendInitialEvents: true, allowWatchBookmarks: true, resourceVersionMatch: "NotOlderThan" });
      await watch.until("the end of nothing", (events) => events.length >= 1);
      await watch.close();
    },
  },
  {
    name: "watches: no initial events",
    async run(talk) {
      await talk.send("POST", configMaps(), { body: configMap("a"), aside: true });
      const watch = talk.watch(configMaps(), { sendInitialEvents: false, resourceVersionMatch: "NotOlderThan", timeoutSeconds: 1 });
      await watch.close();
    },
  },
  {
    name: "watches: end in time",
    async run(talk) {
      await talk.send("POST", configMaps(), { body: configMap("a"), aside: true });
      await talk.watch(configMaps(), { timeoutSeconds: 1 }).close();
    },
  },
  {
    name: "watches: that are refused",
    async run(talk) {
      await talk.send("POST", topics(), { body: topic("a"), aside: true });
      for (const query of refused)
        for (const path of [topics(), configMaps()]) await talk.watch(path, { timeoutSeconds: 1, ...query }).close();
    },
  },
];
