// Streams the flights through a Kafka: one producer, a group of two consumers, one of which is killed half-way.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type BatchLine, Board } from "./board.ts";
import { options } from "./options.ts";

const { bootstrapServers, count } = options();
const board = new Board();
const halfway = Promise.withResolvers<void>();
const complete = Promise.withResolvers<void>();

function program(name: string): ChildProcess {
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const args = ["--conditions=source", file, "--bootstrap-server", bootstrapServers, "--count", String(count)];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
}

function consumer(name: string): ChildProcess {
  const child = program("consumer");
  if (child.stdout === null) throw new Error("the consumer has no standard output");
  createInterface(child.stdout).on("line", (line) => {
    board.take(name, parsed(line));
    if (board.flights >= count / 2) halfway.resolve();
    if (board.flights === count) complete.resolve();
  });
  return child;
}

/** A line that a killed consumer did not finish tells nothing: its flights come again. */
function parsed(line: string): BatchLine {
  try {
    return JSON.parse(line) as BatchLine;
  } catch {
    return { partition: -1, flights: [] };
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", resolve));
}

const first = consumer("first");
const second = consumer("second");
const producer = program("producer");
const produced = ended(producer);

await halfway.promise;
console.log(`${board.flights} flights have come; killing one of the two consumers`);
first.kill("SIGKILL");
if ((await produced) !== 0) throw new Error("the producer failed");
await complete.promise;
second.kill("SIGTERM");
await ended(second);

console.log(
  `${board.flights} flights from ${board.airports} airports, ${board.again} of them again after the kill, ${board.outOfOrder} out of order`,
);
for (const { airport, meanDelayMinutes } of board.worst(5, 1000))
  console.log(`${airport}  ${meanDelayMinutes.toFixed(1)} minutes late on average`);
process.exitCode = board.outOfOrder === 0 ? 0 : 1;
