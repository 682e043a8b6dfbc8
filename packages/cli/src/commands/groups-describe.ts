import type { Admin, DescribedGroup } from "@millrace/client";
import { errors } from "@millrace/protocol";
import { allWentWell } from "../failures.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
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
    const described = (await admin.describeGroups([...new Set(groupIds)])).map(deadIsMissing);
    const present = described.filter(({ error }) => error === errors.NONE);
    const shown = await Promise.all(present.map(async (group) => ({ group, progress: await progressOf(admin, group) })));
    if (options.output === "json") await output.json(shown.map(({ group, progress }) => jsonOf(group, progress)));
    else for (const [position, { group, progress }] of shown.entries()) await print(group, progress, position > 0);
    return allWentWell(described, ({ groupId }) => `group ${groupId} can't be described`) ? 0 : 1;
  });
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

function jsonOf(
  { groupId, state, protocolType, protocol, coordinatorId: coordinator, members }: DescribedGroup,
  progress: Progress[],
): unknown {
  const listed = members.map(({ memberId, groupInstanceId, clientId, clientHost: host, assignment }) => ({
    ...{ memberId, groupInstanceId, clientId, host, assignment },
  }));
  return { groupId, state, protocolType, protocol, coordinator, members: listed, partitions: progress };
}

async function print(
  { groupId, state, protocol, coordinatorId, members }: DescribedGroup,
  progress: Progress[],
  apart: boolean,
): Promise<void> {
  const facts = [
    ["Group:", groupId],
    ["State:", state],
    ["Assignor:", protocol || "(none)"],
    ["Coordinator:", String(coordinatorId)],
    ["Members:", String(members.length)],
  ];
  await output.write(`${apart ? "\n" : ""}${facts.map(([name = "", value]) => `${name.padEnd(14)}${value}\n`).join("")}`);
  if (progress.length === 0) return;
  const rows = progress.map((each) => [
    ...[each.topic, each.partition, each.committedOffset ?? "-", each.endOffset ?? "-", each.lag ?? "-"],
    ...[each.clientId ?? "-", each.host ?? "-", each.memberId ?? "-"],
  ]);
  await output.write("\n");
  await output.table(["TOPIC", "PARTITION", "OFFSET", "END", "LAG", "CLIENT", "HOST", "MEMBER"], rows);
}
