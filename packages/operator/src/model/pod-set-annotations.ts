/** Storage of a pool's nodes, as JSON: what they have, whatever is declared meanwhile. */
export const storageAnnotation = "strimzi.io/storage";
export const kafkaVersionAnnotation = "strimzi.io/kafka-version";
/** Ids of the controllers that formed the quorum, as JSON. Strimzi has static quorums and nothing of the kind. */
export const initialControllersAnnotation = "millrace.io/initial-controllers";
/** Names of the keys of authorities that a pod trusts, with commas between them. */
export const trustedKeysAnnotations = {
  clusterCa: "millrace.io/trusted-cluster-ca-keys",
  clientsCa: "millrace.io/trusted-clients-ca-keys",
} as const;
/** Ids of the controllers that are to stay, with commas between them: a pod that knows too few of them might not find the quorum one day. */
export const knownControllersAnnotation = "millrace.io/known-controllers";
/** A hash of what a node takes while it runs: one that was started with anything else can be started anew where it does not. */
export const dynamicConfigurationAnnotation = "millrace.io/dynamic-configuration-hash";
