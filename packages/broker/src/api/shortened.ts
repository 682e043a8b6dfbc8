/** Clients choose their texts: no line grows with them. */
const textLengthMax = 250;

/** A text of a client's as a line of the log has it. */
export function shortened(text: string): string {
  return text.length <= textLengthMax ? text : `${text.slice(0, textLengthMax)}…`;
}
