// Sends flights to the topic `flights`, keyed by the airport they leave from, so that each airport's flights stay in order.
import { Producer } from "@millrace/client";
import { readFlights } from "./flights.ts";
import { options, topic } from "./options.ts";

const { bootstrapServers, count } = options();
const producer = new Producer({ bootstrapServers, compression: "lz4" });
for (const flight of await readFlights(count)) {
  await producer.ready();
  producer.send({ topic, key: flight.origin, value: JSON.stringify(flight), timestampMs: flight.departureMs }).catch((error) => {
    console.error(`flight ${flight.row} was not stored: ${error.message}`);
    process.exitCode = 1;
  });
}
await producer.close();
