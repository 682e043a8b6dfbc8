import type { ResourceKind } from "../kind.ts";
import { builtin, resource } from "./parts.ts";

/** CustomResourceDefinitions can be read: they are what this server is built with, so that nobody can add to them. */
export const definitionKind: ResourceKind = builtin({
  group: "apiextensions.k8s.io",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  shortNames: ["crd", "crds"],
  categories: ["api-extensions"],
  namespaced: false,
  verbs: ["get", "list", "watch"],
  schema: () => resource({ spec: { type: "object" }, status: { type: "object" } }, ["spec"]),
});
