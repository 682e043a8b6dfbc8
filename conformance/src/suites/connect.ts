import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { MillraceError, sleep, systemClock } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { Talk } from "../differential/talk.ts";
import { type JavaProgram, type JavaPrograms, withPrograms } from "../java-programs.ts";
import { accepts, freePort } from "../peers/daemon.ts";
import type { Peer } from "../peers/peer.ts";
import type { Suite } from "../suite.ts";
import { connectClasspath } from "../toolchain/java.ts";
import type { Verdict } from "../verdicts.ts";
import { createTopic } from "../wire/exchange.ts";
import { readCommittedLines } from "./console-consumer.ts";

const patienceMs = 180_000;

const topic = "connect.lines";
const internalTopics = ["connect.configs", "connect.offsets", "connect.status"] as const;

/** Lines that each part of the trial adds to the source's file. */
const linesAtOnce = 2_000;

/** A worker of a distributed Connect and the way to talk to it. */
class Worker {
  readonly #programs: JavaPrograms;
  readonly #properties: string;
  readonly #url: string;
  readonly #port: number;
  #program: JavaProgram | undefined;

  private constructor(programs: JavaPrograms, properties: string, port: number) {
    this.#programs = programs;
    this.#properties = properties;
    this.#port = port;
    this.#url = `http://127.0.0.1:${port}`;
  }

  static async open(programs: JavaPrograms, bootstrapServers: string): Promise<Worker> {
    const port = await freePort();
    const [configs, offsets, status] = internalTopics;
    const string = "org.apache.kafka.connect.storage.StringConverter";
    const properties = await programs.properties("worker.properties", {
      "bootstrap.servers": bootstrapServers,
      "group.id": "connect",
      "config.storage.topic": configs,
      "offset.storage.topic": offsets,
      "status.storage.topic": status,
      "config.storage.replication.factor": "1",
      "offset.storage.replication.factor": "1",
      "status.storage.replication.factor": "1",
      "key.converter": string,
      "value.converter": string,
      "exactly.once.source.support": "enabled",
      listeners: `http://127.0.0.1:${port}`,
      // A worker that was killed is missed soon, and its work goes on at once.
      "session.timeout.ms": "6000",
      "heartbeat.interval.ms": "2000",
      "scheduled.rebalance.max.delay.ms": "0",
    });
    return new Worker(programs, properties, port);
  }

  get program(): JavaProgram {
    if (this.#program === undefined) throw new MillraceError("NOT_FOUND", "the worker was not started");
    return this.#program;
  }

  async start(): Promise<void> {
    this.#program = await this.#programs.start("org.apache.kafka.connect.cli.ConnectDistributed", [this.#properties]);
    await this.program.until("it listens", patienceMs, () => accepts(this.#port));
    await this.program.until("it has joined", patienceMs, async () => (await this.#ask("GET", "/connectors"))?.ok || undefined);
  }

  async configure(connector: string, config: Readonly<Record<string, string>>): Promise<void> {
    await this.program.until(`${connector} is taken`, patienceMs, async () =>
      (await this.#ask("PUT", `/connectors/${connector}/config`, config))?.ok ? true : undefined,
    );
  }

  /** Waits until connectors and their tasks run. */
  async untilRunning(connectors: readonly string[]): Promise<void> {
    for (const connector of connectors)
      await this.program.until(`${connector} runs`, patienceMs, async () => {
        const response = await this.#ask("GET", `/connectors/${connector}/status`);
        if (!response?.ok) return undefined;
        const { connector: own, tasks } = (await response.json()) as { connector: { state: string }; tasks: { state: string }[] };
        return own.state === "RUNNING" && tasks.length === 1 && tasks[0]?.state === "RUNNING" ? true : undefined;
      });
  }

  async #ask(method: "GET" | "PUT", path: string, body?: unknown): Promise<Response | undefined> {
    const headers = { "content-type": "application/json" };
    const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }), signal: AbortSignal.timeout(30_000) };
    // It may be busy with joining, or not listen yet.
    return fetch(`${this.#url}${path}`, request).catch(() => undefined);
  }
}

function lines(part: string): string[] {
  return Array.from({ length: linesAtOnce }, (_, at) => `${part} ${at}`);
}

/** How often each line is there that should be there once. */
function count(expected: readonly string[], found: readonly string[]): { missing: number; twice: number } {
  const distinct = new Set(found);
  return { missing: expected.filter((line) => !distinct.has(line)).length, twice: found.length - distinct.size };
}

async function cleanupPolicies({ bootstrapServers }: Peer): Promise<Verdict> {
  const talk = new Talk(bootstrapServers);
  try {
    const resources = internalTopics.map((resourceName) => ({ resourceType: 2, resourceName, configurationKeys: ["cleanup.policy"] }));
    const { results } = await talk.call(apis.describeConfigs, 4, { resources });
    return Object.fromEntries(results.map(({ resourceName, configs }) => [resourceName, configs[0]?.value ?? null]));
  } finally {
    talk.close();
  }
}

/** From a file through a topic into a file, while the worker is killed, then the broker, then both end in order. */
async function through(peer: Peer, programs: JavaPrograms): Promise<Verdict> {
  await createTopic(peer.bootstrapServers, topic, 1);
  const source = join(programs.folder, "source.txt");
  const sink = join(programs.folder, "sink.txt");
  const expected: string[] = [];
  const add = async (part: string): Promise<void> => {
    expected.push(...lines(part));
    await appendFile(source, `${lines(part).join("\n")}\n`);
  };
  const sunk = async (): Promise<string[]> => (await readFile(sink, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
  const worker = await Worker.open(programs, peer.bootstrapServers);
  const untilSunk = (what: string, atLeast: number) =>
    worker.program.until(what, patienceMs, async () => (new Set(await sunk()).size >= atLeast ? true : undefined));

  await writeFile(source, "");
  await worker.start();
  const file = "org.apache.kafka.connect.file.FileStream";
  await worker.configure("source", {
    "connector.class": `${file}SourceConnector`,
    "tasks.max": "1",
    file: source,
    topic,
    "batch.size": "20",
    "exactly.once.support": "required",
  });
  await worker.configure("sink", { "connector.class": `${file}SinkConnector`, "tasks.max": "1", file: sink, topics: topic });
  await worker.untilRunning(["source", "sink"]);
  await add("first");
  await untilSunk("the first lines arrive", 100);

  await worker.program.kill9();
  await add("after the worker was killed");
  await worker.start();
  await worker.untilRunning(["source", "sink"]);
  await untilSunk("lines arrive after the worker was killed", linesAtOnce + 100);

  await add("while the broker is killed");
  await peer.kill9();
  await sleep(systemClock, 500);
  await peer.restart();
  await add("after the broker was killed");
  await untilSunk("all lines arrive", expected.length);
  await worker.untilRunning(["source", "sink"]);
  await worker.program.stop();

  const committed = (await readCommittedLines(programs, peer, topic, 1)).filter((line) => / \d+$/.test(line));
  const inOrder = isDeepStrictEqual(committed, expected);
  const { missing } = count(expected, await sunk());
  return { topic: { ...count(expected, committed), inOrder }, sink: { missing }, policies: await cleanupPolicies(peer) };
}

/** A distributed worker of Kafka Connect with Kafka's own file connectors; the source writes exactly once. */
export const connect: Suite = {
  name: "connect",
  async prepare() {
    const classpath = await connectClasspath();
    const run = (peer: Peer) => withPrograms(classpath, (programs) => through(peer, programs));
    return { cases: [{ name: "file source exactly once, worker and broker killed", run }], async close() {} };
  },
};
