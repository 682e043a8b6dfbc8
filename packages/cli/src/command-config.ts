import { readFileSync } from "node:fs";
import { type ClientOptions, openSecurity, parseProperties } from "@millrace/client";
import { MillraceError, messageOf, systemCodeOf } from "@millrace/kit";
import { printWarning } from "./failures.ts";

/** A command line says these itself. */
const saidOnCommandLine: ReadonlySet<string> = new Set(["bootstrap.servers"]);

/**
 * Reads a file with Kafka's properties of clients. Names that are not known are told, and don't matter. Throws NOT_FOUND,
 * FILE_UNREADABLE and CONFIG_INVALID, which name the file.
 */
export async function readCommandConfig(path: string): Promise<Partial<ClientOptions>> {
  // Java reads these files so, whatever they are written in.
  const { "client.id": clientId, ...properties } = parseProperties(read(path).toString("latin1"));
  try {
    const { security, unused } = await openSecurity({ properties });
    const told = unused.filter((name) => !saidOnCommandLine.has(name));
    if (told.length > 0) printWarning(`${path}: not used: ${told.join(", ")}`);
    return { security, ...(clientId === undefined ? {} : { clientId }) };
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown;
    throw new MillraceError(thrown.code, `${path}: ${thrown.message}`, {
      cause: thrown,
      ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
    });
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (systemCodeOf(cause) === "ENOENT")
      throw new MillraceError("NOT_FOUND", `there is no file ${path}`, { hint: "see --command-config", cause });
    throw new MillraceError("FILE_UNREADABLE", `can't read ${path}: ${messageOf(cause)}`, { cause });
  }
}
