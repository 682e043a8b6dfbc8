import { aclScenarios } from "../authorization/acl-scenarios.ts";
import { auditCase } from "../authorization/audit.ts";
import { authorizerConfig } from "../authorization/authorizer-config.ts";
import type { Question } from "../authorization/question.ts";
import { questions, questionsOfUsers } from "../authorization/questions.ts";
import { plannedCase, tableCase } from "../authorization/table.ts";
import { password, userAskers, userOf } from "../authorization/user-askers.ts";
import { superUser, userRows } from "../authorization/users.ts";
import { cased } from "../differential/scenario.ts";
import type { Suite } from "../suite.ts";
import { Certificates } from "../tls/certificates.ts";

/** Made when they are needed, and removed with the process. */
let made: Certificates | undefined;
function certificates(): Certificates {
  if (made !== undefined) return made;
  const certificatesMade = new Certificates();
  process.on("exit", () => certificatesMade.close());
  made = certificatesMade;
  return made;
}

/** The whole authorization table: each request, in each version, by somebody who is granted one thing or another. */
export const authorization: Suite = {
  name: "authorization",
  config: {
    // Nobody may do everything any more once there are ACLs for all names, which the cases begin with.
    ...authorizerConfig,
    "group.initial.rebalance.delay.ms": "0",
    "group.consumer.max.session.timeout.ms": "3600000",
    "group.consumer.session.timeout.ms": "3600000",
    "group.share.max.session.timeout.ms": "3600000",
    "group.share.session.timeout.ms": "3600000",
  },
  async prepare() {
    return { cases: questions.map(tableCase), async close() {} };
  },
};

const usersOf = (all: readonly Question[]) =>
  all.flatMap((_, number) => userRows.flatMap((row, at) => row.user ?? (row.way === "SCRAM" ? [] : userOf(number, at))));

/** The same for users who log in: a representative part of the requests, in the first version and the last. */
export const authorizationOfUsers: Suite = {
  name: "authorization-users",
  config: {
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    // Apache Kafka's broker talks to its controller as ANONYMOUS.
    "super.users": `User:ANONYMOUS;User:${superUser}`,
    "delegation.token.secret.key": "secret of the broker",
    "group.initial.rebalance.delay.ms": "0",
  },
  async listeners() {
    const { server, authority } = certificates().files;
    const known = [...new Set(usersOf(questionsOfUsers))].map((user) => `"user_${user}"="${password}"`);
    const loginModule = (name: string, entries: readonly string[] = []) =>
      `org.apache.kafka.common.security.${name}LoginModule required ${entries.join(" ")};`;
    const settings = {
      "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256",
      "plain.sasl.jaas.config": loginModule("plain.Plain", known),
      "scram-sha-256.sasl.jaas.config": loginModule("scram.Scram"),
    };
    const mutual = {
      "ssl.truststore.type": "PEM",
      "ssl.truststore.location": authority,
      "ssl.client.auth": "required",
      "ssl.principal.mapping.rules": "RULE:^CN=(.*)$/Cert-$1/L,DEFAULT",
    };
    return [
      { name: "users", sasl: true, settings },
      { name: "mutual", keys: server, sasl: false, settings: mutual },
    ];
  },
  async prepare() {
    const cases = questionsOfUsers.map((question, number) => {
      const [first, last] = question.versions;
      const askers = userAskers(question, number, certificates().files);
      const versions = [...new Set([first, last])];
      return plannedCase({ question, number, askers, administratorsAcls: [], each: "asker", versions });
    });
    return { cases, async close() {} };
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
