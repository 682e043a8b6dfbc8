import type { Warning } from "./conditions.ts";
import type { KafkaBridge, KafkaConnect, KafkaConnector, KafkaMirrorMaker2 } from "./generated/types.ts";
import type { AwaitedKindName } from "./schema/kinds.ts";

/** A resource that nothing looks after yet. */
export type AwaitedResource = KafkaConnect | KafkaConnector | KafkaMirrorMaker2 | KafkaBridge;

export type StatusOfAwaited = NonNullable<AwaitedResource["status"]>;

const missing: Readonly<Record<AwaitedKindName, string>> = {
  KafkaConnect: "run workers of Kafka Connect",
  KafkaConnector: "run connectors of Kafka Connect",
  KafkaMirrorMaker2: "mirror one Kafka to another (MirrorMaker 2)",
  KafkaBridge: "serve a Kafka over HTTP (Kafka Bridge)",
};

/** What there is to say of a resource that nothing looks after yet: what Millrace has to learn first. */
export const notSupportedYet = (kind: AwaitedKindName): Warning => ({
  reason: "NotSupportedYet",
  message: `Millrace does not ${missing[kind]} yet: nothing comes of this ${kind} until a later version does`,
});
