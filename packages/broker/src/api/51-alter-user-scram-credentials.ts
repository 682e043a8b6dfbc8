// AlterUserScramCredentials, version 0: users' passwords, as far as a broker has to know them (KIP-554). All changes that are not refused
// happen together.
import {
  type AlterUserScramCredentialsRequest,
  type AlterUserScramCredentialsResponse,
  apis,
  type Draft,
  errors,
} from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { inHashOrder } from "../config/java-text.ts";
import { failureOf } from "../metadata/failure-of.ts";
import { planScramChanges } from "../metadata/scram-requests.ts";
import { handler, type RequestContext } from "./handler.ts";

export const alterUserScramCredentials = handler({
  api: apis.alterUserScramCredentials,
  versions: [0, 0],
  needs: onCluster(aclOperations.ALTER),
  async handle(request: AlterUserScramCredentialsRequest, { broker: { metadata } }: RequestContext) {
    const { deleted, upserted, refused, records } = planScramChanges(metadata.image, request);
    const done = [...inHashOrder(deleted), ...inHashOrder(upserted)];
    const errorMessage = (await failureOf(metadata.commit(records))) ?? null;
    const errorCode = errorMessage === null ? 0 : errors.KAFKA_STORAGE_ERROR.code;
    return {
      results: [
        ...done.map((user) => ({ user, errorCode, errorMessage })),
        ...inHashOrder([...refused.keys()]).map((user) => ({
          user,
          errorCode: refused.get(user)?.error.code ?? 0,
          errorMessage: refused.get(user)?.message ?? null,
        })),
      ],
    } satisfies Draft<AlterUserScramCredentialsResponse>;
  },
});
