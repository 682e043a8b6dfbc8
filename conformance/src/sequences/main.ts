import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { systemClock, systemRandom } from "@millrace/kit";
import { startApacheKafka } from "../peers/apache-kafka.ts";
import { startMillrace } from "../peers/millrace.ts";
import type { Peer } from "../peers/peer.ts";
import { describeDifference } from "../verdicts.ts";
import { brokerProperties } from "./broker-properties.ts";
import type { Finding } from "./compare.ts";
import { sequenceOf } from "./generate.ts";
import { Pair, pick } from "./trial.ts";
import { warmUp } from "./warm-up.ts";

const usage = `Usage: npm run differential -- [--seed N] [--count N] [--keep 0,2,5] [--workers N] [--no-shrink]
  Plays generated sequences of requests on Apache Kafka and on our broker and compares all answers.
  --seed   of the first sequence (default: a random one)
  --count  how many sequences, of seeds in a row (default 100)
  --keep   only these steps of the one sequence, which is then shown whole`;

interface Found {
  count: number;
  readonly example: string;
}

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    count: { type: "string" },
    keep: { type: "string" },
    workers: { type: "string", default: "3" },
    "no-shrink": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(usage);
else process.exitCode = (await withBrokers(values.keep === undefined ? runMany : runOne)) ? 0 : 1;

async function withBrokers(run: (kafka: Peer, millrace: Peer) => Promise<boolean>): Promise<boolean> {
  const dataDir = await mkdtemp(join(tmpdir(), "millrace-differential-"));
  const peers: Peer[] = [];
  try {
    const config = brokerProperties;
    peers.push(await startApacheKafka({ dataDir: join(dataDir, "kafka"), config }));
    peers.push(await startMillrace({ dataDir: join(dataDir, "millrace"), config }));
    for (const peer of peers) await warmUp(peer.bootstrapServers);
    return await run(...(peers as [Peer, Peer]));
  } finally {
    await Promise.all(peers.map((peer) => peer.stop()));
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function runMany(kafka: Peer, millrace: Peer): Promise<boolean> {
  const first = Number(values.seed ?? systemRandom.below(1_000_000_000));
  const count = Number(values.count ?? 100);
  console.log(`seeds ${first} to ${first + count - 1}`);
  const startMs = systemClock.monotonicMs();
  const found = new Map<string, Found>();
  const accepted = new Map<string, number>();
  const pairs: Pair[] = [];
  let next = first;
  const worker = async (): Promise<void> => {
    const pair = new Pair(kafka, millrace);
    pairs.push(pair);
    while (next < first + count) {
      const sequence = sequenceOf(next++);
      const comparison = await pair.compare(sequence);
      for (const { name } of comparison.accepted) accepted.set(name, (accepted.get(name) ?? 0) + 1);
      if (comparison.finding !== undefined) await note(pair, sequence, comparison.finding, found);
    }
    pair.close();
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, worker));
  const sum = (of: (pair: Pair) => number): number => pairs.reduce((total, pair) => total + of(pair), 0);
  const seconds = Math.round((systemClock.monotonicMs() - startMs) / 1000);
  for (const [name, times] of accepted) console.log(`accepted in ${times} sequences: ${name}`);
  for (const [signature, { count: times }] of [...found].sort(([, a], [, b]) => b.count - a.count)) console.log(`${times} × ${signature}`);
  console.log(
    `${count} sequences, ${sum(({ requests }) => requests)} requests, ${sum(({ unsteady }) => unsteady)} unsteady, ${found.size} different findings, ${seconds} s`,
  );
  return found.size === 0;
}

async function note(pair: Pair, sequence: ReturnType<typeof sequenceOf>, finding: Finding, found: Map<string, Found>): Promise<void> {
  const known = found.get(finding.signature);
  if (known !== undefined) {
    known.count += 1;
    return;
  }
  found.set(finding.signature, { count: 1, example: "" });
  const all = Array.from({ length: finding.at + 1 }, (_, at) => at);
  const { kept, finding: shrunk } = values["no-shrink"] ? { kept: all, finding } : await pair.shrink(sequence, finding);
  const lines = [
    `\n${finding.signature}`,
    `  npm run differential -- --seed ${sequence.seed} --keep ${kept.join(",")}`,
    ...pick(sequence.steps, kept).map((step, at) => `  ${at} ${JSON.stringify(step)}`),
    ...shrunk.differences.slice(0, 8).map((each) => `  ${describeDifference(each)}`),
  ];
  console.log(lines.join("\n"));
}

async function runOne(kafka: Peer, millrace: Peer): Promise<boolean> {
  const steps = pick(sequenceOf(Number(values.seed)).steps, (values.keep ?? "").split(",").map(Number));
  const pair = new Pair(kafka, millrace);
  const { kafka: expected, millrace: actual, comparison } = await pair.show({ steps });
  for (const [at, step] of steps.entries()) {
    console.log(`${at} ${JSON.stringify(step)}\n  kafka    ${JSON.stringify(expected[at])}\n  millrace ${JSON.stringify(actual[at])}`);
  }
  for (const each of comparison.finding?.differences ?? []) console.log(`${comparison.finding?.at} ${describeDifference(each)}`);
  pair.close();
  return comparison.finding === undefined;
}
