import type { Peer } from "../peers/peer.ts";
import { brokerProperties } from "../sequences/broker-properties.ts";
import { compareAnswers } from "../sequences/compare.ts";
import { generatorVersion, sequenceOf } from "../sequences/generate.ts";
import { Player } from "../sequences/player.ts";
import { Settler } from "../sequences/settler.ts";
import { warmUp } from "../sequences/warm-up.ts";
import type { Case, Suite } from "../suite.ts";
import type { Difference, Verdict } from "../verdicts.ts";

const seedsPerCase = 5;
const cases = 12;
const patienceMs = 1000;

/** Answers to each step of each seed, every one as JSON in one line: there are many. */
type Answers = Readonly<Record<string, readonly string[]>>;

async function play(peer: Peer, seeds: readonly number[]): Promise<Verdict> {
  await warmUp(peer.bootstrapServers);
  const settler = peer.name === "kafka" ? new Settler(peer.bootstrapServers) : undefined;
  const answers: Record<string, string[]> = {};
  try {
    for (const seed of seeds) {
      const played = await new Player({ peer, settler, patienceMs }).play(sequenceOf(seed));
      answers[seed] = played.map((answer) => JSON.stringify(answer));
    }
  } finally {
    settler?.close();
  }
  return answers;
}

/** What differs and is not accepted, in the first step of each seed that does. */
function differ(expected: Verdict, actual: Verdict): Difference[] {
  return Object.entries(actual as Answers).flatMap(([seed, answers]) => {
    const { steps } = sequenceOf(Number(seed));
    const recorded = ((expected as Answers)[seed] ?? []).map((text) => JSON.parse(text) as Verdict);
    const { finding } = compareAnswers(
      steps,
      recorded,
      answers.map((text) => JSON.parse(text) as Verdict),
    );
    return (finding?.differences ?? []).map((each) => ({ ...each, path: `seed ${seed}, step ${finding?.at}, ${each.path}` }));
  });
}

/** Generated sequences of requests. Others than these are tried with `npm run differential`. */
export const sequences: Suite = {
  name: "sequences",
  config: brokerProperties,
  async prepare() {
    const each = (at: number): Case => {
      const seeds = Array.from({ length: seedsPerCase }, (_, index) => at * seedsPerCase + index + 1);
      return {
        name: `generator ${generatorVersion}, seeds ${seeds[0]} to ${seeds.at(-1)}`,
        run: (peer) => play(peer, seeds),
        differences: differ,
      };
    };
    return { cases: Array.from({ length: cases }, (_, at) => each(at)), async close() {} };
  },
};
