import { corrupt } from "./store-content.ts";

/** Rounds of hashing that a store may ask for altogether: about two seconds. keytool asks for 10,000 a key, it once did for 100,000. */
const roundsMax = 1_000_000;
/** OpenSSL's own loop takes so much less for each. */
const nativeRounds = 10;

/** How much work a store may make: how many rounds its keys take, the file itself says. */
export class Work {
  #left = roundsMax;

  /** Before they are done: `native` where OpenSSL does all of them at once. Throws StoreProblem if that is too much. */
  take(rounds: number, { native = false } = {}): void {
    this.#left -= native ? rounds / nativeRounds : rounds;
    if (rounds < 1 || !(this.#left >= 0)) throw corrupt("it asks for more rounds of hashing than anybody needs");
  }
}
