import { declaredTopics } from "../load/declared-topics.ts";
import type { Scenario } from "./scenario.ts";
import { millisecondsOf } from "./timing.ts";

const topics = 1_000;
const changed = { spec: { config: { "retention.ms": 1000 } } };

/** KafkaTopics that are created, changed and deleted at once; the API server and the controller are in this process, with both brokers. */
export const declaredTopicsScenario: Scenario = {
  name: "topics-created",
  async run({ address }, { scale }) {
    const count = Math.ceil(topics * scale);
    const declared = await declaredTopics(address, count);
    try {
      return {
        "topics-created": (await millisecondsOf(() => declared.create())) / count,
        "topics-changed": (await millisecondsOf(() => declared.change(changed))) / count,
        "topics-deleted": (await millisecondsOf(() => declared.delete())) / count,
      };
    } finally {
      await declared.close();
    }
  },
};
