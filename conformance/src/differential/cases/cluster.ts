import { apis } from "@millrace/protocol";
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
