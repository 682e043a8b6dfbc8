// Java's StreamTokenizer as Kafka sets it up to read JAAS configs: what it makes of odd texts decides about who gets in.

export type JaasToken =
  /** A word, or a text in quotes. */
  | { readonly kind: "text"; readonly text: string; readonly at: number }
  /** A word that begins with a digit, a point or a hyphen: it may stand for nothing. */
  | { readonly kind: "number"; readonly at: number }
  | { readonly kind: "sign"; readonly sign: string; readonly at: number };

const escapes: Readonly<Record<string, string>> = { a: "\u0007", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\u000b" };

/** Letters of any script, `_` and `$` begin a word; digits, `.` and `-` may follow. */
const word = /[a-zA-Z_$\u00a0-\uffff][a-zA-Z_$\u00a0-\uffff0-9.-]*/y;
const number = /[0-9.-][0-9.]*/y;
const blanks = /[^\u0021-\uffff]+/y;
const blockComment = /\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))/y;
const lineComment = /\/[^\n\r]*/y;
const octal = /[0-3][0-7]{0,2}|[4-7][0-7]?/y;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Cuts a JAAS config into what it consists of; comments and blanks are left out. */
export function* jaasTokens(text: string): Generator<JaasToken> {
  for (let at = 0; at < text.length; ) {
    const skipped = matchAt(blanks, text, at) ?? matchAt(blockComment, text, at) ?? matchAt(lineComment, text, at);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const found = matchAt(word, text, at);
    const digits = matchAt(number, text, at);
    const first = text.charAt(at);
    if (found !== undefined) yield { kind: "text", text: found, at };
    else if (digits !== undefined) yield { kind: "number", at };
    else if (first === '"' || first === "'") {
      const quoted = readQuoted(text, at);
      yield { kind: "text", text: quoted.text, at };
      at = quoted.end;
      continue;
    } else yield { kind: "sign", sign: first, at };
    at += (found ?? digits ?? first).length;
  }
}

/** A text in quotes, which also ends with its line. */
function readQuoted(text: string, from: number): { readonly text: string; readonly end: number } {
  const quote = text.charAt(from);
  let content = "";
  let at = from + 1;
  while (at < text.length) {
    const next = text.charAt(at);
    if (next === quote) return { text: content, end: at + 1 };
    if (next === "\n" || next === "\r") break;
    if (next !== "\\") {
      content += next;
      at++;
      continue;
    }
    const code = matchAt(octal, text, at + 1);
    const escaped = text.charAt(at + 1);
    content += code === undefined ? (escapes[escaped] ?? escaped) : String.fromCharCode(Number.parseInt(code, 8));
    at += 1 + (code?.length ?? 1);
  }
  return { text: content, end: at };
}
