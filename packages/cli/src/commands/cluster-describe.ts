import type { ConnectionOptions, OutputOptions } from "../options.ts";
import { type Fact, output } from "../output.ts";
import { withAdmin } from "../session.ts";

/** Shows the cluster: its id, its brokers and who keeps its metadata. */
export function describeCluster(_args: readonly string[], options: ConnectionOptions & OutputOptions): Promise<number> {
  return withAdmin(options, async (admin) => {
    const [{ clusterId, brokers }, quorum] = await Promise.all([admin.describeCluster(), admin.describeMetadataQuorum()]);
    if (options.output === "json") {
      await output.json({ clusterId, brokers, quorum });
      return 0;
    }
    const facts: readonly Fact[] = [
      ["Cluster:", clusterId],
      ["Controller:", `${quorum.leaderId} (epoch ${quorum.leaderEpoch})`],
      ["Voters:", quorum.voters.map(({ id }) => id).join(",")],
      ["Metadata:", `${quorum.highWatermark} records`],
    ];
    await output.facts(facts);
    await output.line("");
    await output.table(
      ["BROKER", "ADDRESS", "RACK"],
      brokers.map(({ id, host, port, rack }) => [id, `${host.includes(":") ? `[${host}]` : host}:${port}`, rack ?? ""]),
    );
    return 0;
  });
}
