// A departure board: one of a group's members. Prints one line of JSON for each batch: the rows that it got, by airport.
import { Consumer } from "@millrace/client";
import type { Flight } from "./flights.ts";
import { group, options, topic } from "./options.ts";

const { bootstrapServers } = options();
const consumer = new Consumer({
  bootstrapServers,
  groupId: group,
  offsetReset: "earliest",
  sessionTimeoutMs: 6000,
  autoCommitIntervalMs: 200,
});
consumer.subscribe([topic]);
process.once("SIGTERM", () => void consumer.close());

for await (const { partition, records } of consumer) {
  const flights = records.map(({ value }) => JSON.parse(String(value)) as Flight);
  process.stdout.write(
    `${JSON.stringify({ partition, flights: flights.map(({ row, origin, delayMinutes }) => [row, origin, delayMinutes]) })}\n`,
  );
}
