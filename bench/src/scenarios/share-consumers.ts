import { ProduceLoad } from "../load/produce-load.ts";
import { ShareLoad } from "../load/share-load.ts";
import { withTopic } from "../load/topic.ts";
import type { MeasureName } from "../measures.ts";
import { metered } from "../process/metered.ts";
import { settle } from "../process/settled.ts";
import { clientsInFlight } from "./produce.ts";
import type { Scenario } from "./scenario.ts";

const partitions = 10;
/** 16 KB of small records, as a producer sends that lingers a little. */
const batches = { records: 130, valueBytes: 100 };
const warmUpRecords = 1_000_000;
const measuredRecords = 2_000_000;

/** Members of a share group get what was written before and accept it, with each fetch what the one before gave. */
function shareConsumers(members: number, name: MeasureName, rate: MeasureName): Scenario {
  return {
    name,
    run: ({ address, pid }, { scale }) =>
      withTopic(address, name, partitions, async (topic) => {
        const [warmUp, measured] = [warmUpRecords * scale, measuredRecords * scale];
        const shape = { ...batches, connections: partitions, partitions, inFlight: clientsInFlight };
        const producers = await ProduceLoad.open(address, topic, shape);
        // What members hold when it is enough is more than that, and no partition must run dry before.
        await producers.run(((warmUp + measured) * 1.2) / batches.records);
        producers.close();
        const consumers = await ShareLoad.open(address, topic, members);
        await consumers.run(warmUp);
        await settle();
        const { cpuSeconds, wallSeconds } = await metered(pid, () => consumers.run(measured));
        consumers.close();
        return { [name]: (cpuSeconds * 1e6) / measured, [rate]: measured / wallSeconds };
      }),
  };
}

export const shareConsumerScenarios: readonly Scenario[] = [
  shareConsumers(1, "share-consumer", "share-consumer-rate"),
  shareConsumers(20, "share-consumers", "share-consumers-rate"),
];
