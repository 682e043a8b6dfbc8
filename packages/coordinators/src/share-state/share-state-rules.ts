import { errors, type KafkaError } from "@millrace/protocol";
import type { TopicImage } from "../modern/topic-image.ts";
import { Refusal } from "../refusal.ts";
import type { SharePartitionKey } from "./share-partition-key.ts";
import { unknownEpoch } from "./share-state.ts";

/** What is asked, and what is known of the share partition: its greatest epochs, undefined if there is no state. */
export interface Asked {
  readonly key: SharePartitionKey;
  readonly leaderEpoch: number;
  readonly stateEpoch: number;
  readonly known: { readonly leaderEpoch: number; readonly stateEpoch: number } | undefined;
  readonly topics: Pick<TopicImage, "topicById">;
}

interface Rule {
  readonly error: KafkaError;
  readonly message: string;
  readonly holds: (asked: Asked) => boolean;
}

const isPartition: Rule = {
  error: errors.INVALID_REQUEST,
  message: "The partition id cannot be a negative number.",
  holds: ({ key }) => key.partition >= 0,
};
const isInitialized = (operation: "Write" | "Read"): Rule => ({
  error: errors.INVALID_REQUEST,
  message: `${operation} operation on uninitialized share partition not allowed.`,
  holds: ({ known }) => known !== undefined,
});
const isLeader: Rule = {
  error: errors.FENCED_LEADER_EPOCH,
  message: "The leader epoch in the request is older than the epoch on the broker.",
  holds: ({ leaderEpoch, known }) => leaderEpoch === unknownEpoch || leaderEpoch >= (known?.leaderEpoch ?? unknownEpoch),
};
const isCurrent: Rule = {
  error: errors.FENCED_STATE_EPOCH,
  message: "The share coordinator rejected the request because the share-group state epoch did not match.",
  holds: ({ stateEpoch, known }) => stateEpoch === unknownEpoch || stateEpoch >= (known?.stateEpoch ?? unknownEpoch),
};
const isKnown: Rule = {
  error: errors.UNKNOWN_TOPIC_OR_PARTITION,
  message: "This server does not host this topic-partition.",
  holds: ({ key, topics }) => key.partition < (topics.topicById(key.topicId)?.partitionCount ?? 0),
};

const rules = {
  initialize: [isPartition, isCurrent, isKnown],
  write: [isPartition, isInitialized("Write"), isLeader, isCurrent, isKnown],
  read: [isPartition, isInitialized("Read"), isLeader, isKnown],
  readSummary: [isPartition, isKnown],
  delete: [isPartition, isKnown],
} as const satisfies Readonly<Record<string, readonly Rule[]>>;

/** Why a share partition's state can't be had, or changed; in Kafka's order and words. */
export function stateRefusal(operation: keyof typeof rules, asked: Asked): Refusal | undefined {
  const broken = rules[operation].find(({ holds }) => !holds(asked));
  return broken && new Refusal(broken.error, broken.message);
}
