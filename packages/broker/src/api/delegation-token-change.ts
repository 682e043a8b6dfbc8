import { type Bytes, type DelegationTokenRecord, errors } from "@millrace/protocol";
import type { Principal } from "@millrace/security";
import { failureOf } from "../metadata/failure-of.ts";
import type { TokenPlan } from "../metadata/token-requests.ts";
import { canKeepTokens, mayAskForTokens, noTime } from "./delegation-token-access.ts";
import type { RequestContext } from "./handler.ts";

type Plan = (token: DelegationTokenRecord | undefined, asking: { readonly requester: Principal; readonly nowMs: number }) => TokenPlan;

/** Changes the token with a secret as `plan` says. */
export async function changeToken(hmac: Bytes, { broker, connection }: RequestContext, plan: Plan) {
  const { tokens, metadata, clock } = broker;
  if (!mayAskForTokens(connection)) return { errorCode: errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED.code, expiryTimestampMs: noTime };
  if (!tokens.enabled) return { errorCode: errors.DELEGATION_TOKEN_AUTH_DISABLED.code };
  if (!canKeepTokens(broker)) return { errorCode: errors.UNSUPPORTED_VERSION.code };
  const token = tokens.withHmac(Buffer.concat([hmac].flat()));
  const planned = plan(token, { requester: connection.principal, nowMs: clock.now() });
  if ("error" in planned) return { errorCode: planned.error.code };
  const failure = await failureOf(metadata.commit([planned.record]));
  if (failure !== undefined) return { errorCode: errors.KAFKA_STORAGE_ERROR.code };
  if (token !== undefined && metadata.image.tokens.get(token.tokenId) === undefined) tokens.forget(token.tokenId);
  return { errorCode: 0, expiryTimestampMs: planned.expiresAtMs };
}
