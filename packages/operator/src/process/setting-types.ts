/** What a setting's text says, or what is wrong with it: the end of a sentence such as “it has to be …”. */
export type Read<T> = { readonly value: T } | { readonly expected: string };

export type Reader<T> = (text: string) => Read<T>;

export const text: Reader<string> = (value) => ({ value });

export const flag: Reader<boolean> = (written) => {
  const value = written.trim().toLowerCase();
  return value === "true" || value === "false" ? { value: value === "true" } : { expected: "true or false" };
};

export const integer =
  (minimum: number, maximum = Number.MAX_SAFE_INTEGER): Reader<number> =>
  (written) => {
    const value = Number(written);
    const isOne = /^\s*\d+\s*$/.test(written) && value >= minimum && value <= maximum;
    const upTo = maximum === Number.MAX_SAFE_INTEGER ? `${minimum} or more` : `from ${minimum} to ${maximum}`;
    return isOne ? { value } : { expected: `a whole number, ${upTo}` };
  };

/** One of some words, in any case. */
export const choice =
  <T extends string>(...options: readonly T[]): Reader<T> =>
  (written) => {
    const value = options.find((option) => option.toLowerCase() === written.trim().toLowerCase());
    return value === undefined ? { expected: `one of ${options.join(", ")}` } : { value };
  };

/** Names with commas between them. */
export const names: Reader<readonly string[]> = (written) => ({
  value: written
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== ""),
});

/** `name=value` with commas between them, as labels are written on a command line. */
export const labels: Reader<Readonly<Record<string, string>>> = (written) => pairs(written, ",", "labels such as team=data,stage=prod");

/** `version=image`, one on a line. */
export const images: Reader<ReadonlyMap<string, string>> = (written) => {
  const read = pairs(written, /[\n\s]/, "a line for each version of Kafka, such as 4.3.1=quay.io/example/kafka:4.3.1");
  return "value" in read ? { value: new Map(Object.entries(read.value)) } : read;
};

export const pattern: Reader<RegExp> = (written) => {
  try {
    return { value: new RegExp(written) };
  } catch {
    return { expected: "a regular expression" };
  }
};

function pairs(written: string, separator: string | RegExp, expected: string): Read<Readonly<Record<string, string>>> {
  const parts = written
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const read = parts.map((part) => /^([^=]+)=(.*)$/.exec(part));
  if (read.includes(null)) return { expected };
  return { value: Object.fromEntries(read.map((match) => [match?.[1]?.trim() ?? "", match?.[2]?.trim() ?? ""])) };
}
