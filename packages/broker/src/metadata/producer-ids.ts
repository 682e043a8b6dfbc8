import { ProducerIdsRecord } from "@millrace/protocol";
import type { Metadata } from "./metadata.ts";
import { metadataRecord } from "./metadata-records.ts";

/** Ids are reserved in the metadata log by the thousand, as Kafka does, so that most cost no write. */
const blockSize = 1000;

/** Gives out producer ids, each once for the life of the data directory. */
export class ProducerIds {
  readonly #metadata: Metadata;
  readonly #nodeId: number;
  #next = 0;
  #end = 0;
  #reserving: Promise<void> | undefined;

  constructor(metadata: Metadata, nodeId: number) {
    this.#metadata = metadata;
    this.#nodeId = nodeId;
  }

  /** An id that nobody has had. Throws IO_FAILED if none can be reserved. */
  next(): number | Promise<number> {
    return this.#next < this.#end ? this.#next++ : this.#afterReserving();
  }

  /** An id that nobody has had, if one is reserved; else undefined, and some are being reserved. */
  take(): number | undefined {
    if (this.#next < this.#end) return this.#next++;
    // A failure is told to whoever waits for it.
    this.#ensureReserving().catch(() => {});
    return undefined;
  }

  /** Resolves when some ids are reserved; undefined if they are. Throws IO_FAILED if none can be reserved. */
  ready(): Promise<void> | undefined {
    return this.#next < this.#end ? undefined : this.#ensureReserving();
  }

  async #afterReserving(): Promise<number> {
    await this.#ensureReserving();
    return this.next();
  }

  #ensureReserving(): Promise<void> {
    this.#reserving ??= this.#reserve().finally(() => {
      this.#reserving = undefined;
    });
    return this.#reserving;
  }

  async #reserve(): Promise<void> {
    const first = this.#metadata.image.nextProducerId;
    const nextProducerId = first + blockSize;
    await this.#metadata.commit([
      metadataRecord(ProducerIdsRecord, { brokerId: this.#nodeId, brokerEpoch: this.#metadata.epoch, nextProducerId }),
    ]);
    this.#next = first;
    this.#end = nextProducerId;
  }
}
