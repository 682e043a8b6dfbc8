import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ManualClock } from "@millrace/kit";
import { kafka, Running, topic } from "./running.ts";

const topics = `${kafka}/namespaces/default/kafkatopics`;
const asTable = { accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json" };
const labelled = (name: string, labels: object) => ({ ...topic(name), metadata: { name, labels } });
const names = (list: { items: Array<{ metadata: { name: string } }> }) => list.items.map(({ metadata }) => metadata.name);

describe("lists", () => {
  let server: Running;
  before(async () => {
    server = await Running.start();
    for (const name of ["e", "c", "a", "d", "b"])
      await server.make(topics, labelled(name, { vowel: name === "a" || name === "e" ? "yes" : "no" }));
  });
  after(() => server.close());

  test("select by labels and fields", async () => {
    const chosen = async (query: string) => names(await server.get(`${topics}?${query}`)).join("");
    assert.equal(await chosen("labelSelector=vowel=yes"), "ae");
    assert.equal(await chosen("labelSelector=vowel!=yes"), "bcd");
    assert.equal(await chosen("labelSelector=vowel in (yes, no),!other"), "abcde");
    assert.equal(await chosen("labelSelector=vowel notin (yes)"), "bcd");
    assert.equal(await chosen("labelSelector=other"), "");
    assert.equal(await chosen("fieldSelector=metadata.name=c"), "c");
    assert.equal(await chosen("fieldSelector=metadata.name!=c,metadata.namespace=default"), "abde");
  });

  test("come in pages of one and the same state, however things change meanwhile", async () => {
    const first = await server.get(`${topics}?limit=2`);
    assert.deepEqual([names(first), first.metadata.remainingItemCount], [["a", "b"], 3]);
    await server.make(topics, topic("bb"));
    await server.ask("DELETE", `${topics}/d`);
    const second = await server.get(`${topics}?limit=2&continue=${first.metadata.continue}`);
    assert.deepEqual([names(second), second.metadata.resourceVersion], [["c", "d"], first.metadata.resourceVersion]);
    const third = await server.get(`${topics}?limit=2&continue=${second.metadata.continue}`);
    assert.deepEqual([names(third), third.metadata.continue], [["e"], ""]);
    const exact = await server.get(`${topics}?resourceVersion=${first.metadata.resourceVersion}&resourceVersionMatch=Exact`);
    assert.equal(names(exact).join(""), "abcde");
    assert.equal(names(await server.get(topics)).join(""), "abbbce");
  });

  test("of all namespaces are in the order of namespaces and names", async () => {
    await server.make("/api/v1/namespaces", { metadata: { name: "another" } });
    await server.make(`${kafka}/namespaces/another/kafkatopics`, topic("z"));
    assert.equal(names(await server.get(`${kafka}/kafkatopics`))[0], "z");
  });

  test("are tables for kubectl, with the columns that are declared", async () => {
    const table = await server.get(`${topics}?fieldSelector=metadata.name=c`, asTable);
    assert.deepEqual(
      table.columnDefinitions.map(({ name }: { name: string }) => name),
      ["Name", "Cluster", "Partitions", "Replication factor", "Ready"],
    );
    assert.deepEqual(table.rows[0].cells, ["c", null, 1, null, null]);
    assert.deepEqual([table.rows[0].object.kind, table.rows[0].object.metadata.name], ["PartialObjectMetadata", "c"]);
    const whole = await server.get(`${topics}/c?includeObject=Object`, asTable);
    assert.equal(whole.rows[0].object.kind, "KafkaTopic");
    const bare = await server.get(`${topics}/c?includeObject=None`, asTable);
    assert.equal(bare.rows[0].object, null);
  });

  test("show metadata only to whoever wants no more", async () => {
    const accept = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
    const list = await server.get(topics, { accept });
    assert.equal(list.kind, "PartialObjectMetadataList");
    assert.ok(!("spec" in list.items[0]));
  });
});

test("a table's ages and conditions are those of kubectl", async () => {
  const clock = new ManualClock(Date.parse("2026-01-01T00:00:00Z"));
  const server = await Running.start({ clock });
  await server.make(topics, labelled("t", { "strimzi.io/cluster": "my" }));
  const made = await server.get(`${topics}/t`);
  await server.ask("PUT", `${topics}/t/status`, {
    ...made,
    status: {
      conditions: [
        { type: "Other", status: "False" },
        { type: "Ready", status: "True" },
      ],
    },
  });
  const { rows } = await server.get(`${topics}/t`, asTable);
  assert.deepEqual(rows[0].cells, ["t", "my", 1, null, "True"]);
  const age = async () => (await server.get("/api/v1/namespaces/default", asTable)).rows[0].cells[2];
  const steps: ReadonlyArray<readonly [number, string]> = [
    [0, "0s"],
    [119, "119s"],
    [125, "2m5s"],
    [660, "11m"],
    [7 * 3600 + 60, "7h1m"],
    [30 * 3600, "30h"],
    [50 * 3600, "2d2h"],
    [400 * 86400, "400d"],
  ];
  let atSeconds = 0;
  for (const [seconds, shown] of steps) {
    clock.advance((seconds - atSeconds) * 1000);
    atSeconds = seconds;
    assert.equal(await age(), shown);
  }
  await server.close();
});
