import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { mustRun, requireCommand } from "../../conformance/src/toolchain/commands.ts";

/** Jars that a project asks for, and theirs, in Maven's local repository. Throws NOT_FOUND without Maven, REQUEST_FAILED. */
export async function jarsOf(pom: string, properties: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const maven = requireCommand("mvn", "Install Apache Maven (Debian: apt-get install maven).");
  const folder = await mkdtemp(join(tmpdir(), "millrace-maven-"));
  try {
    const file = join(folder, "classpath");
    const given = Object.entries(properties).map(([name, value]) => `-D${name}=${value}`);
    const goal = ["dependency:build-classpath", "-DincludeScope=runtime", `-Dmdep.outputFile=${file}`];
    await mustRun(maven, ["--quiet", "--batch-mode", "--file", pom, ...given, ...goal], { timeoutMs: 600_000 });
    return (await readFile(file, "utf8")).trim().split(delimiter).sort();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
