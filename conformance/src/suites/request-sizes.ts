import type { Verdict } from "../verdicts.ts";
import { recordBatch } from "../wire/batch.ts";
import type { RawConnection } from "../wire/connection.ts";
import { askAndSee, type Crowd, fateOf, silenceMs } from "../wire/crowd.ts";
import { createTopic, offsetAt } from "../wire/exchange.ts";
import { produceFrame } from "../wire/produce.ts";
import { apiVersionsFrame, requestFrame } from "../wire/requests.ts";
import { eventually } from "./outcome.ts";

/** What socket.request.max.bytes has to be; one and a half of them are queued.max.request.bytes. */
const largestBytes = 20_000;
const address = "127.0.0.7";
const sizeFieldBytes = 4;
const empty = Buffer.alloc(0);

/** Produce of so many bytes. */
function produceOf(topic: string, acks: number, sizeBytes: number): Buffer {
  const frame = (valueBytes: number) => produceFrame(topic, recordBatch({ records: [{ value: Buffer.alloc(valueBytes, "x") }] }), { acks });
  const aboutBytes = sizeBytes - 1_000; // a length takes the same bytes then
  return frame(aboutBytes + sizeBytes + sizeFieldBytes - frame(aboutBytes).length);
}

/** ApiVersions of so many bytes: its client has a long name. */
function apiVersionsOf(sizeBytes: number): Buffer {
  const frame = (name: string) => requestFrame(18, 0, 1, empty, name);
  return frame("x".repeat(sizeBytes + sizeFieldBytes - frame("").length));
}

const announced = (sizeBytes: number): Buffer => apiVersionsOf(sizeBytes).subarray(0, sizeFieldBytes);

/** What three producers see, each of whom sends a request of so many bytes and then a small one; and how many records there are then. */
async function produced(crowd: Crowd, bootstrapServers: string, topic: string, sizeBytes: number): Promise<Verdict> {
  await createTopic(bootstrapServers, topic);
  const seen: Record<string, Verdict> = {};
  for (const acks of [-1, 1, 0]) {
    const client = await crowd.one(address);
    client.send(produceOf(topic, acks, sizeBytes));
    const answer = acks === 0 ? "not waited for" : await fateOf(client);
    seen[`acks ${acks}`] = [answer, await askAndSee(client), await fateOf(client, silenceMs)];
  }
  return { seen, records: await offsetAt(bootstrapServers, topic, 0, "latest") };
}

/** Two requests of which half has come, more than the queue holds; and a client that was served before and is not any more. */
async function fullQueue(crowd: Crowd): Promise<{ first: RawConnection; second: RawConnection; other: RawConnection; rest: Buffer }> {
  const [first, second, other] = [await crowd.one(address), await crowd.one(address), await crowd.one(address)];
  await askAndSee(other);
  const request = apiVersionsOf(largestBytes);
  for (const client of [first, second]) client.send(request.subarray(0, 100));
  await eventually("the queue is full", async () => ((await askAndSee(other, silenceMs)) === "silent" ? true : undefined));
  return { first, second, other, rest: request.subarray(100) };
}

/** What becomes of requests that are as large as they may be, or larger. */
export const requestSizeCases: Readonly<Record<string, (crowd: Crowd, bootstrapServers: string) => Promise<Verdict>>> = {
  "socket.request.max.bytes": (crowd, bootstrapServers) => produced(crowd, bootstrapServers, "as-large-as-may-be", largestBytes),
  "beyond socket.request.max.bytes": (crowd, bootstrapServers) => produced(crowd, bootstrapServers, "too-large", largestBytes + 1),
  async "beyond socket.request.max.bytes, behind others"(crowd) {
    const client = await crowd.one(address);
    client.send(Buffer.concat([apiVersionsFrame(0), apiVersionsFrame(0), announced(largestBytes + 1)]));
    return [await fateOf(client), await fateOf(client), await fateOf(client)];
  },
  async "queued.max.request.bytes, until one is whole"(crowd) {
    const { first, second, other, rest } = await fullQueue(crowd);
    const newcomer = await crowd.one(address);
    const atFirst = await askAndSee(newcomer, silenceMs);
    first.send(rest);
    const oneIsWhole = { first: await fateOf(first), other: await fateOf(other), newcomer: await fateOf(newcomer) };
    second.send(rest);
    return { atFirst, oneIsWhole, second: await fateOf(second) };
  },
  async "queued.max.request.bytes, until one leaves"(crowd) {
    const { first, second, other, rest } = await fullQueue(crowd);
    first.close();
    const oneLeft = await fateOf(other);
    second.send(rest);
    return { oneLeft, second: await fateOf(second) };
  },
};
