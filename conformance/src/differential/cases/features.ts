import { systemClock, systemRandom } from "@millrace/kit";
import { apis, type UpdateFeaturesRequestFeatureUpdateKey } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";

type Update = Partial<UpdateFeaturesRequestFeatureUpdateKey>;

const upgrade = 1;
const safeDowngrade = 2;
const unsafeDowngrade = 3;
const all = [1, 2] as const;

/** The levels in force, once the broker knows of the last change. */
async function levels({ talk }: Notes): Promise<Record<string, number>> {
  await talk.createTopic(`settled-${systemRandom.uuid()}`);
  const { finalizedFeatures } = await talk.call(apis.apiVersions, 4, { clientSoftwareName: "referee", clientSoftwareVersion: "1" });
  return Object.fromEntries(finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel] as const).sort());
}

function ask(notes: Notes, what: string, featureUpdates: Update[], versions: readonly [number, number] = all, draft: object = {}) {
  return notes.each(what, apis.updateFeatures, versions, { timeoutMs: 10_000, featureUpdates, ...draft });
}

export const featureScenarios: readonly Scenario[] = [
  {
    name: "UpdateFeatures refused",
    alone: true,
    async run(notes) {
      const name = "transaction.version";
      const tries: ReadonlyArray<[string, Update]> = [
        ["unknown feature", { feature: "no.such", maxVersionLevel: 1, upgradeType: upgrade }],
        ["unknown feature off", { feature: "no.such", maxVersionLevel: 0, upgradeType: safeDowngrade }],
        ["unnamed", { feature: "", maxVersionLevel: 1, upgradeType: upgrade }],
        ["too high", { feature: name, maxVersionLevel: 3, upgradeType: upgrade }],
        ["much too high", { feature: name, maxVersionLevel: 32_767, upgradeType: upgrade }],
        ["negative", { feature: name, maxVersionLevel: -1, upgradeType: unsafeDowngrade }],
        ["unknown type 0", { feature: name, maxVersionLevel: 2, upgradeType: 0 }],
        ["unknown type 4", { feature: name, maxVersionLevel: 2, upgradeType: 4 }],
        ["down as an upgrade", { feature: name, maxVersionLevel: 1, upgradeType: upgrade }],
        ["group off as an upgrade", { feature: "group.version", maxVersionLevel: 0, upgradeType: upgrade }],
        ["metadata too low", { feature: "metadata.version", maxVersionLevel: 6, upgradeType: unsafeDowngrade }],
        ["metadata too high", { feature: "metadata.version", maxVersionLevel: 31, upgradeType: upgrade }],
        ["metadata down as an upgrade", { feature: "metadata.version", maxVersionLevel: 29, upgradeType: upgrade }],
        ["metadata down", { feature: "metadata.version", maxVersionLevel: 29, upgradeType: safeDowngrade }],
        ["metadata far down", { feature: "metadata.version", maxVersionLevel: 7, upgradeType: safeDowngrade }],
        ["metadata down, unsafe", { feature: "metadata.version", maxVersionLevel: 29, upgradeType: unsafeDowngrade }],
        ["metadata off", { feature: "metadata.version", maxVersionLevel: 0, upgradeType: unsafeDowngrade }],
        ["kraft down", { feature: "kraft.version", maxVersionLevel: 0, upgradeType: safeDowngrade }],
        ["kraft down, unsafe", { feature: "kraft.version", maxVersionLevel: 0, upgradeType: unsafeDowngrade }],
        ["kraft down as an upgrade", { feature: "kraft.version", maxVersionLevel: 0, upgradeType: upgrade }],
        ["kraft too high", { feature: "kraft.version", maxVersionLevel: 2, upgradeType: upgrade }],
      ];
      for (const [what, update] of tries) {
        await ask(notes, what, [update]);
        await ask(notes, `${what}, to be validated`, [update], all, { validateOnly: true });
      }
      await ask(notes, "down in version 0", [{ feature: name, maxVersionLevel: 1, allowDowngrade: true }], [0, 0]);
      await ask(notes, "unknown in version 0", [{ feature: "no.such", maxVersionLevel: 1 }], [0, 0]);
      await ask(notes, "one of two", [
        { feature: "group.version", maxVersionLevel: 0, upgradeType: safeDowngrade },
        { feature: name, maxVersionLevel: 9, upgradeType: upgrade },
      ]);
      notes.note("levels", await levels(notes));
    },
  },
  {
    name: "UpdateFeatures without change",
    alone: true,
    async run(notes) {
      for (const [feature, maxVersionLevel] of Object.entries(await levels(notes))) {
        for (const upgradeType of [upgrade, safeDowngrade, unsafeDowngrade])
          await ask(notes, `${feature} as it is, ${upgradeType}`, [{ feature, maxVersionLevel, upgradeType }]);
        await ask(notes, `${feature} as it is, version 0`, [{ feature, maxVersionLevel }], [0, 0]);
      }
      await ask(notes, "nothing", [], [0, 2]);
      await ask(notes, "down, to be validated", [{ feature: "group.version", maxVersionLevel: 0, upgradeType: safeDowngrade }], all, {
        validateOnly: true,
      });
      const twice = { feature: "group.version", maxVersionLevel: 1, upgradeType: upgrade };
      await ask(notes, "twice", [{ ...twice, maxVersionLevel: 0 }, twice], [0, 2]);
      notes.note("levels", await levels(notes));
    },
  },
  {
    name: "UpdateFeatures up and down",
    alone: true,
    async run(notes) {
      const names = ["transaction.version", "group.version", "eligible.leader.replicas.version"];
      const before = await levels(notes);
      for (const feature of names) {
        for (const upgradeType of [safeDowngrade, unsafeDowngrade]) {
          const top = before[feature] ?? 0;
          for (let maxVersionLevel = top - 1; maxVersionLevel >= 0; maxVersionLevel--) {
            await ask(notes, `${feature} down to ${maxVersionLevel}, ${upgradeType}`, [{ feature, maxVersionLevel, upgradeType }], [1, 1]);
            notes.note(`levels with ${feature} ${maxVersionLevel}, ${upgradeType}`, await levels(notes));
          }
          await ask(notes, `${feature} up as a downgrade, ${upgradeType}`, [{ feature, maxVersionLevel: 1, upgradeType }], [1, 2]);
          await ask(notes, `${feature} up, ${upgradeType}`, [{ feature, maxVersionLevel: top, upgradeType: upgrade }], [2, 2]);
        }
      }
      await ask(
        notes,
        "all down",
        names.map((feature) => ({ feature, maxVersionLevel: 0, upgradeType: safeDowngrade })),
        [1, 1],
      );
      notes.note("levels with all down", await levels(notes));
      const ups = names.map((feature) => ({ feature, maxVersionLevel: before[feature] ?? 0 }));
      await ask(notes, "all up in version 0", ups, [0, 0]);
      notes.note("levels with all up", await levels(notes));
    },
  },
  {
    name: "DescribeQuorum",
    async run(notes) {
      const now = {
        fields: ["logEndOffset", "highWatermark", "lastFetchTimestamp", "lastCaughtUpTimestamp", "leaderEpoch", "replicaDirectoryId"],
      };
      const describe = (what: string, topics: Array<{ topicName: string; partitions: Array<{ partitionIndex: number }> }>) =>
        notes.each(what, apis.describeQuorum, [0, 2], { topics }, now);
      const metadata = { topicName: "__cluster_metadata", partitions: [{ partitionIndex: 0 }] };
      await describe("the metadata", [metadata]);
      await describe("another partition", [{ ...metadata, partitions: [{ partitionIndex: 1 }] }]);
      await describe("two partitions", [{ ...metadata, partitions: [{ partitionIndex: 0 }, { partitionIndex: 1 }] }]);
      await describe("another topic", [{ topicName: "other", partitions: [{ partitionIndex: 0 }] }]);
      await describe("two topics", [metadata, { topicName: "other", partitions: [{ partitionIndex: 0 }] }]);
      await describe("no partitions", [{ topicName: "__cluster_metadata", partitions: [] }]);
      await describe("nothing", []);
      const { topics, nodes } = await notes.talk.call(apis.describeQuorum, 2, { topics: [metadata] });
      const [partition] = topics[0]?.partitions ?? [];
      const [voter] = partition?.currentVoters ?? [];
      notes.note("sense", {
        voterHasAll: voter !== undefined && voter.logEndOffset >= (partition?.highWatermark ?? Number.POSITIVE_INFINITY),
        hasDirectory: voter?.replicaDirectoryId !== "AAAAAAAAAAAAAAAAAAAAAA",
        epoch: (partition?.leaderEpoch ?? 0) > 0,
        now: Math.abs(systemClock.now() - (voter?.lastFetchTimestamp ?? 0)) < 60_000,
        nodes: nodes.length,
      });
    },
  },
  {
    name: "UnregisterBroker",
    async run(notes) {
      for (const brokerId of [7, -1, 2_147_483_647]) await notes.each(`broker ${brokerId}`, apis.unregisterBroker, [0, 0], { brokerId });
    },
  },
];
