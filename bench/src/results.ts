import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { MillraceError } from "@millrace/kit";
import type { ImportCost } from "./imports/measure.ts";
import type { Machine } from "./machine.ts";
import type { MeasureName } from "./measures.ts";
import type { PeerName } from "./peers/broker-process.ts";
import { type Series, summaryOf } from "./summary.ts";

/** What a run is written down as. */
export interface Results {
  readonly format: 1;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly machine: Machine;
  readonly rounds: number;
  /** Part of the full effort. */
  readonly scale: number;
  readonly measures: Partial<Record<MeasureName, Series>>;
  readonly imports: readonly ImportCost[];
  /** Folder with Millrace's CPU profiles, if they were asked for. */
  readonly profiles?: string;
}

export const resultsFolder = join(import.meta.dirname, "../results");

/** Adds one value to the series of a measure. */
export function addValue(results: Results, peer: PeerName, name: MeasureName, value: number): void {
  const series = results.measures[name] ?? {};
  results.measures[name] = { ...series, [peer]: [...(series[peer] ?? []), value] };
}

/** The text of results as JSON, with what follows from them, for whoever reads it with other tools. */
export function jsonOf(results: Results): string {
  return JSON.stringify({ ...results, summary: summaryOf(results.measures) }, null, 2);
}

/** Writes results as `name`; the file's path. */
export async function writeResults(results: Results, name: string): Promise<string> {
  const path = join(resultsFolder, `${name}.json`);
  await mkdir(resultsFolder, { recursive: true });
  await writeFile(path, `${jsonOf(results)}\n`);
  return path;
}

/** Reads what was written, by path or by name. Throws FILE_UNREADABLE, or DATA_FORMAT_UNKNOWN for another kind of file. */
export async function readResults(pathOrName: string): Promise<Results> {
  const path =
    basename(pathOrName) === pathOrName && !pathOrName.endsWith(".json") ? join(resultsFolder, `${pathOrName}.json`) : pathOrName;
  let parsed: Partial<Results>;
  try {
    parsed = JSON.parse(await readFile(path, "utf8")) as Partial<Results>;
  } catch (cause) {
    throw new MillraceError("FILE_UNREADABLE", `${path} can't be read as results`, { cause });
  }
  if (parsed.format !== 1) throw new MillraceError("DATA_FORMAT_UNKNOWN", `${path} holds no results of this bench`);
  return parsed as Results;
}
