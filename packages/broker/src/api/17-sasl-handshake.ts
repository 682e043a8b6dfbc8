// SaslHandshake, versions 0 and 1: the client names the mechanism that it wants. Behind version 0 the mechanism's messages come bare, behind
// version 1 in SaslAuthenticate requests. What may be asked for when is in `authentication/authentication.ts`.
import { apis, errors } from "@millrace/protocol";
import { handler } from "./handler.ts";

export const saslHandshake = handler({
  api: apis.saslHandshake,
  versions: [0, 1],
  handle: ({ mechanism }, { apiVersion, connection: { authentication } }) =>
    authentication?.handshake(mechanism, apiVersion) ?? { errorCode: errors.ILLEGAL_SASL_STATE.code },
});
