import { apis } from "@millrace/protocol";
import type { Draw } from "./draw.ts";
import { type Actor, anyActor } from "./field-values.ts";
import { anyBody, type Settled } from "./request-body.ts";
import type { Step } from "./sequence.ts";

export type ApiName = keyof typeof apis;

/** Something that a client may do: one request or a few that belong together. */
export interface Move {
  readonly name: string;
  readonly weight: number;
  steps(scene: Scene): Step[];
}

/** What a sequence has come to as far as its generator can know. */
export class Scene {
  readonly draw: Draw;
  /** Next sequence numbers, by producer and partition. */
  readonly #sequences = new Map<string, number>();
  #sessionEpoch = 0;

  constructor(draw: Draw) {
    this.draw = draw;
  }

  step(api: ApiName, options: { settled?: Settled; actor?: Actor; as?: string; minVersion?: number } = {}): Step {
    const { draw } = this;
    const { minVersion, maxVersion, request } = apis[api];
    const first = Math.max(minVersion, options.minVersion ?? 0);
    const version = draw.chance(0.4) ? maxVersion : first + draw.below(maxVersion - first + 1);
    const at = { draw, actor: options.actor ?? anyActor(draw), api, version };
    const step = { api, version, body: anyBody(request.name, at, options.settled) };
    return options.as === undefined ? step : { ...step, as: options.as };
  }

  /** The sequence number of a batch of `count` records that comes next. */
  nextSequence(producer: string, place: string, count: number): number {
    const key = `${producer} ${place}`;
    const next = this.#sequences.get(key) ?? 0;
    this.#sequences.set(key, next + count);
    return next;
  }

  restartSequences(producer: string): void {
    for (const key of this.#sequences.keys()) if (key.startsWith(`${producer} `)) this.#sequences.delete(key);
  }

  openSession(): void {
    this.#sessionEpoch = 0;
  }

  nextSessionEpoch(): number {
    this.#sessionEpoch += 1;
    return this.#sessionEpoch;
  }
}
