import { administrationMoves } from "./administration-moves.ts";
import { anyBatches } from "./batch-plans.ts";
import { consumerGroupMoves } from "./consumer-group-moves.ts";
import { anyActor, anyConfig } from "./field-values.ts";
import { type Settled, withoutTwins } from "./request-body.ts";
import type { ApiName, Move, Scene } from "./scene.ts";
import { absentTopic, type Step, topicNames, type Value } from "./sequence.ts";
import { shareGroupMoves } from "./share-group-moves.ts";
import { transactionMoves } from "./transaction-moves.ts";

const name = (of: string): Value => ({ $: "name", of });

function produce(scene: Scene): Step[] {
  const { draw } = scene;
  const actor = anyActor(draw);
  const partition = draw.value([0, 0, 1], [2, 100, -1]);
  const records = () => anyBatches(scene, actor, partition);
  return [scene.step("produce", { actor, settled: { records, index: partition, transactionalId: draw.value<Value>([null], [""]) } })];
}

/** A session that Apache Kafka fails to read for is one that it forgets. */
function ofSessions({ draw }: Scene): Settled {
  const topicId = (): Value => ({ $: "topicId", of: draw.pick([...topicNames, absentTopic, "t0"]) });
  return { isolationLevel: draw.below(2), "ReplicaState.replicaId": -1, replicaId: -1, topicId };
}

function openSession(scene: Scene): Step[] {
  scene.openSession();
  return [
    scene.step("fetch", {
      minVersion: 7,
      as: "s0",
      settled: { ...ofSessions(scene), sessionId: 0, sessionEpoch: 0, forgottenTopicsData: [] },
    }),
  ];
}

function goOnWithSession(scene: Scene): Step[] {
  const { draw } = scene;
  const epoch = draw.chance(draw.oddness) ? draw.pick([0, -1, 1, 100]) : scene.nextSessionEpoch();
  const settled = { ...ofSessions(scene), sessionId: { $: "sessionId", of: "s0" } as const, sessionEpoch: epoch };
  return [scene.step("fetch", { minVersion: 7, as: "s0", settled: draw.chance(0.5) ? { ...settled, topics: [] } : settled })];
}

/** Joins as clients do since KIP-394: what asks for a member id gets it and comes again with it. */
function join(scene: Scene): Step[] {
  const { draw } = scene;
  const actor = anyActor(draw);
  const as = `${actor.group}/${actor.member}`;
  const memberId: Value = { $: "memberId", of: as };
  const settled = { protocolType: draw.value(["consumer"], ["connect", ""]) };
  const first = scene.step("joinGroup", { actor, as, settled: { ...settled, memberId: draw.chance(0.5) ? "" : memberId } });
  const joins = [first, scene.step("joinGroup", { actor, as, settled: { ...settled, memberId } })];
  const assignments = ["m0", "m1", "m2"].slice(0, 1 + draw.below(3)).map((member) => ({
    memberId: { $: "memberId", of: `${actor.group}/${member}` } as const,
    assignment: { $: "assignment", topics: draw.pick([[], ["t0"]]) } as const,
  }));
  const sync = scene.step("syncGroup", { actor, settled: draw.chance(0.8) ? { assignments } : {} });
  return draw.chance(0.7) ? [...joins, sync] : joins;
}

function initProducerId(scene: Scene): Step[] {
  const { producer } = anyActor(scene.draw);
  scene.restartSequences(producer);
  return [scene.step("initProducerId", { as: producer, settled: scene.draw.chance(0.8) ? { producerId: -1, producerEpoch: -1 } : {} })];
}

function createTopics(scene: Scene): Step[] {
  const { draw } = scene;
  const configs = () =>
    draw.chance(0.6)
      ? []
      : Array.from({ length: 1 + draw.below(2) }, () => anyConfig(draw, false)).map(({ name: key, value }) => ({ name: key, value }));
  const assignments = () => (draw.chance(0.9) ? [] : [{ partitionIndex: draw.value([0], [1, -1]), brokerIds: [draw.value([0], [1, -1])] }]);
  return [scene.step("createTopics", { settled: { configs, assignments } })];
}

function resources(scene: Scene, withOperation: boolean): Value {
  const { draw } = scene;
  const one = (): Value => {
    const actor = anyActor(draw);
    const isGroup = draw.chance(0.25);
    const resourceType = draw.value([isGroup ? 32 : 2], [0, 1, 3, 5, 127, -1]);
    const resourceName = name(draw.chance(draw.oddness) ? "absent" : isGroup ? actor.group : actor.topic);
    const configs = Array.from({ length: draw.value([1, 1, 2], [0, 3]) }, () => {
      const config = anyConfig(draw, isGroup);
      return withOperation ? { ...config, configOperation: draw.value([0, 0, 0, 1], [2, 3, 4, -1]) } : config;
    });
    return { resourceType, resourceName: draw.chance(draw.oddness / 4) ? "" : resourceName, configs };
  };
  const many = Array.from({ length: draw.value([1], [0, 2]) }, one);
  return withoutTwins(many);
}

function describeConfigs(scene: Scene): Step[] {
  const { draw } = scene;
  const isGroup = draw.chance(0.25);
  const actor = anyActor(draw);
  const asked = {
    resourceType: draw.value([isGroup ? 32 : 2], [0, 1, 3, 5, 127, -1]),
    resourceName: name(isGroup ? actor.group : actor.topic),
    configurationKeys: draw.chance(0.2) ? null : [anyConfig(draw, isGroup).name, anyConfig(draw, isGroup).name],
  };
  return [scene.step("describeConfigs", { actor, settled: { resources: [asked], includeDocumentation: false } })];
}

function describeTopics(scene: Scene): Step[] {
  // All topics are more than this sequence's: only a limit that none reaches gives the same for everyone.
  const all = scene.draw.chance(0.2);
  return [scene.step("describeTopicPartitions", { settled: all ? { topics: [], responsePartitionLimit: 2000, cursor: null } : {} })];
}

const plain = (api: ApiName, weight: number, settled?: Settled): Move => ({
  name: api,
  weight,
  steps: (scene) => [scene.step(api, settled === undefined ? {} : { settled })],
});

/** Everything that a sequence may consist of. */
export const moves: readonly Move[] = [
  { name: "create topics", weight: 10, steps: createTopics },
  { name: "produce", weight: 22, steps: produce },
  { name: "initialize a producer", weight: 6, steps: initProducerId },
  { name: "open a fetch session", weight: 3, steps: openSession },
  { name: "go on with a fetch session", weight: 5, steps: goOnWithSession },
  { name: "join a group", weight: 10, steps: join },
  {
    name: "alter configs",
    weight: 2,
    steps: (scene) => [scene.step("alterConfigs", { settled: { resources: () => resources(scene, false) } })],
  },
  {
    name: "alter configs incrementally",
    weight: 5,
    steps: (scene) => [scene.step("incrementalAlterConfigs", { settled: { resources: () => resources(scene, true) } })],
  },
  { name: "describe configs", weight: 3, steps: describeConfigs },
  plain("fetch", 14, { sessionId: 0, sessionEpoch: -1 }),
  plain("fetch", 2),
  plain("listOffsets", 8),
  plain("metadata", 5),
  plain("offsetCommit", 9),
  plain("offsetFetch", 7),
  plain("findCoordinator", 2),
  plain("joinGroup", 3),
  plain("heartbeat", 4),
  plain("leaveGroup", 4),
  plain("syncGroup", 4),
  plain("describeGroups", 4),
  plain("listGroups", 3),
  plain("apiVersions", 1),
  plain("deleteTopics", 3),
  plain("deleteRecords", 5),
  plain("offsetForLeaderEpoch", 4),
  plain("describeLogDirs", 2),
  plain("createPartitions", 3),
  plain("deleteGroups", 3),
  plain("offsetDelete", 3),
  plain("describeCluster", 1),
  ...transactionMoves,
  ...consumerGroupMoves,
  ...shareGroupMoves,
  ...administrationMoves,
  { name: "describe topics", weight: 3, steps: describeTopics },
];
