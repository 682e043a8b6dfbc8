import { type Files, readFile, replaceFile } from "@millrace/files";
import { MillraceError } from "@millrace/kit";
import { jsonText, parseJson } from "../json-text.ts";
import type { KubeObject } from "../objects.ts";
import { frame, frameHeadBytes, readFrames } from "./frame.ts";

/** A change as it is written down; without `object`, a removal. */
export interface Change {
  readonly revision: number;
  readonly bucket: string;
  readonly key: string;
  readonly object?: KubeObject;
}

/** Everything that is stored, for the beginning of a journal. */
export interface Content {
  readonly revision: number;
  readonly objects: ReadonlyArray<Omit<Change, "revision">>;
}

/** What a journal begins with: all that was stored at `revision`, in so many records. */
interface Head {
  readonly format: 1;
  readonly revision: number;
  readonly objects: number;
}

/** What a journal holds as far as its records are whole. */
export interface Written {
  /** In order; the first one only tells the revision, which stands even if nothing is left that carries it. */
  readonly changes: readonly Change[];
  readonly startBytes: number;
  readonly wholeBytes: number;
  /** With what was being written at the end. */
  readonly bytes: number;
}

const filePattern = /^objects-(\d{10})\.log$/;
const nameOf = (number: number): string => `objects-${String(number).padStart(10, "0")}.log`;

export const journalPath = (directory: string, number: number): string => `${directory}/${nameOf(number)}`;

/** The number of the newest journal, which is the one that counts; undefined if there is none. */
export function newestJournal(files: Files, directory: string): number | undefined {
  const numbers = files.list(directory).flatMap((name) => filePattern.exec(name)?.[1] ?? []);
  return numbers.map(Number).sort((a, b) => b - a)[0];
}

export function removeOtherFiles(files: Files, directory: string, number: number): void {
  for (const name of files.list(directory)) if (name !== nameOf(number)) files.remove(`${directory}/${name}`);
}

/** Begins a journal in one step. Returns how long it is. */
export async function beginJournal(files: Files, path: string, { revision, objects }: Content): Promise<number> {
  const head: Head = { format: 1, revision, objects: objects.length };
  const bytes = Buffer.concat([head, ...objects].map((record) => frame(jsonText(record))));
  await replaceFile(files, path, bytes, { secret: true });
  return bytes.length;
}

/** Throws DATA_CORRUPT where it does not begin whole, and DATA_FORMAT_UNKNOWN. */
export function readJournal(files: Files, path: string): Written {
  const bytes = readFile(files, path);
  const { texts, wholeBytes } = readFrames(bytes);
  const [head, ...records] = texts.map((text): unknown => parseJson(text));
  if (!isHead(head) || records.length < head.objects) {
    throw new MillraceError("DATA_CORRUPT", `${path} does not begin with a whole snapshot of the stored resources`);
  }
  const { revision, objects } = head;
  return {
    changes: [
      { revision, bucket: "", key: "" },
      ...records.slice(0, objects).map((record) => ({ ...(record as Change), revision })),
      ...records.slice(objects).map((record) => record as Change),
    ],
    startBytes: texts.slice(0, objects + 1).reduce((sum, text) => sum + frameHeadBytes + Buffer.byteLength(text), 0),
    wholeBytes,
    bytes: bytes.length,
  };
}

function isHead(value: unknown): value is Head {
  if (typeof value !== "object" || value === null || !("format" in value)) return false;
  if (value.format !== 1) {
    throw new MillraceError("DATA_FORMAT_UNKNOWN", `stored resources are of format ${String(value.format)}`, {
      hint: "A newer Millrace wrote them; start that one.",
    });
  }
  return "revision" in value && "objects" in value;
}
