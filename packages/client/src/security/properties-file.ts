// The text of a .properties file, as Java's Properties.load reads it.

const escapes: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f" };
const escaped = /\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g;
const blanks = /^[ \t\f]+/;

function unescaped(text: string): string {
  return text.replace(escaped, (_, code: string | undefined, letter = "") => {
    return code === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16));
  });
}

/** An odd number of backslashes at its end makes a line go on with the next one. */
function goesOn(line: string): boolean {
  const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
  return backslashes % 2 === 1;
}

function* logicalLines(text: string): Generator<string> {
  let logical: string | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const content = line.replace(blanks, "");
    if (logical === undefined && (content === "" || /^[#!]/.test(content))) continue;
    const whole: string = (logical ?? "") + content;
    if (goesOn(whole)) {
      logical = whole.slice(0, -1);
      continue;
    }
    yield whole;
    logical = undefined;
  }
  if (logical !== undefined) yield logical;
}

/** Where the name ends: before the first `=`, `:` or blank that no backslash escapes. */
function nameLength(line: string): number {
  let at = 0;
  while (at < line.length && !/[=: \t\f]/.test(line.charAt(at))) at += line.charAt(at) === "\\" ? 2 : 1;
  return Math.min(at, line.length);
}

/** Names and values; of a name that stands there twice the last value. */
export function parseProperties(text: string): Record<string, string> {
  const pairs = [...logicalLines(text)].map((line) => {
    const end = nameLength(line);
    const value = line.slice(end).replace(/^[ \t\f]*[=:]?[ \t\f]*/, "");
    return [unescaped(line.slice(0, end)), unescaped(value)] as const;
  });
  return Object.fromEntries(pairs);
}
