import { batchHeader, decodeRecords, ProtocolError, splitBatches, ZERO_UUID } from "@millrace/protocol";
import type { Verdict } from "../verdicts.ts";
import type { Bindings } from "./bindings.ts";
import { metadataTopicId, otherId } from "./field-values.ts";

/** Fields that hold what a broker makes up for itself, by the kind of thing. */
const kinds: Readonly<Record<string, string>> = {
  memberId: "member",
  leader: "member",
  topicId: "topic id",
  producerId: "producer id",
  sessionId: "session id",
  clusterId: "cluster",
  host: "host",
  port: "port",
  logDir: "directory",
};

/** Fields that say how busy a broker or how large its disk is. Sizes depend on how a library compresses. */
const leftOut: ReadonlySet<string> = new Set(["throttleTimeMs", "totalBytes", "usableBytes", "partitionSize", "size"]);

/** Lists whose order means something; that of others comes from hash tables. */
const ordered: ReadonlySet<string> = new Set(["records", "synonyms", "replicaNodes", "isrNodes", "abortedTransactions"]);

/** Names by which elements of lists that cover the whole broker tell whose they are. */
const owners = ["name", "topic", "groupId", "topicName", "transactionalId", "resourceName"] as const;

/** Ids that mean the same on every broker. */
const idsOfAll: ReadonlySet<string> = new Set([ZERO_UUID, metadataTopicId, otherId]);

const dayMs = 86_400_000;
const opens = "⟦";
const closes = "⟧";
const marker = /⟦([^:⟧]*):([^⟧]*)⟧/g;

export interface Reading {
  readonly bindings: Bindings;
  readonly nowMs: number;
  /** The request asked for everything there is: what others made is left out. */
  readonly onlyOwn: boolean;
  /** Names in the request may be spoilt, so that they can't be told from each other. */
  readonly isDamaged: boolean;
}

/**
 * Answers of one broker as plain JSON in which everything that it made up for itself is a symbol: the name it is bound to, or its
 * kind with a number by order of first appearance.
 */
export class AnswerReader {
  readonly #numbers = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  read(answer: unknown, reading: Reading): Verdict {
    const tree = new Visit(reading).value(answer, "");
    return JSON.parse(
      JSON.stringify(tree ?? null).replaceAll(marker, (_, kind: string, value: string) => this.#symbol(kind, value)),
    ) as Verdict;
  }

  #symbol(kind: string, value: string): string {
    const key = `${kind}:${value}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const symbol = `${kind} #${count}`;
    this.#numbers.set(key, symbol);
    return symbol;
  }
}

class Visit {
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  value(each: unknown, name: string): Verdict {
    if (each === undefined || each === null) return null;
    if (Buffer.isBuffer(each)) return name === "records" ? this.#batches(each) : this.#bytes(each);
    if (Array.isArray(each)) return this.#list(each, name);
    if (typeof each === "string") return this.#text(each, name);
    if (typeof each === "number") return this.#number(each, name);
    if (typeof each === "boolean") return each;
    const fields = Object.entries(each).filter(([field]) => !leftOut.has(field));
    return Object.fromEntries(fields.map(([field, inner]) => [field, this.value(inner, field)]));
  }

  #bytes(bytes: Buffer): Verdict {
    return bytes.toString("latin1").replaceAll(this.#reading.bindings.prefix, "~");
  }

  #list(list: readonly unknown[], name: string): Verdict {
    const own = this.#reading.onlyOwn ? list.filter((each) => !this.#isForeign(each)) : list;
    const items = own.map((each) => this.value(each, name === "" ? "" : `${name} element`));
    return ordered.has(name) ? items : items.sort(byPlace);
  }

  #isForeign(element: unknown): boolean {
    if (typeof element !== "object" || element === null) return false;
    const fields = element as Readonly<Record<string, unknown>>;
    const owner = owners.map((each) => fields[each]).find((each) => typeof each === "string");
    return typeof owner === "string" && !owner.startsWith(this.#reading.bindings.prefix);
  }

  #text(text: string, name: string): Verdict {
    const { bindings } = this.#reading;
    const kind = kinds[name];
    if (kind !== undefined && text !== "" && !idsOfAll.has(text)) return bindings.names.get(text) ?? `${opens}${kind}:${text}${closes}`;
    if (this.#reading.isDamaged) return "text";
    let result = text.replaceAll(bindings.prefix, "~").replaceAll(/\d{13}/g, (digits) => (this.#isNow(Number(digits)) ? "now" : digits));
    if (result.length > 9) for (const [id, symbol] of bindings.names) if (id.length > 9) result = result.replaceAll(id, symbol);
    return result;
  }

  #number(value: number, name: string): Verdict {
    const kind = kinds[name];
    if (kind !== undefined && value > 0) return this.#reading.bindings.names.get(String(value)) ?? `${opens}${kind}:${value}${closes}`;
    if (kind === "producer id" && value === 0) return this.#reading.bindings.names.get("0") ?? `${opens}${kind}:0${closes}`;
    return this.#isNow(value) ? "now" : value;
  }

  #isNow(value: number): boolean {
    return Math.abs(value - this.#reading.nowMs) < dayMs;
  }

  /** Batches with what their headers say; one that is cut off at the end is not looked at. */
  #batches(bytes: Buffer): Verdict {
    return splitBatches(bytes).map((batch) => ({
      baseOffset: batchHeader.baseOffset(batch),
      leaderEpoch: batchHeader.partitionLeaderEpoch(batch),
      attributes: batchHeader.attributes(batch),
      maxTimestamp: this.#number(batchHeader.maxTimestamp(batch), ""),
      producerId: this.#number(batchHeader.producerId(batch), "producerId"),
      producerEpoch: batchHeader.producerEpoch(batch),
      baseSequence: batchHeader.baseSequence(batch),
      records: this.#records(batch),
    }));
  }

  #records(batch: Buffer): Verdict {
    try {
      return decodeRecords(batch).map(({ offset, timestamp, key, value }) => `${offset} ${this.#number(timestamp, "")} ${key}=${value}`);
    } catch (failure) {
      if (failure instanceof ProtocolError) return "unreadable";
      throw failure;
    }
  }
}

/** By whose they are and where, then by all that they say: so that elements of two answers stand side by side though they differ. */
function byPlace(a: Verdict, b: Verdict): number {
  const [left, right] = [a, b].map((each) => `${placeOf(each)} ${JSON.stringify(each)}`.replaceAll(marker, "$1")) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}

const places = [...owners, "topicId", "partitionIndex", "partition", "index", "memberId", "nodeId"] as const;

function placeOf(element: Verdict): string {
  if (typeof element !== "object" || element === null) return "";
  const fields = element as Readonly<Record<string, Verdict>>;
  return JSON.stringify(places.map((each) => fields[each] ?? ""));
}
