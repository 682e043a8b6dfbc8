import { MillraceError } from "@millrace/kit";
import type { TopicPartition } from "./file-names.ts";

/** Kafka's checkpoint files: the version 0, the number of lines that follow, then one entry a line, its parts separated by a space. */

export interface OffsetEntry extends TopicPartition {
  readonly offset: number;
}

export interface EpochEntry {
  readonly epoch: number;
  /** First offset that was written in it. */
  readonly startOffset: number;
}

export function formatOffsets(entries: readonly OffsetEntry[]): Buffer {
  return format(entries.map(({ topic, partition, offset }) => `${topic} ${partition} ${offset}`));
}

/** `DATA_CORRUPT` if the text is none that {@link formatOffsets} gives. */
export function parseOffsets(text: string): OffsetEntry[] {
  return parse(text, 3).map(([topic = "", partition, offset]) => ({ topic, partition: natural(partition), offset: natural(offset) }));
}

export function formatEpochs(entries: readonly EpochEntry[]): Buffer {
  return format(entries.map(({ epoch, startOffset }) => `${epoch} ${startOffset}`));
}

/** `DATA_CORRUPT` if the text is none that {@link formatEpochs} gives. */
export function parseEpochs(text: string): EpochEntry[] {
  return parse(text, 2).map(([epoch, startOffset]) => ({ epoch: natural(epoch), startOffset: natural(startOffset) }));
}

function format(lines: readonly string[]): Buffer {
  return Buffer.from(["0", String(lines.length), ...lines, ""].join("\n"), "utf8");
}

function parse(text: string, parts: number): string[][] {
  if (text === "") return []; // as Kafka makes the files, before there is anything to note
  const [version, count, ...lines] = text.split("\n").filter((line) => line !== "");
  if (version !== "0" || lines.length !== natural(count)) throw corrupt();
  const entries = lines.map((line) => line.split(/\s+/));
  if (entries.some(({ length }) => length !== parts)) throw corrupt();
  return entries;
}

function natural(text: string | undefined): number {
  if (text === undefined || !/^\d+$/.test(text)) throw corrupt();
  return Number(text);
}

function corrupt(): MillraceError {
  return new MillraceError("DATA_CORRUPT", "A checkpoint file is damaged");
}
