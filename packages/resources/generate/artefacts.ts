import { type Kind, kinds } from "../src/schema/kinds.ts";
import { crdText } from "./crd.ts";
import { referencePages } from "./reference.ts";
import { typesText } from "./types.ts";

/** A generated file: its path from the root of the repository and its text. */
export interface Artefact {
  readonly path: string;
  readonly text: string;
}

/** Everything that is generated from the schema and checked in. */
export function artefacts(): readonly Artefact[] {
  return [
    { path: "packages/resources/src/generated/types.ts", text: typesText() },
    ...Object.values(kinds).flatMap((kind) => crdArtefact(kind) ?? []),
    ...referencePages().map(({ name, text }) => ({ path: `docs/reference/${name}`, text })),
  ];
}

/** Kubernetes' own kinds are defined there already. */
function crdArtefact(kind: Kind): Artefact | undefined {
  const text = crdText(kind);
  return text === undefined ? undefined : { path: `packages/resources/crds/${kind.plural}.yaml`, text };
}
