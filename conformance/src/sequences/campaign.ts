import { systemClock } from "@millrace/kit";
import { describeDifference } from "../verdicts.ts";
import type { Brokers } from "./both-brokers.ts";
import type { Finding } from "./compare.ts";
import { sequenceOf } from "./generate.ts";
import type { Sequence } from "./sequence.ts";
import { Pair, pick } from "./trial.ts";

export interface CampaignOptions {
  /** Seed of the first sequence; those of the others follow. */
  readonly seed: number;
  readonly count: number;
  /** Sequences that are played at the same time. */
  readonly workers: number;
  readonly shrink: boolean;
  readonly write: (line: string) => void;
}

const differencesShownMax = 8;

/** Many sequences on both brokers. */
export class Campaign {
  readonly #options: CampaignOptions;
  readonly #pairs: Pair[] = [];
  /** How many sequences showed each finding. */
  readonly #found = new Map<string, number>();
  readonly #accepted = new Map<string, number>();

  constructor(options: CampaignOptions) {
    this.#options = options;
  }

  /** Findings that are told apart by what differs; none is well. */
  get findings(): readonly string[] {
    return [...this.#found].sort(([, a], [, b]) => b - a).map(([signature, times]) => `${times} × ${signature}`);
  }

  async run(brokers: Brokers): Promise<void> {
    const { seed, count, workers, write } = this.#options;
    const startMs = systemClock.monotonicMs();
    write(`seeds ${seed} to ${seed + count - 1}`);
    const seeds = Array.from({ length: count }, (_, at) => seed + at).values();
    await Promise.all(Array.from({ length: workers }, () => this.#work(new Pair(brokers), seeds)));
    for (const [name, times] of this.#accepted) write(`accepted in ${times} sequences: ${name}`);
    for (const finding of this.findings) write(finding);
    const sum = (of: (pair: Pair) => number): number => this.#pairs.reduce((total, pair) => total + of(pair), 0);
    const requests = `${sum((pair) => pair.requests)} requests, ${sum((pair) => pair.unsteady)} unsteady`;
    const seconds = Math.round((systemClock.monotonicMs() - startMs) / 1000);
    write(`${count} sequences, ${requests}, ${this.#found.size} different findings, ${seconds} s`);
  }

  async #work(pair: Pair, seeds: Iterator<number>): Promise<void> {
    this.#pairs.push(pair);
    for (let next = seeds.next(); !next.done; next = seeds.next()) {
      const sequence = sequenceOf(next.value);
      const { accepted, finding } = await pair.compare(sequence);
      for (const { name } of accepted) this.#accepted.set(name, (this.#accepted.get(name) ?? 0) + 1);
      if (finding !== undefined) await this.#note(pair, sequence, finding);
    }
    pair.close();
  }

  /** The first of its sort is made as small as it gets, and shown. */
  async #note(pair: Pair, sequence: Sequence, finding: Finding): Promise<void> {
    const times = this.#found.get(finding.signature) ?? 0;
    this.#found.set(finding.signature, times + 1);
    if (times > 0) return;
    const whole = { kept: sequence.steps.slice(0, finding.at + 1).map((_, at) => at), finding };
    const { kept, finding: shown } = this.#options.shrink ? await pair.shrink(sequence, finding) : whole;
    const lines = [
      `\n${finding.signature}`,
      `  npm run differential -- --seed ${sequence.seed} --keep ${kept.join(",")}`,
      ...pick(sequence.steps, kept).map((step, at) => `  ${at} ${JSON.stringify(step)}`),
      ...shown.differences.slice(0, differencesShownMax).map((each) => `  ${describeDifference(each)}`),
    ];
    this.#options.write(lines.join("\n"));
  }
}
