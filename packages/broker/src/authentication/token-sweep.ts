import type { Cancel } from "@millrace/kit";
import type { BrokerParts } from "../broker-parts.ts";
import { hasExpired, tokenRemoval } from "../metadata/token-requests.ts";

type Swept = Pick<BrokerParts, "tokens" | "metadata" | "clock" | "logger" | "configs">;

/** Tokens that one sweep removes; others wait for the next one. */
const removedMax = 1000;

/** Removes expired tokens now and then: every `delegation.token.expiry.check.interval.ms`. */
export function sweepTokens({ tokens, metadata, clock, logger, configs }: Swept): Cancel {
  if (!tokens.enabled) return () => {};
  return clock.every(configs.broker.delegationTokenExpiryCheckIntervalMs, () => {
    const nowMs = clock.now();
    const expired = [...tokens.all()].filter((token) => hasExpired(token, nowMs)).slice(0, removedMax);
    for (const { tokenId, owner } of expired) {
      tokens.forget(tokenId);
      logger.info("a delegation token has expired", { token: tokenId, owner });
    }
    metadata
      .commit(expired.map(tokenRemoval))
      .catch((error: unknown) => logger.error("expired delegation tokens can't be removed", { error: String(error) }));
  });
}
