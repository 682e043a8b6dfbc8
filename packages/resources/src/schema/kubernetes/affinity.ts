import { integer, list, object, shape, text, texts } from "../field.ts";
import { labelSelector, selectorRequirement } from "./selectors.ts";

const nodeSelectorTerm = shape("NodeSelectorTerm", {
  matchExpressions: list("Requirements on a node's labels.", object(undefined, selectorRequirement)),
  matchFields: list("Requirements on a node's fields.", object(undefined, selectorRequirement)),
});

const preferredSchedulingTerm = shape("PreferredSchedulingTerm", {
  preference: object("Nodes that are preferred.", nodeSelectorTerm),
  weight: integer("How strongly, from 1 to 100."),
});

const nodeSelector = shape("NodeSelector", {
  nodeSelectorTerms: list("Terms of which one has to match.", object(undefined, nodeSelectorTerm)),
});

const nodeAffinity = shape("NodeAffinity", {
  preferredDuringSchedulingIgnoredDuringExecution: list("Nodes to prefer.", object(undefined, preferredSchedulingTerm)),
  requiredDuringSchedulingIgnoredDuringExecution: object("Nodes that alone are allowed.", nodeSelector),
});

const podAffinityTerm = shape("PodAffinityTerm", {
  labelSelector: object("Pods that are meant, by their labels.", labelSelector),
  matchLabelKeys: texts("Label keys whose values are taken from the incoming pod and have to match."),
  mismatchLabelKeys: texts("Label keys whose values are taken from the incoming pod and must not match."),
  namespaceSelector: object("Namespaces that are meant, by their labels.", labelSelector),
  namespaces: texts("Namespaces that are meant, by name."),
  topologyKey: text("Node label whose equal values make up one place."),
});

const weightedPodAffinityTerm = shape("WeightedPodAffinityTerm", {
  podAffinityTerm: object("Pods that are meant.", podAffinityTerm),
  weight: integer("How strongly, from 1 to 100."),
});

const podAffinity = shape("PodAffinity", {
  preferredDuringSchedulingIgnoredDuringExecution: list("Rules to follow where possible.", object(undefined, weightedPodAffinityTerm)),
  requiredDuringSchedulingIgnoredDuringExecution: list("Rules that have to be met.", object(undefined, podAffinityTerm)),
});

export const affinity = shape("Affinity", {
  nodeAffinity: object("Rules about nodes.", nodeAffinity),
  podAffinity: object("Pods to run close to.", podAffinity),
  podAntiAffinity: object("Pods to keep away from.", podAffinity),
});
