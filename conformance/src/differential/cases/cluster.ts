import { type AddRaftVoterRequest, apis, type Draft } from "@millrace/protocol";
import type { Scenario } from "../scenario.ts";
import { batch } from "../talk.ts";

export const clusterScenarios: readonly Scenario[] = [
  {
    name: "DescribeCluster",
    async run(notes) {
      const { talk } = notes;
      const blanks = {};
      await notes.each("plain", apis.describeCluster, [0, 2], {}, blanks);
      await notes.each("operations", apis.describeCluster, [0, 2], { includeClusterAuthorizedOperations: true });
      await notes.each("fenced", apis.describeCluster, [2, 2], { includeFencedBrokers: true });
      for (const endpointType of [0, 1, 2, 3, -1])
        await notes.each(`endpoints ${endpointType}`, apis.describeCluster, [1, 2], { endpointType });
      talk.close();
    },
  },
  {
    name: "DescribeLogDirs",
    async run(notes) {
      const { name } = await notes.topic("one", 3);
      await notes.talk.produce(name, 1, batch(["some", "values"]));
      const ask = (what: string, topics: Array<{ topic: string; partitions: number[] }>) =>
        notes.each(what, apis.describeLogDirs, [1, 5], { topics }, { fields: ["logDir", "totalBytes", "usableBytes"] });
      await ask("one topic", [{ topic: name, partitions: [1] }]);
      await ask("unknown partition", [{ topic: name, partitions: [9] }]);
      await ask("unknown topic", [{ topic: `${notes.prefix}none`, partitions: [0] }]);
      await ask("no partitions", [{ topic: name, partitions: [] }]);
      await ask("no topics", []);
      await ask("twice", [
        { topic: name, partitions: [1, 1] },
        { topic: name, partitions: [1] },
      ]);
    },
  },
  {
    name: "AlterReplicaLogDirs",
    async run(notes) {
      const { talk, prefix } = notes;
      const { name } = await notes.topic("one", 2);
      const draft = { topics: [{ topic: name, partitions: [0] }] };
      const path = (await talk.call(apis.describeLogDirs, 5, draft)).results[0]?.logDir ?? "";
      const ask = (what: string, dirs: Array<{ path: string; topics: Array<{ name: string; partitions: number[] }> }>) =>
        notes.each(what, apis.alterReplicaLogDirs, [1, 2], { dirs });
      await ask("to where it is", [{ path, topics: [{ name, partitions: [1] }] }]);
      await ask("elsewhere", [{ path: `${path}-none`, topics: [{ name, partitions: [1] }] }]);
      await ask("nowhere", [{ path: "", topics: [{ name, partitions: [1] }] }]);
      await ask("unknown partition", [{ path, topics: [{ name, partitions: [9] }] }]);
      await ask("negative partition", [{ path, topics: [{ name, partitions: [-1] }] }]);
      await ask("unknown topic", [{ path, topics: [{ name: `${prefix}none`, partitions: [0] }] }]);
      await ask("unknown topic elsewhere", [{ path: "/none", topics: [{ name: `${prefix}none`, partitions: [0] }] }]);
      await ask("long name", [{ path, topics: [{ name: "x".repeat(214), partitions: [0, 10] }] }]);
      await ask("twice", [
        { path: "/none", topics: [{ name, partitions: [1] }] },
        { path, topics: [{ name, partitions: [1] }] },
      ]);
      await ask("no partitions", [{ path, topics: [{ name, partitions: [] }] }]);
      await ask("no topics", [{ path, topics: [] }]);
      await ask("nothing", []);
    },
  },
  {
    name: "Voters",
    alone: true,
    async run(notes) {
      const { talk } = notes;
      const topics = [{ topicName: "__cluster_metadata", partitions: [{ partitionIndex: 0 }] }];
      const quorum = await talk.call(apis.describeQuorum, 2, { topics });
      const { replicaId = 0, replicaDirectoryId = "" } = quorum.topics[0]?.partitions[0]?.currentVoters[0] ?? {};
      const { clusterId } = await talk.call(apis.describeCluster, 2, {});
      notes.words["the directory"] = replicaDirectoryId;
      notes.words["the cluster"] = clusterId;
      const another = "AAAAAAAAAAAAAAAAAAAAFA";
      const listeners = [{ name: "CONTROLLER", host: "127.0.0.1", port: 9 }];
      const voter = { clusterId: null, voterId: 99, voterDirectoryId: another, timeoutMs: 1000, listeners };
      type Changed = Draft<AddRaftVoterRequest>;
      const add = (what: string, draft: Changed) => notes.each(`add ${what}`, apis.addRaftVoter, [0, 1], { ...voter, ...draft });
      const remove = (what: string, draft: Changed) => {
        const { clusterId: cluster, voterId, voterDirectoryId } = { ...voter, ...draft };
        return notes.each(`remove ${what}`, apis.removeRaftVoter, [0, 0], { clusterId: cluster, voterId, voterDirectoryId });
      };
      for (const ask of [add, remove]) {
        await ask("of another cluster", { clusterId: another });
        await ask("without a number", { voterId: -1 });
        await ask("without a directory", { voterDirectoryId: "AAAAAAAAAAAAAAAAAAAAAA" });
        await ask("the only one", { voterId: replicaId, voterDirectoryId: replicaDirectoryId, clusterId });
        await ask("the only one, of another directory", { voterId: replicaId });
      }
      await add("without listeners", { listeners: [] });
      await add("of another listener", { listeners: [{ name: "ELSEWHERE", host: "127.0.0.1", port: 9 }] });
      await remove("another", {});
    },
  },
  {
    name: "InitProducerId",
    async run(notes) {
      const all = [0, 5] as const;
      const ask = (what: string, draft: object, versions: readonly [number, number] = all) =>
        notes.each(
          what,
          apis.initProducerId,
          versions,
          { transactionalId: null, transactionTimeoutMs: 60_000, ...draft },
          { fields: ["producerId"] },
        );
      await notes.talk.untilProducerIds();
      await ask("idempotent", {});
      await ask("strange timeout", { transactionTimeoutMs: -1 });
      await ask("empty transactional id", { transactionalId: "" });
      await ask("known id", { producerId: 5, producerEpoch: 3 }, [3, 5]);
      await ask("id without epoch", { producerId: 5, producerEpoch: -1 }, [3, 5]);
      await ask("epoch without id", { producerId: -1, producerEpoch: 3 }, [3, 5]);
      await ask("negative id and epoch", { producerId: -5, producerEpoch: -5 }, [3, 5]);
      await ask("last epoch", { producerId: 5, producerEpoch: 32_767 }, [3, 5]);
    },
  },
  {
    name: "ApiVersions",
    async run(notes) {
      const { talk } = notes;
      const names = ["", "-x", "x-", "a b", "a.b-c", "ä", "x".repeat(300)];
      for (const clientSoftwareName of names) {
        for (const version of [3, 4]) {
          const { errorCode, apiKeys } = await talk.call(apis.apiVersions, version, { clientSoftwareName, clientSoftwareVersion: "1" });
          notes.note(`${version} name ${clientSoftwareName.slice(0, 5)}`, { errorCode, some: apiKeys.length > 0 });
        }
      }
      const bad = await talk.call(apis.apiVersions, 3, { clientSoftwareName: "x", clientSoftwareVersion: "1 0" });
      notes.note("version", { errorCode: bad.errorCode, apiKeys: bad.apiKeys.length });
      notes.note("refused", await talk.call(apis.apiVersions, 3, { clientSoftwareName: " ", clientSoftwareVersion: "1" }));
      const good = await talk.call(apis.apiVersions, 0, {});
      notes.note("throttle", good.throttleTimeMs);
    },
  },
];
