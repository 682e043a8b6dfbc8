import { type Random, seededRandom } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { batchSeeds, spoiltBatch } from "./batches.ts";
import { Client, frameOf } from "./client.ts";
import { apiBytes, requestFrames } from "./corpus.ts";
import { checkHealth, checkRestart, type Running, start, topic, turn } from "./live-broker.ts";
import { findingFrames } from "./live-seeds.ts";
import { mutated } from "./mutate.ts";
import { anyOf, Finding, type Target } from "./target.ts";

const roundInputs = 200;
/** A frame that can't be read ends the connection, and what follows is not looked at. */
const framesPerConnection = 4;
/** Topics and records that good requests leave are what a broker is for: it is begun anew before they fill the memory. */
const roundsPerBroker = 100;

function produceOf(records: Buffer, index: number): Buffer {
  return frameOf(apis.produce, 9, {
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ name: topic, partitionData: [{ index, records }] }],
  }).subarray(4);
}

/** Mutated requests to a running broker with a data directory, over connections inside the process, in pieces of any size. */
export async function liveTarget(): Promise<Target> {
  const golden = requestFrames();
  const batches = batchSeeds();
  let running = await start();
  let seeds = [...golden, ...findingFrames(running.known)];
  let rounds = 0;
  const anyFrame = (random: Random): Buffer => {
    const kind = random.below(8);
    if (kind === 0) return produceOf(spoiltBatch(batches, random), random.below(2));
    const own = seeds.slice(golden.length);
    const seed = kind < 4 ? anyOf(own, random) : anyOf(golden, random);
    return mutated(seed, random.below(20) === 0 ? 0 : apiBytes, random, anyOf(seeds, random));
  };
  return {
    name: "live",
    roundInputs,
    async round(random) {
      if (++rounds % roundsPerBroker === 0) {
        await checkRestart(running).catch((failure: unknown) => {
          throw new Finding("a broker on what requests left", Buffer.alloc(0), failure);
        });
        running = await start();
        seeds = [...golden, ...findingFrames(running.known)];
      }
      const frames = Array.from({ length: roundInputs }, () => anyFrame(random));
      try {
        for (let at = 0; at < frames.length; at += framesPerConnection)
          await sendAll(running, frames.slice(at, at + framesPerConnection), random);
        await checkHealth(running);
      } catch (failure) {
        throw new Finding("a broker after these frames", Buffer.concat(frames.map(sized)), failure);
      }
      if (running.failures.length > 0)
        throw new Finding("a broker that failed inside", Buffer.concat(frames.map(sized)), running.failures.join("\n"));
    },
    close: () => checkRestart(running),
  };
}

/** Sends what was found once to a new broker, which lives on. */
export async function replayFrames(stream: Buffer): Promise<void> {
  const { broker, clock, failures } = await start();
  const random = seededRandom(1);
  try {
    for (let at = 0; at < stream.length; ) {
      const frames: Buffer[] = [];
      for (; frames.length < framesPerConnection && at < stream.length; at += 4 + (frames.at(-1) as Buffer).length)
        frames.push(stream.subarray(at + 4, at + 4 + stream.readInt32BE(at)));
      await sendAll({ broker, clock }, frames, random);
    }
    await checkHealth({ broker });
    if (failures.length > 0) throw new Error(failures.join("\n"));
  } finally {
    await broker.close();
  }
}

function sized(frame: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(frame.length);
  return Buffer.concat([size, frame]);
}

/** Some frames over one connection, which then breaks, whatever is still under way. */
async function sendAll({ broker, clock }: Pick<Running, "broker" | "clock">, frames: readonly Buffer[], random: Random): Promise<void> {
  const client = new Client(broker.connect());
  const stream = Buffer.concat(frames.map(sized));
  for (let at = 0; at < stream.length; ) {
    const end = at + 1 + random.below(random.below(4) === 0 ? 8 : 4096);
    client.send(stream.subarray(at, end));
    at = end;
    if (random.below(4) === 0) await turn();
  }
  await turn();
  if (random.below(4) === 0) clock.advance(random.below(20_000));
  await turn();
  client.close();
}
