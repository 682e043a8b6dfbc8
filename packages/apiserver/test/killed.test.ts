import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { seededRandom, systemClock } from "@millrace/kit";
import fc from "fast-check";
import { kafka, Running } from "./running.ts";

const topics = `${kafka}/namespaces/default/kafkatopics`;
const maps = "/api/v1/namespaces/default/configmaps";

interface Operation {
  readonly act: "makeTopic" | "makeMap" | "relabel" | "deleteTopic" | "deleteMap" | "orphan" | "hold" | "release" | "status";
  readonly name: string;
  readonly owner: string;
}

const operations = fc.array(
  fc.record({
    act: fc.constantFrom<Operation["act"][]>(
      "makeTopic",
      "makeMap",
      "relabel",
      "deleteTopic",
      "deleteMap",
      "orphan",
      "hold",
      "release",
      "status",
    ),
    name: fc.constantFrom("a", "b", "c"),
    owner: fc.constantFrom("a", "b"),
  }),
  { minLength: 1, maxLength: 12 },
);

const merge = { "content-type": "application/merge-patch+json" };

/** Does something, whatever becomes of it; resolves when it is answered. */
async function operate(server: Running, { act, name, owner }: Operation): Promise<void> {
  const patch = (url: string, body: object) => server.ask("PATCH", url, body, merge);
  switch (act) {
    case "makeTopic":
      await server.ask("POST", topics, {
        apiVersion: "kafka.strimzi.io/v1",
        kind: "KafkaTopic",
        metadata: { name },
        spec: { partitions: 1 },
      });
      return;
    case "makeMap": {
      const { status, body } = await server.ask("GET", `${topics}/${owner}`);
      const reference = {
        apiVersion: "kafka.strimzi.io/v1",
        kind: "KafkaTopic",
        name: owner,
        uid: body.metadata?.uid,
        blockOwnerDeletion: true,
      };
      await server.ask("POST", maps, { metadata: { name, ownerReferences: status === 200 ? [reference] : [] } });
      return;
    }
    case "relabel":
      await patch(`${topics}/${name}`, { metadata: { labels: { changed: owner } } });
      return;
    case "deleteTopic":
      await server.ask("DELETE", `${topics}/${name}`, { propagationPolicy: owner === "a" ? "Foreground" : "Background" });
      return;
    case "deleteMap":
      await server.ask("DELETE", `${maps}/${name}`);
      return;
    case "orphan":
      await server.ask("DELETE", `${topics}/${name}`, { propagationPolicy: "Orphan" });
      return;
    case "hold":
      await patch(`${maps}/${name}`, { metadata: { finalizers: ["a.b/c"] } });
      return;
    case "release":
      await patch(`${maps}/${name}`, { metadata: { finalizers: null } });
      return;
    case "status":
      await patch(`${topics}/${name}/status`, { status: { topicName: owner } });
  }
}

/** All objects without what differs from run to run. */
async function state(server: Running): Promise<string> {
  const lists = await Promise.all([server.get(topics), server.get(maps)]);
  return JSON.stringify(
    lists.map(({ items }) => items),
    (name, value) =>
      ["uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "time"].includes(name) || name.startsWith("k:{")
        ? undefined
        : value,
  );
}

/** The state when nothing goes on any more. */
async function settled(server: Running): Promise<string> {
  let before = "";
  for (let same = 0; same < 3; ) {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    const now = await state(server);
    same = now === before ? same + 1 : 0;
    before = now;
  }
  return before;
}

test("whenever the process is killed, what comes of a sequence of operations is what comes of it without", async () => {
  await fc.assert(
    fc.asyncProperty(operations, fc.nat(), async (all, seed) => {
      const undisturbed = await Running.start();
      const files = new FaultyFiles(systemClock, seededRandom(seed));
      let killed = await Running.start({}, files.process());
      for (const operation of all) {
        await operate(undisturbed, operation);
        await operate(killed, operation);
        files.kill();
        killed = await Running.start({}, files.process());
        assert.equal(await settled(killed), await settled(undisturbed));
      }
      await Promise.all([killed.close(), undisturbed.close()]);
    }),
    { numRuns: 40 },
  );
});
