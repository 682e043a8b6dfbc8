import { apis, type Draft, errors } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import type { Talk } from "../talk.ts";
import { coordinated } from "./group-steps.ts";

const notYet: readonly number[] = [
  errors.COORDINATOR_LOAD_IN_PROGRESS.code,
  errors.COORDINATOR_NOT_AVAILABLE.code,
  errors.NOT_COORDINATOR.code,
];

const groupKey = 0;
const transactionKey = 1;

/** Waits until the transactional id's coordinator is there and has read its log. */
function untilTransactionCoordinated(talk: Talk, transactionalId: string): Promise<void> {
  return talk.until(`a coordinator for ${transactionalId}`, async () => {
    const { errorCode } = await talk.call(apis.findCoordinator, 3, { key: transactionalId, keyType: transactionKey });
    if (errorCode !== 0) return false;
    const { transactionStates } = await talk.call(apis.describeTransactions, 0, { transactionalIds: [transactionalId] });
    return !notYet.includes(transactionStates[0]?.errorCode ?? 0);
  });
}

async function ask(notes: Notes, name: string, key: string, keyType: number, versions: readonly [number, number]): Promise<void> {
  await notes.each(name, apis.findCoordinator, versions, (version): Draft<{ key: string; keyType: number; coordinatorKeys: string[] }> => {
    return version >= 4 ? { coordinatorKeys: [key], keyType } : { key, keyType };
  });
}

export const coordinatorScenarios: readonly Scenario[] = [
  {
    name: "FindCoordinator",
    async run(notes) {
      const key = `${notes.prefix}key`;
      await coordinated(notes.talk, key);
      await untilTransactionCoordinated(notes.talk, key);
      await ask(notes, "group", key, groupKey, [0, 6]);
      await ask(notes, "transactional id", key, transactionKey, [1, 6]);
      await ask(notes, "empty group", "", groupKey, [0, 6]);
      await ask(notes, "empty transactional id", "", transactionKey, [1, 6]);
      await ask(notes, "unknown type", key, 7, [1, 6]);
      await ask(notes, "negative type", key, -1, [1, 6]);
      const coordinatorKeys = [key, `${key}-2`, ""];
      await notes.each("several", apis.findCoordinator, [4, 6], { coordinatorKeys, keyType: groupKey });
      await notes.each("none", apis.findCoordinator, [4, 6], { coordinatorKeys: [], keyType: groupKey });
    },
  },
  {
    name: "ApiVersions of a client",
    async run(notes) {
      const software = { clientSoftwareName: "referee", clientSoftwareVersion: "1.0" };
      const blanks = { fields: ["apiKeys", "supportedFeatures", "finalizedFeatures", "finalizedFeaturesEpoch"] };
      await notes.each("a client", apis.apiVersions, [0, 4], software, blanks);
      await notes.each("bad name", apis.apiVersions, [3, 4], { ...software, clientSoftwareName: "-" }, blanks);
      await notes.each("empty version", apis.apiVersions, [3, 4], { ...software, clientSoftwareVersion: "" }, blanks);
    },
  },
];
