/** Releases of Kafka that a day is lived with: the one that it begins with, and the next one. */
export const kafkaVersions = ["4.2.2", "4.3.1"] as const;
