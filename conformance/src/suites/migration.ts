import { groupKindScenarios } from "../differential/cases/group-kinds.ts";
import { cased } from "../differential/scenario.ts";
import type { Suite } from "../suite.ts";

/** What groups of one protocol answer to members of the other where a policy keeps them from going over. */
function under(policy: "disabled" | "upgrade" | "downgrade"): Suite {
  return {
    name: `migration-${policy}`,
    config: { "group.consumer.migration.policy": policy, "group.initial.rebalance.delay.ms": "0" },
    async prepare() {
      return { cases: groupKindScenarios.map(cased), async close() {} };
    },
  };
}

/** Each policy but `bidirectional`, which is the default and so the other suites'. */
export const migrations: readonly Suite[] = [under("disabled"), under("upgrade"), under("downgrade")];
