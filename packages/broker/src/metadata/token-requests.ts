import {
  type CreateDelegationTokenRequest,
  DelegationTokenRecord,
  type ExpireDelegationTokenRequest,
  errors,
  type KafkaError,
  RemoveDelegationTokenRecord,
  type RenewDelegationTokenRequest,
} from "@millrace/protocol";
import { type Principal, textOf } from "@millrace/security";
import { type MetadataRecord, metadataRecord } from "./metadata-records.ts";

/** What a token's times follow: configs of the broker, in milliseconds. */
export interface TokenLimits {
  readonly delegationTokenMaxLifetimeMs: number;
  readonly delegationTokenExpiryTimeMs: number;
}

/** Who asks, and when. */
interface Asking {
  readonly requester: Principal;
  readonly nowMs: number;
}

/** A change of a token, or why there is none. */
export type TokenPlan = { readonly error: KafkaError } | { readonly expiresAtMs: number; readonly record: MetadataRecord };

/** As Kafka's controller decides it: a token that lives as long as asked for, and as the broker allows. */
export function newToken(
  id: string,
  owner: Principal,
  { renewers, maxLifetimeMs }: CreateDelegationTokenRequest,
  { requester, nowMs }: Asking,
  { delegationTokenMaxLifetimeMs, delegationTokenExpiryTimeMs }: TokenLimits,
): DelegationTokenRecord {
  const lifetimeMs = maxLifetimeMs > 0 ? Math.min(delegationTokenMaxLifetimeMs, maxLifetimeMs) : delegationTokenMaxLifetimeMs;
  const maxTimestamp = nowMs + lifetimeMs;
  return {
    tokenId: id,
    owner: textOf(owner),
    requester: textOf(requester),
    renewers: renewers.map(({ principalType: type, principalName: name }) => textOf({ type, name })),
    issueTimestamp: nowMs,
    maxTimestamp,
    expirationTimestamp: Math.min(maxTimestamp, nowMs + delegationTokenExpiryTimeMs),
  };
}

export function planRenewal(
  token: DelegationTokenRecord | undefined,
  { renewPeriodMs }: Pick<RenewDelegationTokenRequest, "renewPeriodMs">,
  { requester, nowMs }: Asking,
  { delegationTokenExpiryTimeMs }: TokenLimits,
): TokenPlan {
  if (token === undefined) return { error: errors.DELEGATION_TOKEN_NOT_FOUND };
  if (hasExpired(token, nowMs)) return { error: errors.DELEGATION_TOKEN_EXPIRED };
  if (!mayChange(token, requester)) return { error: errors.DELEGATION_TOKEN_OWNER_MISMATCH };
  const periodMs = renewPeriodMs > 0 ? Math.min(delegationTokenExpiryTimeMs, renewPeriodMs) : delegationTokenExpiryTimeMs;
  return expiringAt(token, nowMs + periodMs);
}

export function planExpiry(
  token: DelegationTokenRecord | undefined,
  { expiryTimePeriodMs }: Pick<ExpireDelegationTokenRequest, "expiryTimePeriodMs">,
  { requester, nowMs }: Asking,
): TokenPlan {
  if (token === undefined) return { error: errors.DELEGATION_TOKEN_NOT_FOUND };
  if (!mayChange(token, requester)) return { error: errors.DELEGATION_TOKEN_OWNER_MISMATCH };
  if (expiryTimePeriodMs < 0) return { expiresAtMs: nowMs, record: tokenRemoval(token) };
  if (hasExpired(token, nowMs)) return { error: errors.DELEGATION_TOKEN_EXPIRED };
  return expiringAt(token, nowMs + expiryTimePeriodMs);
}

export function tokenRemoval({ tokenId }: DelegationTokenRecord): MetadataRecord {
  return metadataRecord(RemoveDelegationTokenRecord, { tokenId });
}

export function hasExpired({ maxTimestamp, expirationTimestamp }: DelegationTokenRecord, nowMs: number): boolean {
  return maxTimestamp < nowMs || expirationTimestamp < nowMs;
}

function mayChange({ owner, renewers }: DelegationTokenRecord, requester: Principal): boolean {
  const text = textOf(requester);
  return owner === text || renewers.includes(text);
}

function expiringAt(token: DelegationTokenRecord, wantedMs: number): TokenPlan {
  const expiresAtMs = Math.min(token.maxTimestamp, wantedMs);
  return { expiresAtMs, record: metadataRecord(DelegationTokenRecord, { ...token, expirationTimestamp: expiresAtMs }) };
}
