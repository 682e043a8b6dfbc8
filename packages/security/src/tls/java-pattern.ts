import { MillraceError } from "@millrace/kit";

const lineEnds = "\\n\\r\\u0085\\u2028\\u2029";
const blanks = " \\t\\n\\x0B\\f\\r";

/** What a pattern means outside of sets where JavaScript would take it otherwise. */
const meanings: Readonly<Record<string, string>> = {
  ".": `[^${lineEnds}]`,
  $: `(?=(?:\\r\\n|[${lineEnds}])?(?![^]))`,
  "]": "\\]",
  "\\s": `[${blanks}]`,
  "\\S": `[^${blanks}]`,
};
const meaningsInSets: Readonly<Record<string, string>> = { "\\s": blanks };

/** Letters and digits behind a backslash that mean the same in both languages. */
const sameEscapes = /^[dDwWtnrfvxuk1-9]$/;
const syntax = /^[\\^$.*+?()[\]{}|/]$/;
const tokens = /\\Q.*?(?:\\E|$)|\\.|&&|\(\?[a-z-]+[:)]|./gsu;

/**
 * A regular expression of Java as one of JavaScript that matches alike. What would mean something else is refused, so that nobody gets
 * another name than Kafka would give. Throws CONFIG_INVALID.
 */
export function javaPattern(source: string, flags = ""): RegExp {
  let inSet = false;
  const translated = source.replace(tokens, (token, at: number) => {
    const written = quoted(token) ?? translatedToken(source, token, inSet);
    if (token === "[") {
      const next = source.slice(at + 1).replace(/^\^/, "");
      if (inSet || next.startsWith("]")) throw refused(source, "sets within sets, and sets that begin with ] can't be used");
      inSet = true;
    } else if (token === "]") inSet = false;
    return written;
  });
  try {
    return new RegExp(translated, `u${flags}`);
  } catch {
    throw refused(source, "it is no regular expression that can be used");
  }
}

function quoted(token: string): string | undefined {
  if (!token.startsWith("\\Q")) return undefined;
  return token.replace(/^\\Q|\\E$/g, "").replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function translatedToken(source: string, token: string, inSet: boolean): string {
  if (/^\(\?./.test(token)) throw refused(source, "flags can't be set in it");
  if (token === "&&" && inSet) throw refused(source, "&& can't be used in sets");
  if (token === "]" && inSet) return token;
  const meaning = inSet ? meaningsInSets[token] : meanings[token];
  if (meaning !== undefined) return meaning;
  const [, escaped] = /^\\(.)$/su.exec(token) ?? [];
  if (escaped === undefined) return token;
  if (syntax.test(escaped) || sameEscapes.test(escaped) || (inSet && escaped === "-")) return token;
  const isBoundary = !inSet && (escaped === "b" || escaped === "B");
  if (isBoundary) return token;
  if (/[a-zA-Z0-9]/.test(escaped)) throw refused(source, `${token} can't be used`);
  return escaped;
}

function refused(source: string, why: string): MillraceError {
  return new MillraceError("CONFIG_INVALID", `can't use the pattern ${JSON.stringify(source)}: ${why}`);
}
