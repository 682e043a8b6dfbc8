/** A piece of Go's layout `2006-01-02T15:04:05Z07:00`, and what may stand there. */
type Piece = readonly [layout: string, pattern: RegExp, range?: readonly [what: string, least: number, most: number]];

const pieces: readonly Piece[] = [
  ["2006", /^\d{4}/],
  ["-", /^-/],
  ["01", /^\d{2}/, ["month", 1, 12]],
  ["-", /^-/],
  ["02", /^\d{2}/, ["day", 1, 31]],
  ["T", /^T/],
  ["15", /^\d{2}/, ["hour", 0, 23]],
  [":", /^:/],
  ["04", /^\d{2}/, ["minute", 0, 59]],
  [":", /^:/],
  ["05", /^\d{2}/, ["second", 0, 59]],
];
const zone: Piece = ["Z07:00", /^(?:Z|[+-]\d{2}:\d{2})/];
/** Whole seconds may have a fraction, whatever the layout says; `MicroTime` has to have six digits. */
const tails = { time: [["", /^(?:[.,]\d+)?/], zone], microTime: [[".000000", /^\.\d{6}/], zone] } as const satisfies Readonly<
  Record<string, readonly Piece[]>
>;

/** What Go's `time.Parse` has against a text that is to be a time; undefined: nothing. */
export function timeProblem(text: string, type: keyof typeof tails): string | undefined {
  const layout = type === "time" ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00";
  const wrong = `parsing time ${JSON.stringify(text)}`;
  let rest = text;
  for (const [piece, pattern, range] of [...pieces, ...tails[type]]) {
    const found = pattern.exec(rest)?.[0];
    if (found === undefined)
      return `${wrong} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(piece)}`;
    if (range !== undefined && (Number(found) < range[1] || Number(found) > range[2])) return `${wrong}: ${range[0]} out of range`;
    rest = rest.slice(found.length);
  }
  return rest === "" ? undefined : `${wrong}: extra text: ${JSON.stringify(rest)}`;
}
