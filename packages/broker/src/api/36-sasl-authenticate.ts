// SaslAuthenticate, versions 0 to 2: the messages of the mechanism that SaslHandshake has named (KIP-152, KIP-368).
import { apis, errors } from "@millrace/protocol";
import { handler } from "./handler.ts";

const tooLate = {
  errorCode: errors.ILLEGAL_SASL_STATE.code,
  errorMessage: "SaslAuthenticate request received after successful authentication",
};

export const saslAuthenticate = handler({
  api: apis.saslAuthenticate,
  versions: [0, 2],
  handle: ({ authBytes }, { apiVersion, connection: { authentication } }) =>
    authentication === undefined || authentication.complete ? tooLate : authentication.authenticate(authBytes, apiVersion),
});
