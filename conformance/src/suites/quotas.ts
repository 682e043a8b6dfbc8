import { clientQuotaScenarios } from "../differential/cases/client-quotas.ts";
import { cased } from "../differential/scenario.ts";
import type { Suite } from "../suite.ts";
import { connectionRateCases } from "./connection-rates.ts";
import { quotaAccuracyCases } from "./quota-accuracy.ts";
import { quotaEffectCases } from "./quota-effects.ts";

/** Quotas: how they are set and told, what becomes of clients beyond them, and how exactly those are held to them. */
export const quotas: Suite = {
  name: "quotas",
  // Little may be caught up at once, so that clients come to their limits soon.
  config: { "quota.window.num": "2" },
  async prepare() {
    return {
      cases: [...clientQuotaScenarios.map(cased), ...quotaEffectCases, ...connectionRateCases, ...(await quotaAccuracyCases())],
      async close() {},
    };
  },
};
