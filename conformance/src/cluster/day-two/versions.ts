/** Releases of Kafka that a day is lived with: the one that it begins with, and the one before. */
export const kafkaVersions = ["4.3.1", "4.2.2"] as const;
