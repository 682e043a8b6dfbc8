import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { namespacedKind, type Stored } from "@millrace/kube";
import { type AwaitedResource, kinds } from "@millrace/resources";
import { checkPlatform } from "../src/index.ts";
import { eventually } from "./client/running-broker.ts";
import { platformText } from "./documents.ts";
import { Directories, RunningPlatform } from "./kafka/running-platform.ts";

const directories = new Directories();
const connects = namespacedKind<AwaitedResource>(kinds.KafkaConnect);
const name = { namespace: "default", name: "connect" };
const group = "groupId: g, configStorageTopic: c, statusStorageTopic: s, offsetStorageTopic: o";
const connect = `apiVersion: kafka.strimzi.io/v1
kind: KafkaConnect
metadata: { name: connect }
spec: { replicas: 1, bootstrapServers: "test:9092", ${group} }
`;
const both = `${platformText({})}\n---\n${connect}`;

describe("a file with a kind that nothing looks after yet", () => {
  after(() => directories.remove());

  test("is good, with a warning that nothing comes of it, and bad where its schema says so", () => {
    const checked = checkPlatform([{ file: "f.yaml", text: both }]);
    assert.deepEqual(checked.problems, []);
    const warning = checked.warnings.find(({ resource }) => resource === "KafkaConnect/connect");
    assert.deepEqual([warning?.reason, warning?.message.startsWith("Millrace does not run workers")], ["NotSupportedYet", true]);
    const [problem] = checkPlatform([{ file: "f.yaml", text: both.replace("groupId: g, ", "") }]).problems;
    assert.equal(problem?.message, "required, but missing: expected text");
  });

  test("runs: the API has it, its status says so, and it goes with --prune when it is declared no more", async () => {
    const directory = directories.next();
    const first = await RunningPlatform.start(directory, both);
    let stored: Stored<AwaitedResource> | undefined;
    await eventually("something is said of it", async () => {
      stored = await first.client.get(connects, name);
      return stored?.status?.conditions !== undefined;
    });
    assert.equal(stored?.status?.conditions?.[0]?.reason, "NotSupportedYet");
    await first.close();
    const second = await RunningPlatform.start(directory, platformText({}));
    assert.equal((await second.client.get(connects, name))?.metadata.uid, stored?.metadata.uid);
    await second.close();
    const third = await RunningPlatform.start(directory, platformText({}), { prune: true });
    assert.equal(await third.client.get(connects, name), undefined);
    await third.close();
  });
});
