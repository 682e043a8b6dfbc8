// How Java reads and prints what stands in properties. Kafka's answers show values in this notation.

/** As `String.trim`: takes off what is not above a space, and nothing else. */
export function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text.charCodeAt(from) <= 32) from++;
  while (to > from && text.charCodeAt(to - 1) <= 32) to--;
  return text.slice(from, to);
}

/** A whole number of that many bits; undefined if the text is none or doesn't fit. */
export function parseInteger(text: string, bits: 16 | 32 | 64): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
  return BigInt.asIntN(bits, value) === value ? value : undefined;
}

/** As `Double.parseDouble`, without hexadecimal notation. */
export function parseDouble(text: string): number | undefined {
  const match = /^([+-]?)(NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([fFdD]?)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, digits, suffix] = match;
  if (suffix !== "" && /^[NI]/.test(digits ?? "")) return undefined;
  return Number(digits) * (sign === "-" ? -1 : 1);
}

/** As `Double.toString`: `1.0`, `1.0E-5`, `1.7976931348623157E308`. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${exponent.replace("+", "")}`;
}

/** A list separated by commas; nothing at all is the empty list. */
export function parseList(text: string): string[] {
  return text === "" ? [] : text.split(/[ \t\n\v\f\r]*,[ \t\n\v\f\r]*/);
}

/** As `List.toString`. */
export function listText(list: readonly string[]): string {
  return `[${list.join(", ")}]`;
}

/** Texts in the order in which a `HashMap` goes through them: Kafka's answer is about the first one that is wrong. */
export function inHashOrder(texts: readonly string[]): string[] {
  let buckets = 16;
  while (texts.length > buckets * 0.75) buckets *= 2;
  const bucketOf = (text: string): number => {
    let hash = 0;
    for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  return [...texts].sort((a, b) => bucketOf(a) - bucketOf(b));
}
