import { type AcknowledgementBatch, acknowledgeTypes } from "@millrace/coordinators";
import { errors, type KafkaError } from "@millrace/protocol";
import { unknownPartitionText } from "../error-texts.ts";
import type { Partitions } from "../partitions/partitions.ts";
import type { ShareFailure } from "./failure.ts";
import type { ShareDeliveries } from "./share-deliveries.ts";
import { partitionKey } from "./share-sessions.ts";

/** Topics with what is said of their records, as ShareFetch and ShareAcknowledge have them. */
export interface AcknowledgedTopic {
  readonly topicId: string;
  readonly partitions: ReadonlyArray<{
    readonly partitionIndex: number;
    readonly acknowledgementBatches: readonly AcknowledgementBatch[];
  }>;
}

export interface AcknowledgeRequest {
  readonly groupId: string;
  readonly memberId: string;
  readonly topics: readonly AcknowledgedTopic[];
  /** The request says that it asks for more time for records (KIP-1222, which version 1 can't). */
  readonly isRenewAck: boolean;
}

export interface AcknowledgeSurroundings {
  readonly deliveries: ShareDeliveries;
  readonly partitions: Partitions;
  /** Whether whoever asks may read a topic of that name. */
  readonly mayRead: (topic: string) => boolean;
}

interface Place {
  readonly topicId: string;
  readonly index: number;
}

/** How it went with one partition. */
export interface Acknowledged extends Place {
  readonly failure: ShareFailure | undefined;
}

interface BatchRule {
  readonly holds: (batch: AcknowledgementBatch, previousLastOffset: number, request: AcknowledgeRequest) => boolean;
}

/** What holds of every batch; INVALID_REQUEST otherwise. */
const rules: readonly BatchRule[] = [
  { holds: ({ firstOffset, lastOffset }) => firstOffset <= lastOffset },
  { holds: ({ firstOffset }, previousLastOffset) => firstOffset >= previousLastOffset },
  {
    holds: ({ firstOffset, lastOffset, acknowledgeTypes: { length } }) => length === 1 || lastOffset - firstOffset === length - 1,
  },
  { holds: ({ acknowledgeTypes: types }) => types.every((type) => type >= 0 && type <= acknowledgeTypes.RENEW) },
  { holds: ({ acknowledgeTypes: types }, _, { isRenewAck }) => isRenewAck || !types.includes(acknowledgeTypes.RENEW) },
];

/** Takes in what a member says of records. Each partition fares for itself; the answer comes when everything is stored. */
export async function acknowledge(request: AcknowledgeRequest, surroundings: AcknowledgeSurroundings): Promise<readonly Acknowledged[]> {
  const outcomes = new Map<string, Acknowledged | Promise<Acknowledged>>();
  const silent: Acknowledged[] = [];
  let isAnythingTaken = false;
  for (const { topicId, partitions } of request.topics) {
    for (const { partitionIndex: index, acknowledgementBatches: batches } of partitions) {
      const place = { topicId, index };
      const error = refusalOf(place, batches, request, surroundings);
      if (error === undefined && batches.length === 0) silent.push({ ...place, failure: undefined });
      else if (error !== undefined) outcomes.set(partitionKey(place), { ...place, failure: { error, message: null } });
      else {
        isAnythingTaken = true;
        outcomes.set(partitionKey(place), taken(place, batches, request, surroundings));
      }
    }
  }
  // Partitions of which nothing is said are named only beside others, as Kafka does.
  return Promise.all([...outcomes.values(), ...(isAnythingTaken ? silent : [])]);
}

function refusalOf(
  { topicId, index }: Place,
  batches: readonly AcknowledgementBatch[],
  request: AcknowledgeRequest,
  { partitions, mayRead }: AcknowledgeSurroundings,
): KafkaError | undefined {
  const topic = partitions.getById(topicId, 0)?.topic.name;
  if (topic === undefined) return errors.UNKNOWN_TOPIC_ID;
  if (!areValid(batches, request)) return errors.INVALID_REQUEST;
  if (!mayRead(topic)) return errors.TOPIC_AUTHORIZATION_FAILED;
  return partitions.getById(topicId, index) === undefined ? errors.UNKNOWN_TOPIC_OR_PARTITION : undefined;
}

function taken(
  place: Place,
  batches: readonly AcknowledgementBatch[],
  { groupId, memberId }: AcknowledgeRequest,
  { deliveries }: AcknowledgeSurroundings,
): Acknowledged | Promise<Acknowledged> {
  const led = deliveries.find({ groupId, topicId: place.topicId, partition: place.index });
  if (led === undefined) return { ...place, failure: { error: errors.UNKNOWN_TOPIC_OR_PARTITION, message: unknownPartitionText } };
  const result = led.acknowledge(memberId, batches);
  return result instanceof Promise ? result.then((failure) => ({ ...place, failure })) : { ...place, failure: result };
}

function areValid(batches: readonly AcknowledgementBatch[], request: AcknowledgeRequest): boolean {
  let previousLastOffset = -1;
  for (const batch of batches) {
    if (!rules.every(({ holds }) => holds(batch, previousLastOffset, request))) return false;
    previousLastOffset = batch.lastOffset;
  }
  return true;
}
