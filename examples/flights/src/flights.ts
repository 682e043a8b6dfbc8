import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { zstdDecompressSync } from "node:zlib";
import { parquetReadObjects } from "hyparquet";

/** One flight in the United States, 2001, from the data set's `flights-3m`. */
export interface Flight {
  /** Position in the data set, from 0: what makes each row recognizable. */
  readonly row: number;
  /** Airport codes of three letters. */
  readonly origin: string;
  readonly destination: string;
  /** Milliseconds since the epoch. */
  readonly departureMs: number;
  readonly delayMinutes: number;
  readonly distanceMiles: number;
}

interface ParquetRow {
  readonly date: bigint | Date;
  readonly delay: bigint;
  readonly distance: bigint;
  readonly origin: string;
  readonly destination: string;
}

const dataSet = "data/flights-3m.parquet";

/** The first `count` flights of the data set that the npm package `vega-datasets` carries. */
export async function readFlights(count: number): Promise<Flight[]> {
  const folder = createRequire(import.meta.url)
    .resolve("vega-datasets")
    .replace(/\/build\/.*$/, "");
  const bytes = readFileSync(`${folder}/${dataSet}`);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const compressors = { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) };
  const rows = (await parquetReadObjects({ file, compressors, rowStart: 0, rowEnd: count })) as unknown as ParquetRow[];
  return rows.map(({ date, delay, distance, origin, destination }, row) => ({
    row,
    origin,
    destination,
    departureMs: Number(date),
    delayMinutes: Number(delay),
    distanceMiles: Number(distance),
  }));
}
