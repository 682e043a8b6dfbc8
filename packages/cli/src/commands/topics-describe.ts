import type { Admin, ConfigEntry, TopicDescription } from "@millrace/client";
import { errors } from "@millrace/protocol";
import { allWentWell } from "../failures.ts";
import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { type Fact, output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions {
  readonly allConfigs: boolean;
}

interface Shown {
  readonly topic: TopicDescription;
  readonly configs: readonly ConfigEntry[];
}

/** Shows topics; those that are there, even if others are not. */
export function describeTopics(names: readonly string[], options: Options): Promise<number> {
  return withAdmin(options, async (admin) => {
    const described = await admin.describeTopics([...new Set(names)]);
    const topics = described.flatMap(({ topic }) => (topic === undefined ? [] : [topic]));
    const shown = await withConfigs(admin, topics, options.allConfigs);
    if (options.output === "json") await output.json(shown.map(jsonOf));
    else for (const [position, each] of shown.entries()) await print(each, position > 0);
    return allWentWell(described, ({ name }) => `topic ${name} can't be described`) ? 0 : 1;
  });
}

async function withConfigs(admin: Admin, topics: readonly TopicDescription[], all: boolean): Promise<Shown[]> {
  const described = await admin.describeConfigs(topics.map(({ name }) => ({ type: "topic", name })));
  return topics.map((topic, position) => {
    const { entries = [], error } = described[position] ?? { error: errors.NONE };
    const visible = error === errors.NONE ? entries : [];
    return { topic, configs: visible.filter(({ source }) => all || source === "DYNAMIC_TOPIC_CONFIG") };
  });
}

function jsonOf({ topic, configs }: Shown): unknown {
  const { name, topicId, isInternal: internal, partitions } = topic;
  return {
    ...{ name, topicId, internal },
    partitions: partitions.map(({ partition, leaderId, leaderEpoch, replicas, isr, offlineReplicas }) => ({
      ...{ partition, leader: leaderId, leaderEpoch, replicas, isr, offlineReplicas },
    })),
    configs: Object.fromEntries(configs.map((entry) => [entry.name, entry.value])),
  };
}

async function print({ topic, configs }: Shown, apart: boolean): Promise<void> {
  const facts: readonly Fact[] = [
    ["Name:", topic.name],
    ["Id:", topic.topicId],
    ["Partitions:", String(topic.partitions.length)],
    ["Replication:", String(topic.partitions[0]?.replicas.length ?? 0)],
    ["Configs:", configs.length === 0 ? "(defaults)" : configs.map(({ name, value }) => `${name}=${value ?? ""}`)],
  ];
  if (apart) await output.line("");
  await output.facts(facts);
  await output.line("");
  const rows = topic.partitions.map(({ partition, leaderId, replicas, isr }) => [
    ...[partition, leaderId < 0 ? "none" : leaderId, replicas.join(","), isr.join(",")],
  ]);
  await output.table(["PARTITION", "LEADER", "REPLICAS", "IN SYNC"], rows);
}
