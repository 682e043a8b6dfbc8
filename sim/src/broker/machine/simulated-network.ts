import { Duplex } from "node:stream";
import { MillraceError, type Random } from "@millrace/kit";
import type { SimulatedClock } from "./simulated-clock.ts";

/** What a client connects to. */
export interface Host {
  /** A client's end of a connection to whoever listens; undefined: nobody does. */
  accept(): Duplex | undefined;
}

/** How long things take at most, in milliseconds. */
const passageMsMax = 4;
const refusalMs = 1;

/** Connections between clients and a machine: bytes arrive late, in pieces, in order, or no more. */
export class SimulatedNetwork {
  readonly #clock: SimulatedClock;
  readonly #random: Random;
  readonly #host: Host;
  readonly #links = new Set<Link>();

  constructor(clock: SimulatedClock, random: Random, host: Host) {
    this.#clock = clock;
    this.#random = random;
    this.#host = host;
  }

  /** As clients take it. `isPunctual`: what is under way when the client closes the connection does not arrive any more. */
  connector(isPunctual: boolean): () => Promise<Duplex> {
    return () =>
      new Promise((resolve, reject) => {
        this.#clock.after(this.#random.below(passageMsMax), () => {
          const stream = this.#host.accept();
          if (stream === undefined) {
            this.#clock.after(refusalMs, () => reject(new MillraceError("CONNECTION_FAILED", "connection refused")));
            return;
          }
          const link = new Link(this.#clock, this.#random, stream, isPunctual, () => this.#links.delete(link));
          this.#links.add(link);
          resolve(link.near);
        });
      });
  }

  /** Ends one connection, or all, with what is under way. */
  cut(all: boolean): void {
    for (const link of this.#chosen(all)) link.cut();
  }

  /** Nothing arrives for so long. */
  hang(all: boolean, forMs: number): void {
    for (const link of this.#chosen(all)) link.hang(forMs);
  }

  #chosen(all: boolean): readonly Link[] {
    const links = [...this.#links];
    return all || links.length === 0 ? links : [links[this.#random.below(links.length)] as Link];
  }
}

/** One connection: the client has `near`, the machine `far`. */
class Link {
  readonly near: Duplex;
  readonly #far: Duplex;
  readonly #clock: SimulatedClock;
  readonly #random: Random;
  readonly #onEnd: () => void;
  #hangsUntilMs = 0;
  #isCut = false;
  /** When what was sent last arrives, by direction. */
  #lastThere = 0;
  #lastBack = 0;

  constructor(clock: SimulatedClock, random: Random, far: Duplex, isPunctual: boolean, onEnd: () => void) {
    this.#clock = clock;
    this.#random = random;
    this.#far = far;
    this.#onEnd = onEnd;
    this.near = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        this.#sendThere(chunk);
        done();
      },
      destroy: (failure, done) => {
        if (isPunctual) this.cut();
        else this.#there(() => this.cut());
        done(failure);
      },
    });
    far.on("data", (chunk: Buffer) => this.#sendBack(chunk));
    for (const event of ["end", "close", "error"]) far.on(event, () => this.#back(() => this.cut()));
  }

  cut(): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#onEnd();
    this.near.destroy();
    this.#far.destroy();
  }

  hang(forMs: number): void {
    this.#hangsUntilMs = Math.max(this.#hangsUntilMs, this.#clock.monotonicMs() + forMs);
  }

  #sendThere(chunk: Buffer): void {
    for (const piece of this.#pieces(chunk)) this.#there(() => this.#far.write(piece));
  }

  #sendBack(chunk: Buffer): void {
    for (const piece of this.#pieces(chunk)) this.#back(() => this.near.push(piece));
  }

  #there(arrive: () => void): void {
    this.#lastThere = this.#deliver(this.#lastThere, arrive);
  }

  #back(arrive: () => void): void {
    this.#lastBack = this.#deliver(this.#lastBack, arrive);
  }

  /** Never before what was sent before it. */
  #deliver(notBeforeMs: number, arrive: () => void): number {
    const passageMs = (passageMsMax * this.#random.below(1000)) / 1000;
    const atMs = Math.max(notBeforeMs, this.#hangsUntilMs, this.#clock.monotonicMs()) + passageMs;
    this.#clock.at(atMs, () => {
      if (!this.#isCut) arrive();
    });
    return atMs;
  }

  #pieces(chunk: Buffer): readonly Buffer[] {
    // What was sent belongs to the sender, who may use its memory again.
    const bytes = Buffer.from(chunk);
    if (bytes.length < 2 || this.#random.below(8) > 0) return [bytes];
    const at = 1 + this.#random.below(bytes.length - 1);
    return [bytes.subarray(0, at), bytes.subarray(at)];
  }
}
