import { FetchLoad } from "../load/fetch-load.ts";
import { ProduceLoad } from "../load/produce-load.ts";
import { withTopic } from "../load/topic.ts";
import type { MeasureName } from "../measures.ts";
import { metered } from "../process/metered.ts";
import { settle } from "../process/settled.ts";
import { clientsInFlight, gigabyteBatches, kilobytes64 } from "./produce.ts";
import type { Measured, Scenario } from "./scenario.ts";

const producer = { ...kilobytes64, connections: 1, partitions: 1, inFlight: clientsInFlight };
/** So much is written, a megabyte, before all consumers have it: nobody falls further behind. */
const stepBatches = 16;
const warmUpShare = 0.3;

interface Recent {
  readonly name: MeasureName;
  readonly rate: MeasureName;
  readonly consumers: number;
  /** All consumers together, in the full run. */
  readonly gigabytesRead: number;
  /** With what producing takes. */
  readonly both?: MeasureName;
}

const recents: readonly Recent[] = [
  { name: "recent", rate: "recent-rate", consumers: 1, gigabytesRead: 1, both: "recent-both" },
  { name: "recent-10", rate: "recent-10-rate", consumers: 10, gigabytesRead: 3 },
  { name: "recent-100", rate: "recent-100-rate", consumers: 100, gigabytesRead: 6 },
];

/** Consumers that wait at the end while a producer writes. What producing as much takes alone is measured right before, and taken away. */
const recentScenario = ({ name, rate, consumers, gigabytesRead, both }: Recent): Scenario => ({
  name,
  run: ({ address, pid }, { scale }) =>
    withTopic(address, name, 1, async (topic) => {
      const load = await ProduceLoad.open(address, topic, producer);
      const readers: FetchLoad[] = [];
      while (readers.length < consumers) readers.push(await FetchLoad.open(address, topic));
      let endOffset = 0;
      const steps = async (count: number, reads: boolean): Promise<number> => {
        let bytes = 0;
        for (let step = 0; step < count; step++) {
          endOffset += stepBatches * kilobytes64.records;
          const reading = reads ? readers.map((reader) => reader.readTo(endOffset)) : [];
          const [, ...read] = await Promise.all([load.run(stepBatches), ...reading]);
          for (const each of read) bytes += each;
        }
        for (const reader of readers) reader.offset = endOffset;
        return bytes;
      };
      const count = Math.ceil((gigabyteBatches * gigabytesRead * scale) / stepBatches / consumers);
      await steps(Math.ceil(count * warmUpShare), true);
      await settle();
      const alone = await metered(pid, () => steps(count, false));
      await settle();
      const { result: bytes, cpuSeconds, wallSeconds } = await metered(pid, () => steps(count, true));
      load.close();
      for (const reader of readers) reader.close();
      const measured: Measured = {
        [name]: ((cpuSeconds - alone.cpuSeconds) * 1e9) / bytes,
        [rate]: bytes / 1e6 / wallSeconds,
      };
      return both === undefined ? measured : { ...measured, [both]: (cpuSeconds * 1e9) / bytes };
    }),
});

export const recentScenarios = recents.map(recentScenario);
