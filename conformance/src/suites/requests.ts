import { scenarios } from "../differential/scenarios.ts";
import type { Suite } from "../suite.ts";

/** The same requests in every version, good ones and bad ones, and all that is answered to them. */
export const requests: Suite = {
  name: "requests",
  async prepare() {
    return { cases: scenarios(), async close() {} };
  },
};
