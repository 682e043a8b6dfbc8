// DescribeUserScramCredentials, version 0: which mechanisms users have passwords for, and nothing of the passwords (KIP-554).
import { apis, type DescribeUserScramCredentialsRequest, errors } from "@millrace/protocol";
import { aclOperations, scramMechanisms } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { inHashOrder } from "../config/java-text.ts";
import type { ScramCredentials } from "../metadata/scram-credentials.ts";
import { handler, type RequestContext } from "./handler.ts";

export const describeUserScramCredentials = handler({
  api: apis.describeUserScramCredentials,
  versions: [0, 0],
  needs: onCluster(aclOperations.DESCRIBE, {}),
  async handle({ users }: DescribeUserScramCredentialsRequest, { broker: { metadata } }: RequestContext) {
    await metadata.durable();
    const { scramCredentials } = metadata.image;
    const named = (users ?? []).map(({ name }) => name);
    const times = Map.groupBy(named, (user) => user);
    const asked = named.length === 0 ? scramCredentials.users() : times.keys();
    const isTwice = (user: string) => (times.get(user)?.length ?? 0) > 1;
    return {
      results: inHashOrder([...asked]).map((user) => described(user, isTwice(user), scramCredentials)),
    };
  },
});

function described(user: string, isTwice: boolean, credentials: ScramCredentials) {
  if (isTwice) {
    const errorMessage = `Cannot describe SCRAM credentials for the same user twice in a single request: ${user}`;
    return { user, errorCode: errors.DUPLICATE_RESOURCE.code, errorMessage };
  }
  const credentialInfos = scramMechanisms.flatMap(({ id }) => {
    const credential = credentials.of(id, user);
    return credential === undefined ? [] : [{ mechanism: id, iterations: credential.iterations }];
  });
  if (credentialInfos.length > 0) return { user, credentialInfos };
  const errorMessage = `Attempt to describe a user credential that does not exist: ${user}`;
  return { user, errorCode: errors.RESOURCE_NOT_FOUND.code, errorMessage };
}
