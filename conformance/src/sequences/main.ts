import { parseArgs } from "node:util";
import { systemRandom } from "@millrace/kit";
import { describeDifference } from "../verdicts.ts";
import { type Brokers, withBothBrokers } from "./both-brokers.ts";
import { Campaign } from "./campaign.ts";
import { sequenceOf } from "./generate.ts";
import { Pair, pick } from "./trial.ts";

const usage = `Usage: npm run differential -- [--seed N] [--count N] [--keep 0,2,5] [--workers N] [--no-shrink]
  Plays generated sequences of requests on Apache Kafka and on our broker and compares all answers.
  --seed   of the first sequence (default: a random one)
  --count  how many sequences, of seeds in a row (default 100)
  --keep   only these steps of the one sequence, which is then shown with all answers`;

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    count: { type: "string", default: "100" },
    keep: { type: "string" },
    workers: { type: "string", default: "3" },
    "no-shrink": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed ?? systemRandom.below(1_000_000_000));

// The brokers end with this process.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));
if (values.help) console.log(usage);
else process.exitCode = (await withBothBrokers(values.keep === undefined ? runMany : runOne)) ? 0 : 1;

async function runMany(brokers: Brokers): Promise<boolean> {
  const [count, workers] = [Number(values.count), Number(values.workers)];
  const campaign = new Campaign({ seed, count, workers, shrink: !values["no-shrink"], write: (line) => console.log(line) });
  await campaign.run(brokers);
  return campaign.findings.length === 0;
}

async function runOne(brokers: Brokers): Promise<boolean> {
  const steps = pick(sequenceOf(seed).steps, (values.keep ?? "").split(",").map(Number));
  const pair = new Pair(brokers);
  const { kafka, millrace, finding } = await pair.show({ steps });
  for (const [at, step] of steps.entries()) {
    console.log(`${at} ${JSON.stringify(step)}\n  kafka    ${JSON.stringify(kafka[at])}\n  millrace ${JSON.stringify(millrace[at])}`);
  }
  for (const each of finding?.differences ?? []) console.log(`${finding?.at} ${describeDifference(each)}`);
  pair.close();
  return finding === undefined;
}
