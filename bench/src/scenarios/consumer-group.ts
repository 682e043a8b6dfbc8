import { GroupLoad } from "../load/group-load.ts";
import { withTopic } from "../load/topic.ts";
import { metered } from "../process/metered.ts";
import type { Scenario } from "./scenario.ts";

const members = 1_000;
const partitions = 1_000;
const heartbeats = 50_000;
const warmUpShare = 0.3;

/** Many members join one consumer group at once; then they send the heartbeats of a group at rest. */
export const consumerGroupScenario: Scenario = {
  name: "group-heartbeat",
  run: ({ address, pid }, { scale }) =>
    withTopic(address, "grouped", partitions, async (topic) => {
      const load = await GroupLoad.open(address, topic.name, members);
      const { cpuSeconds: joining } = await metered(pid, () => load.join(partitions));
      const count = Math.ceil(heartbeats * scale);
      await load.heartbeats(Math.ceil(count * warmUpShare));
      const { cpuSeconds, wallSeconds } = await metered(pid, () => load.heartbeats(count));
      load.close();
      return { "group-join": joining, "group-heartbeat": (cpuSeconds * 1e6) / count, "group-heartbeat-rate": count / wallSeconds };
    }),
};
