import { integer, list, object, shape, text, texts } from "../field.ts";
import { labelSelector, nameValue } from "./selectors.ts";

export const toleration = shape("Toleration", {
  effect: text("Taint effect that is tolerated: `NoSchedule`, `PreferNoSchedule` or `NoExecute`; all of them if left out."),
  key: text("Key of the taint; with the operator `Exists` and no key, every taint is tolerated."),
  operator: text("`Exists` or `Equal`."),
  tolerationSeconds: integer("Seconds for which a `NoExecute` taint is tolerated; for ever if left out."),
  value: text("Value of the taint, for `Equal`."),
});

export const topologySpreadConstraint = shape("TopologySpreadConstraint", {
  labelSelector: object("Pods that are counted.", labelSelector),
  matchLabelKeys: texts("Label keys whose values are taken from the incoming pod."),
  maxSkew: integer("By how many pods two places may differ."),
  minDomains: integer("How many places there have to be."),
  nodeAffinityPolicy: text("Whether node affinity limits the nodes that count: `Honor` or `Ignore`."),
  nodeTaintsPolicy: text("Whether taints limit the nodes that count: `Honor` or `Ignore`."),
  topologyKey: text("Node label whose equal values make up one place."),
  whenUnsatisfiable: text("What to do when it cannot be met: `DoNotSchedule` or `ScheduleAnyway`."),
});

export const hostAlias = shape("HostAlias", {
  hostnames: texts("Host names for the address."),
  ip: text("The address."),
});

export const podDnsConfig = shape("PodDnsConfig", {
  nameservers: texts("Addresses of further name servers."),
  options: list("Resolver options.", object(undefined, nameValue)),
  searches: texts("Further domains to search."),
});

export const resourceClaim = shape("ResourceClaim", {
  name: text("Name of an entry in the pod's resource claims."),
  request: text("Which request of the claim is meant; all of them if left out."),
});
