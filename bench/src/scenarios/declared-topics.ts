import { systemClock } from "@millrace/kit";
import { DeclaredTopics } from "../load/declared-topics.ts";
import type { Scenario } from "./scenario.ts";

const topics = 1_000;

/** KafkaTopics that are created, changed and deleted at once; the API server and the controller are in this process, with both brokers. */
export const declaredTopicsScenario: Scenario = {
  name: "topics-created",
  async run({ address }, { scale }) {
    const count = Math.ceil(topics * scale);
    const declared = await DeclaredTopics.open(address, count);
    const took = async (work: () => Promise<void>): Promise<number> => {
      const beganMs = systemClock.monotonicMs();
      await work();
      return (systemClock.monotonicMs() - beganMs) / count;
    };
    try {
      return {
        "topics-created": await took(() => declared.create()),
        "topics-changed": await took(() => declared.change()),
        "topics-deleted": await took(() => declared.delete()),
      };
    } finally {
      await declared.close();
    }
  },
};
