import { MillraceError } from "@millrace/kit";
import { FetchLoad } from "../load/fetch-load.ts";
import { ProduceLoad } from "../load/produce-load.ts";
import { withTopic } from "../load/topic.ts";
import type { MeasureName } from "../measures.ts";
import type { BrokerProcess } from "../peers/broker-process.ts";
import { metered } from "../process/metered.ts";
import { dropCached } from "../process/page-cache.ts";
import { diskBytesRead } from "../process/usage.ts";
import { clientsInFlight, gigabyteBatches, kilobytes64 } from "./produce.ts";
import type { Scenario } from "./scenario.ts";

/** Of what is fetched, this much at least has to come from the disk. */
const fromDiskShare = 0.9;

interface Old {
  readonly name: MeasureName;
  readonly rate: MeasureName;
  readonly consumers: number;
}

const olds: readonly Old[] = [
  { name: "old", rate: "old-rate", consumers: 1 },
  { name: "old-10", rate: "old-10-rate", consumers: 10 },
  { name: "old-100", rate: "old-100-rate", consumers: 100 },
];

/** Each reads a partition of its own to its end; the bytes of all. */
async function readAll(readers: readonly FetchLoad[], endOffset: number): Promise<number> {
  for (const reader of readers) reader.offset = 0;
  const read = await Promise.all(readers.map((reader) => reader.readTo(endOffset)));
  return read.reduce((sum, bytes) => sum + bytes, 0);
}

/** Throws REQUEST_FAILED if most of what `read` fetched did not come from the disk: then something else was measured. */
async function fromDisk({ pid, name }: BrokerProcess, read: () => Promise<number>): Promise<number> {
  const before = diskBytesRead(pid);
  const bytes = await read();
  const fetched = diskBytesRead(pid) - before;
  if (fetched < bytes * fromDiskShare) {
    throw new MillraceError("REQUEST_FAILED", `Of ${bytes} bytes that ${name} sent, only ${fetched} came from the disk`);
  }
  return bytes;
}

/** A gigabyte, each consumer its part from the beginning: once from the page cache, to warm up, then from the disk. */
const oldScenario = ({ name, rate, consumers }: Old): Scenario => ({
  name,
  run: (broker, { scale }) =>
    withTopic(broker.address, name, consumers, async (topic) => {
      const shape = { ...kilobytes64, connections: consumers, partitions: consumers, inFlight: clientsInFlight };
      const load = await ProduceLoad.open(broker.address, topic, shape);
      const endOffset = ((await load.run(gigabyteBatches * scale)) / consumers) * kilobytes64.records;
      load.close();
      const readers: FetchLoad[] = [];
      while (readers.length < consumers) readers.push(await FetchLoad.open(broker.address, topic, readers.length));
      await readAll(readers, endOffset);
      await dropCached(broker.folder, topic.name);
      const { result, cpuSeconds, wallSeconds } = await metered(broker.pid, () => fromDisk(broker, () => readAll(readers, endOffset)));
      for (const reader of readers) reader.close();
      return { [name]: (cpuSeconds * 1e9) / result, [rate]: result / 1e6 / wallSeconds };
    }),
});

export const oldScenarios = olds.map(oldScenario);
