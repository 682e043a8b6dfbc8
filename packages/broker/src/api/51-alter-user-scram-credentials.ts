// AlterUserScramCredentials, version 0: users' passwords, as far as a broker has to know them (KIP-554). All changes that are not refused
// happen together.
import { MillraceError } from "@millrace/kit";
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
import { planScramChanges } from "../metadata/scram-requests.ts";
import { handler, type RequestContext } from "./handler.ts";

export const alterUserScramCredentials = handler({
  api: apis.alterUserScramCredentials,
  versions: [0, 0],
  needs: onCluster(aclOperations.ALTER),
  async handle(request: AlterUserScramCredentialsRequest, { broker: { metadata } }: RequestContext) {
    const { deleted, upserted, refused, records } = planScramChanges(metadata.image, request);
    const done = [...inHashOrder(deleted), ...inHashOrder(upserted)];
    const outcome = await committed(metadata.commit(records));
    return {
      results: [
        ...done.map((user) => ({ user, ...outcome })),
        ...inHashOrder([...refused.keys()]).map((user) => ({
          user,
          errorCode: refused.get(user)?.error.code ?? 0,
          errorMessage: refused.get(user)?.message ?? null,
        })),
      ],
    } satisfies Draft<AlterUserScramCredentialsResponse>;
  },
});

async function committed(change: Promise<void>): Promise<{ readonly errorCode: number; readonly errorMessage: string | null }> {
  try {
    await change;
    return { errorCode: 0, errorMessage: null };
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error;
    return { errorCode: errors.KAFKA_STORAGE_ERROR.code, errorMessage: error.message };
  }
}
