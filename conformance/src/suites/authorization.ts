import { questions } from "../authorization/questions.ts";
import { tableCase } from "../authorization/table.ts";
import type { Suite } from "../suite.ts";

/** The whole authorization table: each request, in each version, by somebody who is granted one thing or another. */
export const authorization: Suite = {
  name: "authorization",
  config: {
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    // Until there are ACLs for all names, which the cases begin with: somebody has to make them.
    "allow.everyone.if.no.acl.found": "true",
    "group.initial.rebalance.delay.ms": "0",
    "group.consumer.max.session.timeout.ms": "3600000",
    "group.consumer.session.timeout.ms": "3600000",
  },
  async prepare() {
    return { cases: questions.map(tableCase), async close() {} };
  },
};
