/** What moves a terminal's cursor, colours it, begins a line or turns the direction of writing. */
const moving = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text of somebody else's (a name of a group, a client, a principal) as a terminal may have it: `\u001b` for what would take it over. */
export function printable(text: string): string {
  return text.replaceAll(moving, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
