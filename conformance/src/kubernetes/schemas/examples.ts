import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { strimziResources } from "../../resources/strimzi-resources.ts";
import type { Trial } from "./trial.ts";

const folder = join(import.meta.dirname, "../../../../examples");

/** A resource that somebody wrote, and where it is from. */
export interface Example {
  readonly name: string;
  readonly resource: Trial["resource"];
}

async function ourExamples(): Promise<readonly Example[]> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".yaml")).sort();
  const read = files.map(async (file) =>
    parseAllDocuments(await readFile(join(folder, file), "utf8")).map((document, at) => ({
      name: `examples/${file}, document ${at + 1}`,
      resource: document.toJS() as Example["resource"],
    })),
  );
  return (await Promise.all(read)).flat();
}

/** The resources of this project's examples, and of Strimzi's tests. */
export async function examples(): Promise<readonly Example[]> {
  const strimzis = (await strimziResources()).map(({ file, resource }) => ({ name: `Strimzi's ${file}`, resource }));
  return [...(await ourExamples()), ...strimzis];
}
