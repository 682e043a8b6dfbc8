import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/** Collects all garbage now. */
export const collectGarbage: () => void = runInNewContext("gc") as () => void;

const mebibyte = 1 << 20;
/** What caches and pools may take once they are warm. */
const growthBytesMax = 64 * mebibyte;
const looksPerSettling = 200;

/** Whether memory grows over a long run. */
export class Watch {
  #looks = 0;
  #firstBytes = 0;
  #lastBytes = 0;
  #peakResidentBytes = 0;

  /** To be called after each round. */
  look(): void {
    this.#looks += 1;
    this.#peakResidentBytes = Math.max(this.#peakResidentBytes, process.memoryUsage.rss());
    if (this.#looks !== 1 && this.#looks % looksPerSettling !== 0) return;
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    this.#lastBytes = heapUsed + external;
    if (this.#looks <= looksPerSettling) this.#firstBytes = this.#lastBytes;
  }

  isSteady(): boolean {
    return this.#lastBytes - this.#firstBytes < growthBytesMax;
  }

  summary(): string {
    const inMebibytes = (bytes: number): number => Math.round(bytes / mebibyte);
    const grown = inMebibytes(this.#lastBytes - this.#firstBytes);
    return `${inMebibytes(this.#peakResidentBytes)} MB resident at most, ${grown} MB more in use at the end than when warm`;
  }
}
