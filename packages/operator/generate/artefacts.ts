import { readFileSync } from "node:fs";
import { join } from "node:path";
import { yamlText } from "@millrace/resources";
import { drainCleanerObjects } from "../src/install/drain-cleaner.ts";
import { defaultInstall } from "../src/install/install.ts";
import { installObjects } from "../src/install/objects.ts";
import { bundleArtefacts } from "./bundle.ts";
import { chartArtefacts } from "./chart.ts";
import { settingsReference } from "./settings-reference.ts";

/** A generated file: its path from the root of the repository and its text. */
export interface Artefact {
  readonly path: string;
  readonly text: string;
}

const root = join(import.meta.dirname, "../../..");
const { version } = JSON.parse(readFileSync(join(root, "packages/operator/package.json"), "utf8")) as { readonly version: string };
const notice = "# Generated from packages/operator/src/install. Do not edit.\n";

const documents = (objects: readonly object[]): string => objects.map((object) => `---\n${yamlText(object)}`).join("");

/** Everything about installing the operator that is generated and checked in. */
export function artefacts(): readonly Artefact[] {
  const install = defaultInstall(version);
  return [
    { path: "install/millrace.yaml", text: `${notice}${documents(installObjects(install))}` },
    { path: "install/drain-cleaner.yaml", text: `${notice}${documents(drainCleanerObjects(install))}` },
    ...chartArtefacts(version, notice),
    ...bundleArtefacts(install, version, notice),
    settingsReference(),
  ];
}
