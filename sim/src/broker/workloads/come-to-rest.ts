import type { TopicPartition } from "@millrace/client";
import { sleep } from "@millrace/kit";
import { ConsumerMembership } from "./consumer-membership.ts";
import { followersGroup } from "./groups.ts";
import { attempt, partitionsOf, type Workplace } from "./workplace.ts";

const topics = ["kept", "processed"];
const membersMax = 3;
/** Whoever was there before is gone by then, also where the clock by which assignments are made was put back again and again. */
const looksMax = 250;
const pauseMs = 100;
const invariant = "a group comes to rest";

/** New members of the group share all partitions out; whoever had them before has left, or is taken for gone. */
export async function comeToRest(place: Workplace): Promise<void> {
  const { ledger, clock, random } = place;
  const members = Array.from({ length: 1 + random.below(membersMax) }, (_, at) => {
    return new ConsumerMembership(place, { memberId: `last/${at + 1}`, instanceId: null, topics, rebalanceTimeoutMs: 1_000 });
  });
  const partitions = partitionsOf(place, topics);
  for (let left = looksMax; left > 0 && !isAtRest(members, partitions); left--) {
    for (const member of members) await attempt(place, nameOf(member), async () => void (await member.beat()));
    await sleep(clock, pauseMs);
  }
  if (!isAtRest(members, partitions)) ledger.fail(invariant, `${followersGroup} has ${members.map(textOf).join("; ")}`);
  // What is committed is there: each looks at it as whoever goes on from there would.
  if (!place.world.endsInDarkness)
    for (const member of members) await attempt(place, nameOf(member), async () => void (await member.committed()));
  await compare(place, members);
  for (const member of members) {
    await attempt(place, nameOf(member), () => member.leave());
    member.close();
  }
}

/** Each partition is of one member, and all have come to the same epoch. */
function isAtRest(members: readonly ConsumerMembership[], partitions: readonly TopicPartition[]): boolean {
  const assigned = members.flatMap((member) => member.assigned);
  const isOfOne = (of: TopicPartition) => assigned.filter((each) => isSame(each, of)).length === 1;
  const isDone = members.every(({ isSettled, epoch }) => isSettled && epoch === members[0]?.epoch);
  return isDone && assigned.length === partitions.length && partitions.every(isOfOne);
}

/** The group says of itself what its members were told. */
async function compare({ clients, ledger }: Workplace, members: readonly ConsumerMembership[]): Promise<void> {
  const admin = clients.admin();
  const [group] = await admin.describeConsumerGroups([followersGroup]);
  await admin.close();
  for (const { memberId, assignment } of group?.members ?? []) {
    const told = members.find(({ options }) => options.memberId === memberId)?.assigned ?? [];
    const isAsTold = assignment.length === told.length && assignment.every((each) => told.some((other) => isSame(each, other)));
    if (!isAsTold)
      ledger.fail(invariant, `${memberId} of ${followersGroup} is said to have ${listOf(assignment)}, and has ${listOf(told)}`);
  }
  const missing = members.find(({ options }) => !group?.members.some(({ memberId }) => memberId === options.memberId));
  if (missing !== undefined) ledger.fail(invariant, `${nameOf(missing)} is not said to be in ${followersGroup}`);
}

function nameOf({ options }: ConsumerMembership): string {
  return options.memberId;
}

function textOf(member: ConsumerMembership): string {
  return `${nameOf(member)} at ${member.epoch} with ${listOf(member.assigned)}`;
}

function listOf(partitions: readonly TopicPartition[]): string {
  return partitions.map(({ topic, partition }) => `${topic}-${partition}`).join(", ") || "nothing";
}

function isSame(one: TopicPartition, other: TopicPartition): boolean {
  return one.topic === other.topic && one.partition === other.partition;
}
