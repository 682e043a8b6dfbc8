// CreateDelegationToken, versions 1 to 3: a secret by which others act for whoever asks, or from version 3 on for somebody else (KIP-48, KIP-373).
import {
  apis,
  type CreateDelegationTokenRequest,
  type CreateDelegationTokenResponse,
  DelegationTokenRecord,
  type Draft,
  errors,
  type KafkaError,
} from "@millrace/protocol";
import { aclOperations, anonymous, type Principal, resourceTypes, textOf } from "@millrace/security";
import { failureOf } from "../metadata/failure-of.ts";
import { metadataRecord } from "../metadata/metadata-records.ts";
import { newToken } from "../metadata/token-requests.ts";
import { canKeepTokens, mayAskForTokens, noTime } from "./delegation-token-access.ts";
import { handler, type RequestContext } from "./handler.ts";

type Reply = Draft<CreateDelegationTokenResponse>;

const firstVersionWithRequester = 3;
const userType = "User";
const noTimes = { issueTimestampMs: noTime, expiryTimestampMs: noTime, maxTimestampMs: noTime };

export const createDelegationToken = handler({
  api: apis.createDelegationToken,
  versions: [1, 3],
  async handle(request: CreateDelegationTokenRequest, context: RequestContext): Promise<Reply> {
    const { broker, connection, apiVersion } = context;
    const { clock, random, configs, tokens, metadata } = broker;
    if (hasNoType(request))
      return { ...principalsOf(anonymous, anonymous, apiVersion), errorCode: errors.UNKNOWN_SERVER_ERROR.code, ...noTimes };
    const requester = connection.principal;
    const owner = ownerOf(request, requester);
    const principals = principalsOf(owner, requester, apiVersion);
    const refusal = refusalOf(request, owner, context);
    if (refusal !== undefined) return { ...principals, errorCode: refusal.code, ...noTimes };
    if (!tokens.enabled) return { ...principals, errorCode: errors.DELEGATION_TOKEN_AUTH_DISABLED.code };
    if (!canKeepTokens(broker)) return { ...principals, errorCode: errors.UNSUPPORTED_VERSION.code };
    const token = newToken(random.uuid(), owner, request, { requester, nowMs: clock.now() }, configs.broker);
    const failure = await failureOf(metadata.commit([metadataRecord(DelegationTokenRecord, token)]));
    if (failure !== undefined) return { ...principals, errorCode: errors.KAFKA_STORAGE_ERROR.code };
    return {
      ...principals,
      errorCode: 0,
      issueTimestampMs: token.issueTimestamp,
      expiryTimestampMs: token.expirationTimestamp,
      maxTimestampMs: token.maxTimestamp,
      tokenId: token.tokenId,
      hmac: tokens.hmacOf(token.tokenId),
    };
  },
});

/** Kafka makes no principal of a name alone. */
function hasNoType({ ownerPrincipalType, ownerPrincipalName }: CreateDelegationTokenRequest): boolean {
  return Boolean(ownerPrincipalName) && ownerPrincipalType === null;
}

function ownerOf({ ownerPrincipalType, ownerPrincipalName }: CreateDelegationTokenRequest, requester: Principal): Principal {
  return ownerPrincipalName ? { type: ownerPrincipalType ?? "", name: ownerPrincipalName } : requester;
}

function principalsOf(owner: Principal, requester: Principal, version: number): Reply {
  const asker = { tokenRequesterPrincipalType: requester.type, tokenRequesterPrincipalName: requester.name };
  return { principalType: owner.type, principalName: owner.name, ...(version < firstVersionWithRequester ? {} : asker) };
}

function refusalOf(
  { renewers }: CreateDelegationTokenRequest,
  owner: Principal,
  { connection, access }: RequestContext,
): KafkaError | undefined {
  if (!mayAskForTokens(connection)) return errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED;
  const isOwn = textOf(owner) === textOf(connection.principal);
  if (!isOwn && !access.may(aclOperations.CREATE_TOKENS, resourceTypes.USER, textOf(owner)))
    return errors.DELEGATION_TOKEN_AUTHORIZATION_FAILED;
  return renewers.some(({ principalType }) => principalType !== userType) ? errors.INVALID_PRINCIPAL_TYPE : undefined;
}
