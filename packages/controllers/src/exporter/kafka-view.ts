import type { Admin } from "@millrace/client";
import { MillraceError } from "@millrace/kit";
import { inParallel } from "../in-parallel.ts";
import type { Exported } from "./patterns.ts";

export interface ViewedPartition {
  readonly partition: number;
  /** -1: none. */
  readonly leaderId: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** First offset that may be read, and the end of what consumers may read; undefined where nobody leads. */
  readonly startOffset: number | undefined;
  readonly endOffset: number | undefined;
}

export interface ViewedGroup {
  readonly groupId: string;
  readonly members: number;
  /** What it has committed: by topic and partition. Empty where it is not to be told. */
  readonly committed: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/** What Kafka Exporter looks at of a Kafka. */
export interface KafkaView {
  readonly brokers: ReadonlyArray<{ readonly id: number; readonly address: string }>;
  readonly topics: ReadonlyMap<string, readonly ViewedPartition[]>;
  readonly groups: readonly ViewedGroup[];
}

/** Requests about groups that are under way at a time. */
const groupsAtATime = 8;
const ofConsumers = "consumer";

/** Looks at a Kafka. Throws what the admin client throws. */
export async function viewKafka(admin: Admin, exported: Exported): Promise<KafkaView> {
  const [{ brokers }, topics, groups] = await Promise.all([
    admin.describeCluster(),
    viewTopics(admin, exported),
    viewGroups(admin, exported),
  ]);
  return { brokers: brokers.map(({ id, host, port }) => ({ id, address: `${host}:${port}` })), topics, groups };
}

async function viewTopics(admin: Admin, exported: Exported): Promise<KafkaView["topics"]> {
  const topics = (await admin.listTopics()).filter(({ name }) => exported.topic(name));
  const led = topics.flatMap(({ name: topic, partitions }) =>
    partitions.flatMap(({ partition, leaderId }) => (leaderId < 0 ? [] : [{ topic, partition }])),
  );
  const offsets = async (at: "earliest" | "latest") => {
    const listed = await admin.listOffsets(led.map((each) => ({ ...each, at })));
    return new Map(listed.filter(({ error }) => error.code === 0).map(({ topic, partition, offset }) => [`${topic}-${partition}`, offset]));
  };
  const [starts, ends] = await Promise.all([offsets("earliest"), offsets("latest")]);
  return new Map(
    topics.map(({ name, partitions }) => [
      name,
      partitions.map(({ partition, leaderId, replicas, isr }) => ({
        ...{ partition, leaderId, replicas, isr },
        startOffset: starts.get(`${name}-${partition}`),
        endOffset: ends.get(`${name}-${partition}`),
      })),
    ]),
  );
}

async function viewGroups(admin: Admin, exported: Exported): Promise<readonly ViewedGroup[]> {
  const groups = (await admin.listGroups()).filter(({ groupId }) => exported.group(groupId));
  const ids = (wanted: boolean) => groups.flatMap(({ groupId, type }) => ((type === ofConsumers) === wanted ? [groupId] : []));
  const [modern, classic] = await Promise.all([
    describedMembers(ids(true), admin.describeConsumerGroups),
    describedMembers(ids(false), admin.describeGroups),
  ]);
  const views: ViewedGroup[] = [];
  const failures: unknown[] = [];
  await inParallel(groups, groupsAtATime, async ({ groupId }) => {
    const members = modern.get(groupId) ?? classic.get(groupId) ?? 0;
    try {
      const isTold = exported.showAllOffsets || members > 0;
      views.push({ groupId, members, committed: isTold ? await committedOf(admin, groupId, exported) : new Map() });
    } catch (thrown) {
      failures.push(thrown);
    }
  });
  if (failures.length > 0) throw failures[0];
  return views.toSorted((one, other) => (one.groupId < other.groupId ? -1 : 1));
}

async function describedMembers(
  groupIds: readonly string[],
  describe: (groupIds: readonly string[]) => Promise<ReadonlyArray<{ readonly groupId: string; readonly members: readonly unknown[] }>>,
): Promise<ReadonlyMap<string, number>> {
  const described = groupIds.length === 0 ? [] : await describe(groupIds);
  return new Map(described.map(({ groupId, members }) => [groupId, members.length]));
}

async function committedOf(admin: Admin, groupId: string, exported: Exported): Promise<ViewedGroup["committed"]> {
  const { error, errorMessage, offsets } = await admin.listGroupOffsets(groupId);
  if (error.code !== 0) throw new MillraceError("REQUEST_FAILED", `offsets of group ${groupId}: ${error.name}: ${errorMessage ?? ""}`);
  const byTopic = Map.groupBy(offsets, ({ topic }) => topic);
  return new Map(
    [...byTopic]
      .filter(([topic]) => exported.topic(topic))
      .map(([topic, of]) => [topic, new Map(of.map(({ partition, offset }) => [partition, offset]))]),
  );
}
