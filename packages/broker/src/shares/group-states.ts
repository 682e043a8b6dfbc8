import type { Initialization, PartitionLists, SharePartitionKey, StateAnswer } from "@millrace/coordinators";
import type { SharePersister } from "./persister.ts";

/** How it went, by topic id and partition. */
export type StateAnswers = ReadonlyMap<string, ReadonlyMap<number, StateAnswer>>;

/** Sets up the state of a group's partitions. */
export function initializeStates(persister: SharePersister, { groupId, stateEpoch, startOffsets }: Initialization): Promise<StateAnswers> {
  return answersOf(groupId, startOffsets, (key, startOffset) => persister.initialize(key, { stateEpoch, startOffset }));
}

/** Deletes the state of a group's partitions. */
export function deleteStates(persister: SharePersister, groupId: string, states: PartitionLists): Promise<StateAnswers> {
  const partitions = new Map(Array.from(states, ([topicId, list]) => [topicId, new Map(Array.from(list, (each) => [each, undefined]))]));
  return answersOf(groupId, partitions, (key) => persister.delete(key));
}

/** The answer of the first partition of which it went wrong. */
export function firstFailure(answers: StateAnswers): StateAnswer | undefined {
  for (const partitions of answers.values()) for (const answer of partitions.values()) if (answer.errorCode !== 0) return answer;
  return undefined;
}

export function partitionsOf(answers: StateAnswers): PartitionLists {
  return new Map(Array.from(answers, ([topicId, partitions]) => [topicId, [...partitions.keys()]]));
}

async function answersOf<Asked>(
  groupId: string,
  topics: ReadonlyMap<string, ReadonlyMap<number, Asked>>,
  ask: (key: SharePartitionKey, asked: Asked) => StateAnswer | Promise<StateAnswer>,
): Promise<StateAnswers> {
  const ofTopic = async (topicId: string, partitions: ReadonlyMap<number, Asked>) =>
    new Map(
      await Promise.all(
        Array.from(partitions, async ([partition, asked]) => [partition, await ask({ groupId, topicId, partition }, asked)] as const),
      ),
    );
  return new Map(
    await Promise.all(Array.from(topics, async ([topicId, partitions]) => [topicId, await ofTopic(topicId, partitions)] as const)),
  );
}
