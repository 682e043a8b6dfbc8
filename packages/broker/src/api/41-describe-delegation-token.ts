// DescribeDelegationToken, versions 1 to 3: tokens with their secrets, to those whom they concern or who may see them.
import {
  apis,
  type DelegationTokenRecord,
  type DescribeDelegationTokenRequest,
  type DescribeDelegationTokenResponse,
  type Draft,
  errors,
} from "@millrace/protocol";
import { aclOperations, parsePrincipal, resourceTypes, textOf } from "@millrace/security";
import { mayAskForTokens } from "./delegation-token-access.ts";
import { handler, type RequestContext } from "./handler.ts";

const firstVersionWithRequester = 3;

export const describeDelegationToken = handler({
  api: apis.describeDelegationToken,
  versions: [1, 3],
  async handle({ owners }: DescribeDelegationTokenRequest, context: RequestContext): Promise<Draft<DescribeDelegationTokenResponse>> {
    const { broker, connection, apiVersion } = context;
    const { tokens, metadata } = broker;
    if (!mayAskForTokens(connection)) return { errorCode: errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED.code };
    if (!tokens.enabled) return { errorCode: errors.DELEGATION_TOKEN_AUTH_DISABLED.code };
    await metadata.durable();
    const wanted = owners?.map(({ principalType: type, principalName: name }) => textOf({ type, name }));
    const shown = [...tokens.all()].filter((token) => concernsAny(token, wanted) && maySee(token, context));
    return { errorCode: 0, tokens: shown.map((token) => described(token, tokens.hmacOf(token.tokenId), apiVersion)) };
  },
});

function concerns({ owner, requester, renewers }: DelegationTokenRecord, principal: string): boolean {
  return owner === principal || requester === principal || renewers.includes(principal);
}

function concernsAny(token: DelegationTokenRecord, principals: readonly string[] | undefined): boolean {
  return principals === undefined || principals.some((principal) => concerns(token, principal));
}

function maySee(token: DelegationTokenRecord, { access, connection }: RequestContext): boolean {
  if (concerns(token, textOf(connection.principal))) return true;
  if (access.may(aclOperations.DESCRIBE, resourceTypes.DELEGATION_TOKEN, token.tokenId)) return true;
  return access.may(aclOperations.DESCRIBE_TOKENS, resourceTypes.USER, token.owner);
}

function described(token: DelegationTokenRecord, hmac: Buffer, version: number) {
  const { type: principalType, name: principalName } = parsePrincipal(token.owner);
  const { type, name } = parsePrincipal(token.requester);
  return {
    principalType,
    principalName,
    ...(version < firstVersionWithRequester ? {} : { tokenRequesterPrincipalType: type, tokenRequesterPrincipalName: name }),
    issueTimestamp: token.issueTimestamp,
    expiryTimestamp: token.expirationTimestamp,
    maxTimestamp: token.maxTimestamp,
    tokenId: token.tokenId,
    hmac,
    renewers: token.renewers.map(parsePrincipal).map((renewer) => ({ principalType: renewer.type, principalName: renewer.name })),
  };
}
