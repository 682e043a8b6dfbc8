import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { output } from "../output.ts";
import { withAdmin } from "../session.ts";

interface Options extends ConnectionOptions, OutputOptions {
  readonly internal: boolean;
}

/** Lists topics. */
export function listTopics(_args: readonly string[], options: Options): Promise<number> {
  return withAdmin(options, async (admin) => {
    const topics = (await admin.listTopics()).filter((topic) => options.internal || !topic.isInternal);
    const rows = topics.map(({ name, topicId, partitions, isInternal }) => ({
      ...{ name, topicId, partitions: partitions.length },
      replicationFactor: partitions[0]?.replicas.length ?? 0,
      internal: isInternal,
    }));
    if (options.output === "json") await output.json(rows);
    else
      await output.table(
        ["NAME", "PARTITIONS", "REPLICATION"],
        rows.map((row) => [row.name, row.partitions, row.replicationFactor]),
      );
    return 0;
  });
}
