import { awaitedKindNames } from "@millrace/resources";
import type { Api } from "./access.ts";

/** Whether an API server is that of a platform that `millrace up` runs. */
export const isEmbedded = async ({ browser }: Api): Promise<boolean> => (await browser.version()).endsWith("+millrace");

/** Kinds of which a controller of such a platform takes changes while it runs, and says what has come of them. */
export const lookedAfterHere: ReadonlySet<string> = new Set(["Kafka", "KafkaTopic", "KafkaUser", "KafkaRebalance", ...awaitedKindNames]);

/** Kinds of which Strimzi's operators say what has come of them. */
export const lookedAfterInCluster: ReadonlySet<string> = new Set([
  ...["Kafka", "KafkaTopic", "KafkaUser", "KafkaConnect", "KafkaConnector", "KafkaMirrorMaker2", "KafkaBridge"],
]);
