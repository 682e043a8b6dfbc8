import { anonymous, textOf } from "@millrace/security";
import { metadataVersion } from "../metadata/features.ts";
import type { ConnectionFacts, RequestContext } from "./handler.ts";

/** `metadata.version` of Kafka 3.6. */
const firstVersionWithTokens = 14;

/** When there is no time to tell. */
export const noTime = -1;

/** Whether a connection may ask about delegation tokens: only who has proved who they are, and not by a token. */
export function mayAskForTokens({ principal, listener: { securityProtocol } }: ConnectionFacts): boolean {
  if (principal.tokenAuthenticated === true || securityProtocol === "PLAINTEXT") return false;
  return securityProtocol !== "SSL" || textOf(principal) !== textOf(anonymous);
}

/** Whether the cluster's records can hold tokens. */
export function canKeepTokens({ metadata }: RequestContext["broker"]): boolean {
  return metadata.image.featureLevel(metadataVersion) >= firstVersionWithTokens;
}
