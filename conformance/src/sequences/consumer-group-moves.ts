import { type Actor, anyActor } from "./field-values.ts";
import type { Move, Scene } from "./scene.ts";
import { consumerGroup, type Step, topicNames, type Value } from "./sequence.ts";

const name = (of: string): Value => ({ $: "name", of });

/** Members name themselves (KIP-1082). */
function memberIdOf({ draw }: Scene, member: string): Value {
  return draw.value<Value>([name(`c-${member}`)], ["", "nobody"]);
}

function actorOf({ draw }: Scene): Actor {
  return { ...anyActor(draw), group: draw.chance(0.85) ? consumerGroup : "g0" };
}

function subscription({ draw }: Scene): Value {
  const topics = topicNames.slice(0, 1 + draw.below(2)).map(name);
  return draw.value<Value>([topics, topics, [name("absent")]], [[], null, ["bad name"]]);
}

/** Everything that a member says of itself, as it does when it joins. */
function join(scene: Scene): Step[] {
  const { draw } = scene;
  const actor = actorOf(scene);
  const settled = {
    groupId: name(actor.group),
    memberId: memberIdOf(scene, actor.member),
    memberEpoch: draw.value([0], [1, -3]),
    rebalanceTimeoutMs: draw.value([60_000], [-1, 0]),
    subscribedTopicNames: subscription(scene),
    subscribedTopicRegex: draw.value<Value>([null], ["", "["]),
    serverAssignor: draw.value<Value>([null, "uniform", "range"], ["", "other"]),
    topicPartitions: draw.value<Value>([[]], [null]),
    rackId: null,
  };
  return [scene.step("consumerGroupHeartbeat", { actor, as: `${actor.group}/${actor.member}`, settled })];
}

/** A member that goes on: nothing is said but what it has, if that. */
function heartbeat(scene: Scene): Step[] {
  const { draw } = scene;
  const actor = actorOf(scene);
  const of = `${actor.group}/${actor.member}`;
  const settled = {
    groupId: name(actor.group),
    memberId: memberIdOf(scene, actor.member),
    memberEpoch: { $: "generation", of, plus: draw.value([0], [1, -1]) } as Value,
    rebalanceTimeoutMs: -1,
    subscribedTopicNames: draw.chance(0.2) ? subscription(scene) : null,
    subscribedTopicRegex: null,
    serverAssignor: draw.value<Value>([null], ["range", "other"]),
    topicPartitions: draw.value<Value>([null, { $: "assigned", of }], [[]]),
    rackId: null,
  };
  return [scene.step("consumerGroupHeartbeat", { actor, as: of, settled })];
}

function leave(scene: Scene): Step[] {
  const { draw } = scene;
  const actor = actorOf(scene);
  const settled = {
    groupId: name(actor.group),
    memberId: memberIdOf(scene, actor.member),
    memberEpoch: draw.pick([-1, -2]),
    rebalanceTimeoutMs: -1,
    subscribedTopicNames: null,
    subscribedTopicRegex: null,
    serverAssignor: null,
    topicPartitions: null,
    rackId: null,
  };
  return [scene.step("consumerGroupHeartbeat", { actor, settled })];
}

/** What members of consumer groups do (KIP-848), and what is asked about them. */
export const consumerGroupMoves: readonly Move[] = [
  { name: "join a consumer group", weight: 7, steps: join },
  { name: "go on in a consumer group", weight: 10, steps: heartbeat },
  { name: "leave a consumer group", weight: 3, steps: leave },
  { name: "describe consumer groups", weight: 4, steps: (scene) => [scene.step("consumerGroupDescribe")] },
];
