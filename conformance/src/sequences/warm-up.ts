import { apis, errors } from "@millrace/protocol";
import { Talk } from "../differential/talk.ts";

const shareKeyType = 2;
const notYet: readonly number[] = [errors.COORDINATOR_LOAD_IN_PROGRESS, errors.COORDINATOR_NOT_AVAILABLE, errors.NOT_COORDINATOR].map(
  ({ code }) => code,
);

async function sharesLoaded(talk: Talk): Promise<boolean> {
  const topicId = "AAAAAAAAAAAAAAAAAAAAAQ";
  const { coordinators } = await talk.call(apis.findCoordinator, 6, { keyType: shareKeyType, coordinatorKeys: [`warm:${topicId}:0`] });
  if (coordinators[0]?.errorCode !== 0) return false;
  const partitions = Array.from({ length: 20 }, (_, partition) => ({ partition }));
  const { results } = await talk.call(apis.readShareGroupStateSummary, 1, { groupId: "warm", topics: [{ topicId, partitions }] });
  return results.every((topic) => topic.partitions.every(({ errorCode }) => !notYet.includes(errorCode)));
}

/** Makes a broker's coordinators ready, so that no sequence meets one that is still loading. */
export async function warmUp(bootstrapServers: string): Promise<void> {
  const talk = new Talk(bootstrapServers);
  try {
    for (const keyType of [0, 1]) {
      await talk.until("the coordinators are there", async () => {
        const { coordinators } = await talk.call(apis.findCoordinator, 4, { keyType, coordinatorKeys: ["warm"] });
        return coordinators[0]?.errorCode === 0;
      });
    }
    await talk.untilProducerIds();
    await talk.until("all partitions of share groups' state are loaded", () => sharesLoaded(talk));
    const names = Array.from({ length: 100 }, (_, at) => `warm-${at}`);
    await talk.until("all partitions of groups are loaded", async () => {
      const { groups } = await talk.call(apis.describeGroups, 5, { groups: names });
      return groups.every(({ errorCode }) => errorCode === 0);
    });
    await talk.until("all partitions of transactions are loaded", async () => {
      const { transactionStates } = await talk.call(apis.describeTransactions, 0, { transactionalIds: names });
      return transactionStates.every(({ errorCode }) => errorCode === errors.TRANSACTIONAL_ID_NOT_FOUND.code);
    });
  } finally {
    talk.close();
  }
}
