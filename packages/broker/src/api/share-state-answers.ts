import type { SharePartitionKey, StateAnswer } from "@millrace/coordinators";

interface AskedState<P extends { readonly partition: number }> {
  readonly groupId: string;
  readonly topics: ReadonlyArray<{ readonly topicId: string; readonly partitions: readonly P[] }>;
}

interface Results<A> {
  readonly results: Array<{ topicId: string; partitions: Array<A & { partition: number }> }>;
}

/** Asks for each share partition by itself, once. As Kafka does, nothing is answered without a group. */
export async function answersByPartition<P extends { readonly partition: number }, A extends StateAnswer>(
  { groupId, topics }: AskedState<P>,
  ask: (key: SharePartitionKey, asked: P) => A | Promise<A>,
): Promise<Results<A>> {
  if (groupId === "") return { results: [] };
  const byTopic = new Map<string, Map<number, A | Promise<A>>>();
  for (const { topicId, partitions } of topics) {
    const answers = byTopic.get(topicId) ?? new Map<number, A | Promise<A>>();
    for (const asked of partitions) answers.set(asked.partition, ask({ groupId, topicId, partition: asked.partition }, asked));
    if (answers.size > 0) byTopic.set(topicId, answers);
  }
  return { results: await Promise.all(Array.from(byTopic, ([topicId, answers]) => resultOf(topicId, answers))) };
}

async function resultOf<A extends StateAnswer>(topicId: string, answers: ReadonlyMap<number, A | Promise<A>>) {
  const partitions = Array.from(answers, async ([partition, answer]) => ({ ...(await answer), partition }));
  return { topicId, partitions: await Promise.all(partitions) };
}

/** As Kafka does for some of its requests: topics without partitions leave nothing to be done of it all. */
export function isWhole({ topics }: AskedState<{ readonly partition: number }>): boolean {
  return topics.every(({ partitions }) => partitions.length > 0);
}
