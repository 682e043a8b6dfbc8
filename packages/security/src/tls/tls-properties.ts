import { MillraceError, messageOf } from "@millrace/kit";

/** Settings of TLS by Kafka's names, such as `ssl.keystore.location`, of one listener or one client. */
export interface TlsProperties {
  /** What is given, or the default; undefined if neither is there. */
  readonly value: (name: string) => string | undefined;
  /** What the user calls it: with a listener's prefix if it was given with one. */
  readonly nameOf: (name: string) => string;
  /** All bytes of a file. Throws MillraceError. */
  readonly readFile: (path: string) => Buffer;
}

/** What is wrong with a setting. Neither the message nor a cause holds a key or a password. */
export function refusedProperty({ nameOf }: TlsProperties, name: string, why: string, hint?: string): MillraceError {
  return new MillraceError("CONFIG_INVALID", `${nameOf(name)}: ${why}`, hint === undefined ? {} : { hint });
}

/** The values of a setting that is a list. */
export function listOf({ value }: TlsProperties, name: string): string[] {
  const items = (value(name) ?? "").split(",").map((item) => item.trim());
  return items.filter((item) => item !== "");
}

/** A file that a setting names. */
export function fileOf(properties: TlsProperties, name: string, path: string): Buffer {
  try {
    return properties.readFile(path);
  } catch (error) {
    const missing = error instanceof MillraceError && error.code === "NOT_FOUND";
    throw refusedProperty(properties, name, missing ? `there is no file ${path}` : `can't read ${path}: ${messageOf(error)}`);
  }
}
