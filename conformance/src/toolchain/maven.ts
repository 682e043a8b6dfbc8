import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cachedFolder } from "./cache.ts";
import { mustRun, requireCommand } from "./commands.ts";

/** A Maven coordinate: `group:artifact:version` or `group:artifact:version:classifier`. */
export type Coordinate = string;

function dependency(coordinate: Coordinate): string {
  const [group, artifact, version, classifier] = coordinate.split(":");
  const suffix = classifier === undefined ? "" : `<classifier>${classifier}</classifier>`;
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>${suffix}</dependency>`;
}

function pomOf(coordinates: readonly Coordinate[]): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>millrace.conformance</groupId><artifactId>classpath</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>${coordinates.map(dependency).join("\n")}</dependencies></project>\n`;
}

/** The jars of `coordinates` and all that they depend on, as absolute paths in Maven's own repository. */
export async function mavenClasspath(coordinates: readonly Coordinate[]): Promise<readonly string[]> {
  const pom = pomOf(coordinates);
  const resolve = async (folder: string): Promise<void> => {
    const maven = requireCommand("mvn", "Install Maven 3 (Debian: apt-get install maven).");
    await writeFile(join(folder, "pom.xml"), pom);
    const goal = [
      "-q",
      "-B",
      "-f",
      join(folder, "pom.xml"),
      "dependency:build-classpath",
      `-Dmdep.outputFile=${join(folder, "classpath")}`,
    ];
    await mustRun(maven, goal, { cwd: folder, timeoutMs: 600_000 });
  };
  const read = async (folder: string) => (await readFile(join(folder, "classpath"), "utf8")).trim().split(delimiter);
  const jars = await read(await cachedFolder("classpath", [pom], resolve));
  if (jars.every((jar) => existsSync(jar))) return jars;
  // Maven's repository was emptied since: resolve again under a key of its own.
  return read(await cachedFolder("classpath", [pom, ...jars.filter((jar) => !existsSync(jar))], resolve));
}
