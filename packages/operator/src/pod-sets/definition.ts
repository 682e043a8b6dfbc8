import { podSetKind } from "./pod-set.ts";

const [group = "", version = ""] = podSetKind.apiVersion.split("/");
const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const count = (description: string) => ({ type: "integer", description });

const spec = {
  type: "object",
  required: ["selector", "pods"],
  properties: {
    selector: { ...open, description: "Labels by which the pods of the set are chosen." },
    pods: { type: "array", items: open, description: "The pods, each whole." },
  },
};

const status = {
  type: "object",
  properties: {
    observedGeneration: count("Generation of the set that this status is about."),
    pods: count("Pods that there are."),
    readyPods: count("Pods that are ready."),
    currentPods: count("Pods that are as they are declared now."),
  },
};

const column = (name: string, description: string, field: string) => ({ name, description, jsonPath: `.status.${field}`, type: "integer" });

/** The CustomResourceDefinition of StrimziPodSets, which the operator makes for itself. */
export const podSetDefinition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${podSetKind.plural}.${group}` },
  spec: {
    group,
    names: {
      kind: podSetKind.kind,
      listKind: `${podSetKind.kind}List`,
      singular: podSetKind.kind.toLowerCase(),
      plural: podSetKind.plural,
      shortNames: ["sps"],
      categories: ["strimzi"],
    },
    scope: "Namespaced",
    versions: [
      {
        ...{ name: version, served: true, storage: true },
        subresources: { status: {} },
        additionalPrinterColumns: [
          column("Pods", "Pods that there are", "pods"),
          column("Ready Pods", "Pods that are ready", "readyPods"),
          column("Current Pods", "Pods that are as they are declared now", "currentPods"),
          { name: "Age", description: "How long the set has been there", jsonPath: ".metadata.creationTimestamp", type: "date" },
        ],
        schema: { openAPIV3Schema: { type: "object", properties: { spec, status } } },
      },
    ],
  },
} as const;
