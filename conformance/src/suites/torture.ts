import type { Suite } from "../suite.ts";
import { drawnKills } from "../torture/kills.ts";
import { tortureConfig, tortured, wrongs } from "../torture/round.ts";
import { confluentDriver } from "./confluent-kafka.ts";
import { javaDriver } from "./java.ts";

const seed = 1;
const kills = 10;

/** The broker is killed again and again while clients work: what they were told is true. The case is called as what has it done at length. */
export const torture: Suite = {
  name: "torture",
  config: tortureConfig,
  takesMinutes: true,
  async prepare() {
    await Promise.all([javaDriver("torture"), confluentDriver("torture")]);
    return {
      cases: [
        {
          name: `npm run torture -- --kills ${kills} --seed ${seed}`,
          alone: true,
          run: async (peer) => wrongs(await tortured(peer, drawnKills(seed, kills))),
        },
      ],
      async close() {},
    };
  },
};
