/** The release of Kafka whose answers this broker gives. */
export const kafkaVersion = "4.3.1";

/** Kafka's names of the levels of `metadata.version`, by release: each has its levels in a row, named IV0, IV1, … */
const releases: ReadonlyArray<readonly [release: string, level: number, first?: number]> = [
  ["3.3", 7, 3],
  ["3.4", 8],
  ["3.5", 9],
  ["3.6", 12],
  ["3.7", 15],
  ["3.8", 20],
  ["3.9", 21],
  ["4.0", 22],
  ["4.1", 26],
  ["4.2", 28],
  ["4.3", 30],
];

/** `4.3-IV0` for 30. */
export function metadataVersionName(level: number): string {
  const [release, lowest, first = 0] = releases.findLast(([, from]) => from <= level) ?? ["0.0", 0];
  return `${release}-IV${level - lowest + first}`;
}
