import { writeFileSync } from "node:fs";
import { readSources } from "@millrace/embedded/sources";
import { MillraceError, messageOf } from "@millrace/kit";
import { readDocuments } from "@millrace/resources";
import { convertToV1 } from "@millrace/resources/conversion";
import { UsageError } from "../command.ts";
import { printWarning } from "../failures.ts";
import { output } from "../output.ts";
import { reportProblems } from "../report.ts";

interface Options {
  readonly filename: readonly string[];
  readonly inPlace: boolean;
}

/** Makes Strimzi's v1 of files. Nothing is written if something has to be decided first. */
export async function convert(_args: readonly string[], { filename, inPlace }: Options): Promise<number> {
  if (inPlace && filename.includes("-")) throw new UsageError("the standard input can't be written to: --in-place is for files");
  const converted = readSources(filename).map(({ file, text }) => ({ file, before: text, ...convertToV1(text, file) }));
  const problems = converted.flatMap((each) => each.problems);
  if (problems.length > 0) return reportProblems(problems);
  let written = 0;
  for (const { file, before, text, changes } of converted) {
    for (const { resource, text: change } of changes) process.stderr.write(`${file}: ${resource}: ${change}\n`);
    warnOfLeftovers(text, file);
    if (!inPlace) await output.write(`${written++ > 0 && !text.startsWith("---") ? "---\n" : ""}${text}`);
    else if (text !== before) write(file, text);
  }
  return 0;
}

/** What v1 has no place for, and no rule is about: somebody had better look at it. */
function warnOfLeftovers(text: string, file: string): void {
  for (const { findings, problem, resource } of readDocuments(text, file).resources) {
    for (const finding of findings) {
      const { path, message } = problem(finding);
      printWarning(`${file}: ${resource.kind} ${resource.metadata?.name}: ${path === "" ? "" : `${path}: `}${message}`);
    }
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new MillraceError("IO_FAILED", `can't write ${file}: ${messageOf(cause)}`, { cause });
  }
}
