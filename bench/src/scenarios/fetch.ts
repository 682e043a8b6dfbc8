import { FetchLoad } from "../load/fetch-load.ts";
import { ProduceLoad } from "../load/produce-load.ts";
import { withTopic } from "../load/topic.ts";
import { metered } from "../process/metered.ts";
import { settle } from "../process/settled.ts";
import { clientsInFlight, gigabyteBatches, kilobytes64 } from "./produce.ts";
import type { Scenario } from "./scenario.ts";

const producer = { ...kilobytes64, connections: 1, partitions: 1, inFlight: clientsInFlight };
const { records } = kilobytes64;
const warmUpPasses = 2;

/** Reads from the beginning what was written just before, three times; the first two warm up. */
export const fetchFromBeginning = (name: "fetch" | "tls-fetch", batches = gigabyteBatches): Scenario => ({
  name,
  run: ({ address, pid }, { scale }) =>
    withTopic(address, name, 1, async (topic) => {
      const load = await ProduceLoad.open(address, topic, producer);
      const written = await load.run(batches * scale);
      load.close();
      const consumer = await FetchLoad.open(address, topic);
      const endOffset = written * records;
      for (let pass = 0; pass < warmUpPasses; pass++) {
        await consumer.readTo(endOffset);
        consumer.offset = 0;
      }
      await settle();
      const { result: bytes, cpuSeconds, wallSeconds } = await metered(pid, () => consumer.readTo(endOffset));
      consumer.close();
      return { [name]: (cpuSeconds * 1e9) / bytes, [`${name}-rate`]: bytes / 1e6 / wallSeconds };
    }),
});
