import type { Admin, DescribedConsumerGroup, DescribedGroup } from "@millrace/client";
import { errors } from "@millrace/protocol";
import { allWentWell } from "../failures.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { type Fact, output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Progress {
  readonly topic: string;
  readonly partition: number;
  /** Null: nothing is committed. */
  readonly committedOffset: number | null;
  /** Null: it is not known, for example because the topic was deleted. */
  readonly endOffset: number | null;
  readonly lag: number | null;
  readonly memberId: string | null;
  readonly clientId: string | null;
  readonly host: string | null;
}

/** Shows groups; those that are there, even if others are not. */
export function describeGroups(groupIds: readonly string[], options: ConnectionOptions & OutputOptions): Promise<number> {
  return withAdmin(options, async (admin) => {
    const described = await describeAll(admin, [...new Set(groupIds)]);
    const present = described.filter(({ error }) => error === errors.NONE);
    const shown = await Promise.all(present.map(async (group) => ({ group, progress: await progressOf(admin, group) })));
    if (options.output === "json") await output.json(shown.map(({ group, progress }) => jsonOf(group, progress)));
    else for (const [position, { group, progress }] of shown.entries()) await print(group, progress, position > 0);
    return allWentWell(described, ({ groupId }) => `group ${groupId} can't be described`) ? 0 : 1;
  });
}

/** A group of either kind. */
type AnyGroup = DescribedGroup | DescribedConsumerGroup;

/** Groups that are no classic ones may be consumer groups (KIP-848). */
async function describeAll(admin: Admin, groupIds: readonly string[]): Promise<AnyGroup[]> {
  const classic = (await admin.describeGroups(groupIds)).map(deadIsMissing);
  const others = classic.filter(({ error }) => error === errors.GROUP_ID_NOT_FOUND).map(({ groupId }) => groupId);
  if (others.length === 0) return classic;
  const found = (await admin.describeConsumerGroups(others)).filter(({ error }) => error === errors.NONE);
  const byId = new Map(found.map((group) => [group.groupId, group]));
  return classic.map((group) => byId.get(group.groupId) ?? group);
}

/** Older brokers describe a group that is not there as dead. */
function deadIsMissing(group: DescribedGroup): DescribedGroup {
  return group.error === errors.NONE && group.state === "Dead" ? { ...group, error: errors.GROUP_ID_NOT_FOUND } : group;
}

/** What is committed and what is assigned, together. */
async function progressOf(admin: Admin, group: DescribedGroup): Promise<Progress[]> {
  const { offsets } = await admin.listGroupOffsets(group.groupId);
  const keyOf = ({ topic, partition }: { topic: string; partition: number }): string => `${topic}/${partition}`;
  const committed = new Map(offsets.map((each) => [keyOf(each), each]));
  const holders = new Map(group.members.flatMap((member) => member.assignment.map((each) => [keyOf(each), member] as const)));
  const all = new Map([...offsets, ...group.members.flatMap(({ assignment }) => assignment)].map((each) => [keyOf(each), each]));
  const partitions = [...all.values()].sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
  const ends = await admin.listOffsets(partitions.map(({ topic, partition }) => ({ topic, partition, at: "latest" })));
  return partitions.map((each, position) => {
    const committedOffset = committed.get(keyOf(each))?.offset ?? null;
    const end = ends[position];
    const endOffset = end?.error === errors.NONE ? end.offset : null;
    const { memberId = null, clientId = null, clientHost: host = null } = holders.get(keyOf(each)) ?? {};
    const lag = committedOffset === null || endOffset === null ? null : Math.max(0, endOffset - committedOffset);
    return { topic: each.topic, partition: each.partition, committedOffset, endOffset, lag, memberId, clientId, host };
  });
}

function jsonOf(group: AnyGroup, progress: Progress[]): unknown {
  const { groupId, state, protocolType, protocol, coordinatorId: coordinator } = group;
  const modern = "epoch" in group ? group : undefined;
  const epochs = modern && { epoch: modern.epoch, assignmentEpoch: modern.assignmentEpoch };
  const members = (modern?.members ?? group.members).map(({ clientHost: host, ...member }) => ({ ...member, host }));
  const type = modern === undefined ? "classic" : "consumer";
  return { groupId, type, state, protocolType, protocol, ...epochs, coordinator, members, partitions: progress };
}

async function print(group: AnyGroup, progress: Progress[], apart: boolean): Promise<void> {
  const modern = "epoch" in group ? group : undefined;
  const facts: readonly Fact[] = [
    ["Group:", group.groupId],
    ["Type:", modern === undefined ? "classic" : "consumer"],
    ["State:", group.state],
    ["Assignor:", group.protocol || "(none)"],
    ...(modern === undefined ? [] : [["Epoch:", `${modern.epoch} (assigned: ${modern.assignmentEpoch})`] as const]),
    ["Coordinator:", String(group.coordinatorId)],
    ["Members:", String(group.members.length)],
  ];
  if (apart) await output.line("");
  await output.facts(facts);
  if (modern !== undefined && modern.members.length > 0) await printMembers(modern);
  if (progress.length === 0) return;
  const rows = progress.map((each) => [
    ...[each.topic, each.partition, each.committedOffset ?? "-", each.endOffset ?? "-", each.lag ?? "-"],
    ...[each.clientId ?? "-", each.host ?? "-", each.memberId ?? "-"],
  ]);
  await output.line("");
  await output.table(["TOPIC", "PARTITION", "OFFSET", "END", "LAG", "CLIENT", "HOST", "MEMBER"], rows);
}

/** How far each member is on its way to what it is to hold. */
async function printMembers({ members }: DescribedConsumerGroup): Promise<void> {
  const rows = members.map((each) => [
    ...[each.memberId, each.groupInstanceId ?? "-", each.protocol || "-", each.epoch, each.assignment.length, each.targetAssignment.length],
    [...each.subscribedTopics, ...(each.subscribedPattern === "" ? [] : [`/${each.subscribedPattern}/`])].join(",") || "-",
  ]);
  await output.line("");
  await output.table(["MEMBER", "INSTANCE", "PROTOCOL", "EPOCH", "HOLDS", "TARGET", "SUBSCRIPTION"], rows);
}
