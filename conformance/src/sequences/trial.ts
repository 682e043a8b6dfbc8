import type { Peer } from "../peers/peer.ts";
import type { Verdict } from "../verdicts.ts";
import type { Brokers } from "./both-brokers.ts";
import { type Comparison, compareAnswers, type Finding } from "./compare.ts";
import { newPrefix, Player } from "./player.ts";
import type { Sequence, Step } from "./sequence.ts";
import { Settler } from "./settler.ts";

/** How often a difference has to be seen: a broker that is busy may answer late and then otherwise. */
const attempts = 3;

/** Two running brokers that get the same sequences. */
export class Pair {
  readonly #kafka: Peer;
  readonly #millrace: Peer;
  readonly #settler: Settler;
  /** Sequences that differed once and not again. */
  unsteady = 0;
  requests = 0;

  constructor({ kafka, millrace }: Brokers) {
    this.#kafka = kafka;
    this.#millrace = millrace;
    this.#settler = new Settler(kafka.bootstrapServers);
  }

  /** Plays on both, again with more patience if they differ. */
  async compare(sequence: Pick<Sequence, "steps">): Promise<Comparison> {
    for (let attempt = 1; ; attempt++) {
      const [kafka, millrace] = await this.#playBoth(sequence, attempt);
      const comparison = compareAnswers(sequence.steps, kafka, millrace);
      if (comparison.finding === undefined || attempt === attempts) {
        if (attempt > 1 && comparison.finding === undefined) this.unsteady += 1;
        return comparison;
      }
    }
  }

  /** Plays once and tells all. */
  async show(sequence: Pick<Sequence, "steps">) {
    const [kafka, millrace] = await this.#playBoth(sequence, attempts);
    return { kafka, millrace, finding: compareAnswers(sequence.steps, kafka, millrace).finding };
  }

  /** The shortest part of the sequence in which the same thing differs. */
  async shrink(sequence: Sequence, finding: Finding): Promise<{ kept: number[]; finding: Finding }> {
    let kept = sequence.steps.map((_, at) => at).slice(0, finding.at + 1);
    let best = finding;
    for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let from = kept.length - 1 - size; from > -size; from -= size) {
        const candidate = [...kept.slice(0, Math.max(0, from)), ...kept.slice(from + size)];
        const found = (await this.compare({ steps: pick(sequence.steps, candidate) })).finding;
        if (found?.signature !== finding.signature) continue;
        kept = candidate.slice(0, found.at + 1);
        best = found;
      }
    }
    return { kept, finding: best };
  }

  close(): void {
    this.#settler.close();
  }

  #playBoth(sequence: Pick<Sequence, "steps">, attempt: number): Promise<[Verdict[], Verdict[]]> {
    this.requests += sequence.steps.length;
    const prefix = newPrefix();
    return Promise.all([
      new Player({ peer: this.#kafka, settler: this.#settler, patienceMs: 200 * attempt ** 2, prefix }).play(sequence),
      new Player({ peer: this.#millrace, settler: undefined, patienceMs: 100 * attempt ** 2, prefix }).play(sequence),
    ]);
  }
}

export function pick(steps: readonly Step[], kept: readonly number[]): Step[] {
  return kept.map((at) => steps[at]).filter((step) => step !== undefined);
}
