import assert from "node:assert/strict";
import { test } from "node:test";
import { type Api, apis, batchHeader, checkBatch, errors, type KafkaError, type ProduceRequest } from "@millrace/protocol";
import { scrutinize } from "../src/peers/scrutiny.ts";
import { ScriptedBroker } from "./scripted-broker.ts";

const openId = "AAAAAAAAQACAAAAAAAAAAQ";
const closedId = "AAAAAAAAQACAAAAAAAAAAg";

/** Looks at all that has to be looked at, as far as it is not left out. */
class Scrutiny {
  readonly #leftOut: string;
  #topics = 0;
  #producers = 0;
  readonly #nextSequences = new Map<number, number>();

  constructor(leftOut: string) {
    this.#leftOut = leftOut;
  }

  readonly answer = (api: Api, body: unknown): unknown => {
    switch (api.key) {
      case apis.createTopics.key:
        return { topics: [{ topicId: this.#topics++ === 0 ? openId : closedId }] };
      case apis.initProducerId.key:
        return { producerId: ++this.#producers, producerEpoch: 0 };
      case apis.produce.key:
        return this.#produce(body as ProduceRequest);
      default:
        return {};
    }
  };

  #produce({ topicData }: ProduceRequest): unknown {
    const { topicId, partitionData } = topicData[0] ?? { topicId: "", partitionData: [] };
    const { code } = this.#judge(topicId, partitionData[0]?.records ?? Buffer.alloc(0));
    const throttleTimeMs = this.#leftOut === "quotas" ? 0 : 5;
    return { throttleTimeMs, responses: [{ topicId, partitionResponses: [{ index: 0, errorCode: code }] }] };
  }

  #judge(topicId: string, batch: Buffer): KafkaError {
    if (topicId === closedId && this.#leftOut !== "ACLs") return errors.TOPIC_AUTHORIZATION_FAILED;
    if (checkBatch(batch, 0, batch.length) !== undefined && this.#leftOut !== "checksums") return errors.CORRUPT_MESSAGE;
    const producerId = batchHeader.producerId(batch);
    const next = this.#nextSequences.get(producerId) ?? 0;
    if (batchHeader.baseSequence(batch) !== next && this.#leftOut !== "sequences") return errors.OUT_OF_ORDER_SEQUENCE_NUMBER;
    this.#nextSequences.set(producerId, next + 1);
    return errors.NONE;
  }
}

async function scrutinized(leftOut: string): Promise<void> {
  const { broker, address } = await ScriptedBroker.listen(new Scrutiny(leftOut).answer);
  try {
    await scrutinize(address, 100);
  } finally {
    broker.close();
  }
}

test("a broker that checks everything is measured", () => scrutinized("nothing"));

test("a broker that leaves something out is not", async () => {
  for (const [leftOut, message] of [
    ["checksums", /wrong checksum was answered with NONE, not CORRUPT_MESSAGE/],
    ["sequences", /sequence too large was answered with NONE/],
    ["ACLs", /that an ACL closes is taken/],
    ["quotas", /beyond its quota is not held up/],
  ] as const) {
    await assert.rejects(scrutinized(leftOut), { code: "REQUEST_FAILED", message }, leftOut);
  }
});
