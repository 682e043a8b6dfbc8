import { aclScenarios } from "../authorization/acl-scenarios.ts";
import { auditCase } from "../authorization/audit.ts";
import { authorizerConfig } from "../authorization/authorizer-config.ts";
import { questions } from "../authorization/questions.ts";
import { tableCase } from "../authorization/table.ts";
import { cased } from "../differential/scenario.ts";
import type { Suite } from "../suite.ts";

/** The whole authorization table: each request, in each version, by somebody who is granted one thing or another. */
export const authorization: Suite = {
  name: "authorization",
  config: {
    // Nobody may do everything any more once there are ACLs for all names, which the cases begin with.
    ...authorizerConfig,
    "group.initial.rebalance.delay.ms": "0",
    "group.consumer.max.session.timeout.ms": "3600000",
    "group.consumer.session.timeout.ms": "3600000",
  },
  async prepare() {
    return { cases: questions.map(tableCase), async close() {} };
  },
};

/** ACLs as they are made, found and deleted: on a broker that has no others, as some filters find those of everybody. */
export const acls: Suite = {
  name: "acls",
  config: authorizerConfig,
  async prepare() {
    return { cases: [...aclScenarios.map(cased), auditCase], async close() {} };
  },
};
