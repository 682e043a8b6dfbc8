import { systemClock } from "@millrace/kit";
import { FetchLoad } from "../load/fetch-load.ts";
import { PacedLoad } from "../load/paced-load.ts";
import { withTopic } from "../load/topic.ts";
import type { MeasureName } from "../measures.ts";
import { settle } from "../process/settled.ts";
import { percentile } from "../statistics.ts";
import type { Scenario } from "./scenario.ts";

const batchesPerSecond = 1_000;
const warmUpSeconds = 5;
const seconds = 20;

interface Latency {
  readonly name: MeasureName;
  /** The 99th and the 99.9th percentile. */
  readonly tails: readonly [MeasureName, MeasureName];
  /** Records that are sent together, a thousand times a second. */
  readonly records: number;
}

const latencies: readonly Latency[] = [
  { name: "latency-1k", tails: ["latency-1k-p99", "latency-1k-p999"], records: 1 },
  { name: "latency-20k", tails: ["latency-20k-p99", "latency-20k-p999"], records: 20 },
];

/** From the moment before a record is sent until a consumer that waits at the end has it; sent at a fixed rate, whatever is still under way. */
const latencyScenario = ({ name, tails, records }: Latency): Scenario => ({
  name,
  run: ({ address }, { scale }) =>
    withTopic(address, name, 1, async (topic) => {
      const load = await PacedLoad.open(address, topic, { records, valueBytes: 100 });
      const consumer = await FetchLoad.open(address, topic);
      const run = async (batches: number): Promise<Float64Array> => {
        const first = load.sentMs.length;
        const took = new Float64Array(batches);
        consumer.onRead = (from, to) => {
          const nowMs = systemClock.monotonicMs();
          for (let at = from / records; at < to / records; at++) took[at - first] = nowMs - (load.sentMs[at] ?? Number.NaN);
        };
        await Promise.all([consumer.readTo((first + batches) * records), load.run(batches, batchesPerSecond)]);
        return took.sort();
      };
      await run(warmUpSeconds * batchesPerSecond * scale);
      await settle();
      const took = await run(seconds * batchesPerSecond * scale);
      load.close();
      consumer.close();
      return { [name]: percentile(took, 0.5), [tails[0]]: percentile(took, 0.99), [tails[1]]: percentile(took, 0.999) };
    }),
});

export const latencyScenarios = latencies.map(latencyScenario);
