import { readFileSync } from "node:fs";
import { join } from "node:path";
import { yamlText } from "@millrace/resources";
import type { Install } from "../src/install/install.ts";
import { definitions } from "../src/install/objects.ts";
import { brokerRole } from "../src/install/roles.ts";
import { packageName, serviceVersion } from "../src/install/service-version.ts";
import type { Artefact } from "./artefacts.ts";

const folder = "bundle";
const about = "operators.operatorframework.io.bundle";

/** What says of the bundle's image what is in it. */
const annotations: Readonly<Record<string, string>> = {
  [`${about}.mediatype.v1`]: "registry+v1",
  [`${about}.manifests.v1`]: "manifests/",
  [`${about}.metadata.v1`]: "metadata/",
  [`${about}.package.v1`]: packageName,
  [`${about}.channels.v1`]: "alpha",
  [`${about}.channel.default.v1`]: "alpha",
};

/** The bundle for the Operator Lifecycle Manager, and how its image is made. */
export function bundleArtefacts(install: Install, version: string, notice: string): readonly Artefact[] {
  const icon = readFileSync(join(import.meta.dirname, "icon.svg"), "utf8");
  const manifests = [
    { name: `${packageName}.clusterserviceversion.yaml`, object: serviceVersion(install, version, icon) },
    ...definitions.map((object) => ({ name: `${object.metadata.name}.crd.yaml`, object })),
    { name: `${brokerRole.metadata.name}.clusterrole.yaml`, object: brokerRole },
  ];
  const labels = Object.entries(annotations).map(([name, value]) => `LABEL ${name}=${value}\n`);
  const copied = ["manifests", "metadata"].map((name) => `COPY ${name} /${name}/\n`);
  return [
    ...manifests.map(({ name, object }) => ({ path: `${folder}/manifests/${name}`, text: `${notice}${yamlText(object)}` })),
    { path: `${folder}/metadata/annotations.yaml`, text: `${notice}${yamlText({ annotations })}` },
    { path: `${folder}/Containerfile`, text: `${notice}FROM scratch\n${labels.join("")}${copied.join("")}` },
  ];
}
