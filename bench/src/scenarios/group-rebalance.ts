import { ClassicGroupLoad } from "../load/classic-group-load.ts";
import { median } from "../statistics.ts";
import type { Scenario } from "./scenario.ts";

const members = 50;
const rebalances = 50;
const warmUpRebalances = 50;

/** A group of fifty whose newest member leaves and comes back; medians. */
export const groupRebalanceScenario: Scenario = {
  name: "group-rebalance",
  async run({ address }, { scale }) {
    const group = await ClassicGroupLoad.open(address, "rebalanced", members - 1);
    const run = async (count: number) => {
      const took = { join: [] as number[], leave: [] as number[] };
      for (let n = 0; n < count; n++) {
        took.join.push(await group.rebalanceByJoin());
        took.leave.push(await group.rebalanceByLeave());
      }
      return took;
    };
    await run(Math.ceil(warmUpRebalances * scale));
    const { join, leave } = await run(Math.ceil(rebalances * scale));
    group.close();
    return { "group-rebalance": median(join), "group-rebalance-left": median(leave) };
  },
};
