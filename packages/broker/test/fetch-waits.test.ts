import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { apis, type Draft, errors, type FetchRequest, type FetchResponse } from "@millrace/protocol";
import type { RawClient } from "./harness/raw-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

const version = 12;

/** A fetch at the end of each topic that is willing to wait for long. */
function patient(...topics: string[]): Draft<FetchRequest> {
  const asked = topics.map((topic) => ({ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000 }] }));
  return { maxWaitMs: 60_000, minBytes: 1, sessionEpoch: -1, topics: asked };
}

function codesIn({ responses }: FetchResponse): Record<string, number | undefined> {
  return Object.fromEntries(responses.map(({ topic, partitions }) => [topic, partitions[0]?.errorCode]));
}

describe("a waiting fetch", () => {
  let broker: TestBroker;
  let client: RawClient;

  beforeEach(async () => {
    broker = await TestBroker.start();
    client = broker.connect();
    await broker.createTopic("here");
  });

  afterEach(() => broker.stop());

  function parked(request: Draft<FetchRequest>): { answer: Promise<FetchResponse>; seen: Promise<void> } {
    const answer = client.receive(apis.fetch, version, client.send(apis.fetch, version, request));
    answer.catch(() => {});
    return { answer, seen: broker.call(apis.apiVersions, 0, {}).then(() => {}) };
  }

  test("is not cut short by a topic that does not exist: its reader would ask again at once", async () => {
    const { answer, seen } = parked(patient("nowhere", "here"));
    await seen;
    await broker.produce("here", 0, ["something"]);
    const reply = await answer;
    assert.deepEqual(codesIn(reply), { here: 0, nowhere: errors.UNKNOWN_TOPIC_OR_PARTITION.code });
    assert.deepEqual(reply.responses[0]?.partitions[0]?.highWatermark, 1, "it waited for the record");
    assert.equal(reply.responses.at(-1)?.topic, "nowhere", "what does not exist stands at the end");
  });

  test("is answered at once if nothing of it exists", async () => {
    const { answer, seen } = parked(patient("nowhere"));
    await seen;
    assert.deepEqual(codesIn(await answer), { nowhere: errors.UNKNOWN_TOPIC_OR_PARTITION.code });
  });

  test("is answered when its topic is deleted, though others are waited for too", async () => {
    await broker.createTopic("other");
    const { answer, seen } = parked(patient("here", "other"));
    await seen;
    await broker.call(apis.deleteTopics, 6, { topics: [{ name: "here" }], timeoutMs: 1000 });
    assert.deepEqual(codesIn(await answer), { other: 0, here: errors.UNKNOWN_TOPIC_OR_PARTITION.code });
  });

  test("does not hold up the end of the broker, nor read from closed logs after it", async () => {
    const { answer, seen } = parked(patient("here"));
    await seen;
    await broker.stop();
    await assert.rejects(answer, /closed the connection/);
    broker.clock.advance(120_000);
    await Promise.resolve();
    broker = await broker.restart();
  });
});
