/** Storage of a pool's nodes, as JSON: what they have, whatever is declared meanwhile. */
export const storageAnnotation = "strimzi.io/storage";
export const kafkaVersionAnnotation = "strimzi.io/kafka-version";
/** Ids of the controllers that formed the quorum, as JSON. Strimzi has static quorums and nothing of the kind. */
export const initialControllersAnnotation = "millrace.io/initial-controllers";
