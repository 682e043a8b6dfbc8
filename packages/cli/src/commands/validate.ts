import { checkPlatform, readSources } from "@millrace/embedded";
import { problemText } from "@millrace/resources";
import { reportNotices, reportProblems } from "../report.ts";

export interface ValidateOptions {
  /** Files, folders, or `-`. */
  readonly files: readonly string[];
  readonly output: "text" | "json";
}

/** Checks files of resources and starts nothing. Returns the exit code: 1 if there is any problem. Throws MillraceError. */
export function validate({ files, output }: ValidateOptions): number {
  const { platform, problems, warnings, withoutEffect } = checkPlatform(readSources(files));
  if (output === "json") {
    const listed = problems.map((problem) => ({ ...problem, text: problemText(problem) }));
    process.stdout.write(`${JSON.stringify({ valid: platform !== undefined, problems: listed, warnings, withoutEffect })}\n`);
    return platform === undefined ? 1 : 0;
  }
  if (platform === undefined) return reportProblems(problems);
  reportNotices({ warnings, withoutEffect });
  const { kafka, nodePools, topics, users } = platform;
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
  process.stdout.write(
    `valid: Kafka ${kafka.metadata.name}, ${counted(nodePools.length, "node pool")}, ${counted(topics.length, "topic")}${users.length === 0 ? "" : `, ${counted(users.length, "user")}`}\n`,
  );
  return 0;
}
