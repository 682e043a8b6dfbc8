import { type Actor, anyActor } from "./field-values.ts";
import type { Move, Scene } from "./scene.ts";
import { absentTopic, type Step, shareGroup, topicNames, type Value } from "./sequence.ts";

const name = (of: string): Value => ({ $: "name", of });

/** Members name themselves. */
function memberIdOf({ draw }: Scene, member: string): Value {
  return draw.value<Value>([name(`s-${member}`)], ["", " ", "nobody", "m".repeat(37)]);
}

function actorOf({ draw }: Scene): Actor {
  return { ...anyActor(draw), group: draw.chance(0.9) ? shareGroup : draw.pick(["g0", "h0"]) };
}

/** When partitions of a topic have been set up for a group is for Apache Kafka's threads to say: only topics that are not there give the same for everyone. */
function subscription({ draw }: Scene): Value {
  return draw.value<Value>([[name(absentTopic)], [name("nowhere")]], [[], null, ["bad name"], [name(absentTopic), name(absentTopic)]]);
}

function join(scene: Scene): Step[] {
  const { draw } = scene;
  const actor = actorOf(scene);
  const settled = {
    groupId: name(actor.group),
    memberId: memberIdOf(scene, actor.member),
    memberEpoch: draw.value([0], [1, -2]),
    rackId: draw.value<Value>([null, "rack"], [""]),
    subscribedTopicNames: subscription(scene),
  };
  return [scene.step("shareGroupHeartbeat", { actor, as: `${actor.group}/${actor.member}`, settled })];
}

function heartbeat(scene: Scene): Step[] {
  const { draw } = scene;
  const actor = actorOf(scene);
  const of = `${actor.group}/${actor.member}`;
  const settled = {
    groupId: name(actor.group),
    memberId: memberIdOf(scene, actor.member),
    memberEpoch: { $: "generation", of, plus: draw.value([0], [1, -1]) } as Value,
    rackId: null,
    subscribedTopicNames: draw.chance(0.2) ? subscription(scene) : null,
  };
  return [scene.step("shareGroupHeartbeat", { actor, as: of, settled })];
}

function leave(scene: Scene): Step[] {
  const actor = actorOf(scene);
  const settled = {
    groupId: name(actor.group),
    memberId: memberIdOf(scene, actor.member),
    memberEpoch: -1,
    rackId: null,
    subscribedTopicNames: null,
  };
  return [scene.step("shareGroupHeartbeat", { actor, settled })];
}

function describe(scene: Scene): Step[] {
  const groupIds = [name(shareGroup), ...(scene.draw.chance(0.3) ? [name(anyActor(scene.draw).group)] : [])];
  return [scene.step("shareGroupDescribe", { settled: { groupIds, includeAuthorizedOperations: scene.draw.chance(0.5) } })];
}

/** What Apache Kafka is asked of partitions that there are not, it never answers. */
function describeOffsets(scene: Scene): Step[] {
  const { draw } = scene;
  const topics = draw.value<Value>(
    [topicNames.slice(0, 1 + draw.below(3)).map((topic) => ({ topicName: name(topic), partitions: [0] }))],
    [[]],
  );
  const groupId = name(draw.chance(0.9) ? shareGroup : anyActor(draw).group);
  return [scene.step("describeShareGroupOffsets", { settled: { groups: [{ groupId, topics }] } })];
}

function alterOffsets(scene: Scene): Step[] {
  const { draw } = scene;
  const partitions = () => [{ partitionIndex: draw.value([0], [1000]), startOffset: draw.value([0, 1, 5], [-1, -7]) }];
  const topics = topicNames.slice(0, 1 + draw.below(2)).map((topic) => ({ topicName: name(topic), partitions: partitions() }));
  return [
    scene.step("alterShareGroupOffsets", { settled: { groupId: name(draw.chance(0.9) ? shareGroup : anyActor(draw).group), topics } }),
  ];
}

/** What members of share groups do (KIP-932), and what is asked about them. */
export const shareGroupMoves: readonly Move[] = [
  { name: "join a share group", weight: 5, steps: join },
  { name: "go on in a share group", weight: 7, steps: heartbeat },
  { name: "leave a share group", weight: 3, steps: leave },
  { name: "describe share groups", weight: 3, steps: describe },
  { name: "describe share groups' offsets", weight: 3, steps: describeOffsets },
  { name: "alter a share group's offsets", weight: 3, steps: alterOffsets },
];
