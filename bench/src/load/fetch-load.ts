import { MillraceError } from "@millrace/kit";
import { apis, batchHeader, checkBatch, type Draft, errorByCode, type FetchRequest, splitBatches } from "@millrace/protocol";
import { requestFrame } from "./frames.ts";
import { type Address, decodeResponse, Link } from "./link.ts";
import type { Topic } from "./topic.ts";

const fetchBytesMax = 1024 * 1024;
const maxWaitMs = 500;
const sessionless = -1;

/** A consumer of one partition without a session that asks for what follows as soon as it has an answer. */
export class FetchLoad {
  readonly #link: Link;
  readonly #topicId: string;
  readonly #partition: number;
  /** Asked for next. */
  offset = 0;
  fetches = 0;
  /** Told of the offsets that came, `to` not among them, as soon as they have. */
  onRead: (from: number, to: number) => void = () => {};

  private constructor(link: Link, topicId: string, partition: number) {
    this.#link = link;
    this.#topicId = topicId;
    this.#partition = partition;
  }

  static async open(address: Address, topic: Topic, partition = 0): Promise<FetchLoad> {
    return new FetchLoad(await Link.open(address), topic.id, partition);
  }

  /** Reads on until `endOffset`; bytes of the whole batches that came. Throws REQUEST_FAILED, or DATA_CORRUPT for what is no batch. */
  readTo(endOffset: number): Promise<number> {
    let bytesRead = 0;
    return new Promise((resolve, reject) => {
      this.#link.onFailure = reject;
      this.#link.onResponse = (bytes, start, end) => {
        bytesRead += this.#take(bytes.subarray(start, end));
        if (this.offset < endOffset) this.#ask();
        else resolve(bytesRead);
      };
      this.#ask();
    });
  }

  close(): void {
    this.#link.close();
  }

  #ask(): void {
    const partition = { partition: this.#partition, fetchOffset: this.offset, partitionMaxBytes: fetchBytesMax };
    const request: Draft<FetchRequest> = {
      maxWaitMs,
      minBytes: 1,
      maxBytes: fetchBytesMax,
      sessionEpoch: sessionless,
      topics: [{ topicId: this.#topicId, partitions: [partition] }],
    };
    this.#link.send(requestFrame(apis.fetch, request, this.fetches++));
  }

  /** Moves on behind the whole batches of a response; their bytes. */
  #take(response: Buffer): number {
    const { errorCode, responses } = decodeResponse(apis.fetch, response);
    const partition = responses[0]?.partitions[0];
    const failure = errorCode || (partition?.errorCode ?? 0);
    if (failure !== 0) throw new MillraceError("REQUEST_FAILED", `Fetch was answered with ${errorByCode(failure).name}`);
    const batches = splitBatches(partition?.records ?? Buffer.alloc(0));
    const [first, last] = [batches[0], batches.at(-1)];
    if (first === undefined || last === undefined) return 0;
    // The first batch stands for all of them: checking each would cost as much as reading it.
    const whole = checkBatch(first, 0, first.length) === undefined;
    if (!whole || batchHeader.baseOffset(first) > this.offset || batchHeader.lastOffset(first) < this.offset) {
      throw new MillraceError("DATA_CORRUPT", `What was fetched at offset ${this.offset} is not the batch that was written there`);
    }
    const from = this.offset;
    this.offset = batchHeader.lastOffset(last) + 1;
    this.onRead(from, this.offset);
    return batches.reduce((sum, batch) => sum + batch.length, 0);
  }
}
