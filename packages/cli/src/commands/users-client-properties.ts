import { writeFileSync } from "node:fs";
import { checkPlatform, clientAccess, readSources } from "@millrace/embedded";
import { MillraceError, messageOf } from "@millrace/kit";
import { clientProperties } from "../client-properties.ts";
import { dataDirectory } from "../data-directory.ts";
import { reportProblems } from "../report.ts";

interface Options {
  readonly files: readonly string[];
  readonly data?: string;
  readonly listener?: string;
  readonly bootstrapServer?: string;
  readonly to?: string;
  readonly output: "text" | "json";
}

/** Writes what a client needs to log in as a user. Returns the exit code; throws MillraceError. */
export function writeClientProperties([user = ""]: readonly string[], options: Options): number {
  const { platform, problems } = checkPlatform(readSources(options.files));
  if (platform === undefined) return reportProblems(problems);
  const access = clientAccess(platform, {
    user,
    directory: dataDirectory(platform, options.data),
    ...(options.listener === undefined ? {} : { listener: options.listener }),
    ...(options.bootstrapServer === undefined ? {} : { bootstrapServers: options.bootstrapServer }),
  });
  const text = options.output === "json" ? `${JSON.stringify(access)}\n` : clientProperties(access);
  if (options.to === undefined) process.stdout.write(text);
  else writePrivately(options.to, text);
  return 0;
}

/** A file that is there already keeps its rights, so that it is not written over. */
function writePrivately(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    throw new MillraceError("IO_FAILED", `can't write ${path}: ${messageOf(cause)}`, { cause });
  }
}
