import { scenarios, scenariosOfLimits } from "../differential/scenarios.ts";
import type { Suite } from "../suite.ts";

/** The same requests in every version, good ones and bad ones, and all that is answered to them. */
export const requests: Suite = {
  name: "requests",
  // Members of a new group need not wait for others.
  config: { "group.initial.rebalance.delay.ms": "0" },
  async prepare() {
    return { cases: scenarios(), async close() {} };
  },
};

/** The same where the broker's configs forbid something. */
export const limitedRequests: Suite = {
  name: "limited-requests",
  config: {
    "delete.topic.enable": "false",
    "group.max.size": "1",
    "group.consumer.max.size": "1",
    "group.streams.max.size": "1",
    "group.share.max.size": "1",
    "group.initial.rebalance.delay.ms": "0",
  },
  async prepare() {
    return { cases: scenariosOfLimits(), async close() {} };
  },
};
