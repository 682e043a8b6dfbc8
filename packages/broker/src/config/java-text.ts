// How Java reads and prints what stands in properties. Kafka's answers show values in this notation. Whatever strangers send is read in
// one go: a pattern that tries again from each place would take minutes for some hundred kilobytes.

/** As `String.trim`: takes off what is not above a space, and nothing else. */
export function trimmed(text: string): string {
  return stripped(text, (code) => code <= 32);
}

function stripped(text: string, isBlank: (code: number) => boolean): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

/** More digits than any whole number of 64 bits has, zeros in front left out. */
const tooManyDigits = 20;

/** A whole number of that many bits; undefined if the text is none or doesn't fit. */
export function parseInteger(text: string, bits: 16 | 32 | 64): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const digits = text.replace(/^[+-]?0*/, "");
  if (digits.length >= tooManyDigits) return undefined;
  const value = BigInt(digits) * (text.startsWith("-") ? -1n : 1n);
  return BigInt.asIntN(bits, value) === value ? value : undefined;
}

/** As `Double.parseDouble`, without hexadecimal notation. */
export function parseDouble(text: string): number | undefined {
  const match = /^([+-]?)(NaN|Infinity|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)([fFdD]?)$/.exec(text);
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

/** Tab, line feed, vertical tab, form feed, carriage return, space: `\\s` in Java. */
const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** A list separated by commas, blanks around which don't count; nothing at all is the empty list. */
export function parseList(text: string): string[] {
  return text === "" ? [] : text.split(",").map((item) => stripped(item, isSpace));
}

/** As `List.toString`. */
export function listText(list: readonly string[]): string {
  return `[${list.join(", ")}]`;
}

/**
 * Texts in the order in which a `HashMap` goes through them: Kafka's answer is about the first one that is wrong. One that was made for a
 * number of them begins with 1 bucket, others with 16.
 */
export function inHashOrder(texts: readonly string[], bucketsMin = 16): string[] {
  let buckets = bucketsMin;
  while (texts.length > buckets * 0.75) buckets *= 2;
  const bucketOf = (text: string): number => {
    let hash = 0;
    for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  return [...texts].sort((a, b) => bucketOf(a) - bucketOf(b));
}
