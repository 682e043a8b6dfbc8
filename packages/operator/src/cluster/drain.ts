import { canaryTopic, type KafkaLink } from "@millrace/controllers";
import { moveReplicasOff } from "@millrace/controllers/rebalances";
import { brokersNamed } from "@millrace/plans/rebalances";
import { drains } from "../model/node-pools.ts";
import { settleCordons } from "./cordons.ts";
import { atRest, type Progress, type Tended } from "./progress.ts";

/**
 * Takes the next step to emptying what is to go, where that is asked for: brokers first, as whole as they are. What is emptied takes no new partitions meanwhile, and goes
 * with the pass after it is empty.
 */
export async function advanceDrain(admin: KafkaLink["admin"], { kafka, cluster, isRolled }: Tended): Promise<Progress> {
  if (!drains(kafka)) return atRest;
  const brokers = cluster.pools.flatMap(({ leaving }) => leaving.brokers);
  const disks = cluster.pools.flatMap(({ leaving }) => leaving.directories);
  const cordoned = await settleCordons(admin, cluster, { brokers, directories: disks });
  if (brokers.length === 0 && disks.length === 0) return cordoned;
  const what = brokers.length > 0 ? brokersNamed(brokers) : "volumes that are to go";
  if (!isRolled) return { ...cordoned, underWay: `${what}: to be emptied once all nodes are as declared` };
  const outcome = await moveReplicasOff(admin, brokers.length > 0 ? { brokers } : { disks }, {
    isLeftAlone: (topic) => topic === canaryTopic,
  });
  switch (outcome.type) {
    case "moving":
      return { ...cordoned, underWay: outcome.message };
    case "done": {
      const freed = await settleCordons(admin, cluster, { brokers: [], directories: brokers.length > 0 ? disks : [] });
      return { ...cordoned, underWay: `${what}: empty`, warnings: [...cordoned.warnings, ...freed.warnings] };
    }
    case "impossible": {
      const message = `What is to go can't be emptied, and stays: ${outcome.why}`;
      return { ...cordoned, warnings: [...cordoned.warnings, { reason: "ScaleDownPreventionCheck", message }] };
    }
  }
}
