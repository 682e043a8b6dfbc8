import { assert } from "@millrace/kit";
import { apis, type MessageCodec, SaslAuthenticateResponse } from "@millrace/protocol";
import { type Handler, handler, LastAnswer } from "../api/handler.ts";

/** The answer is the mechanism's next message, and nothing else. */
const response: MessageCodec<SaslAuthenticateResponse> = {
  ...SaslAuthenticateResponse,
  encode(writer, { authBytes = [] }) {
    for (const chunk of [authBytes].flat()) writer.copy(chunk);
  },
};

/** What comes behind SaslHandshake version 0: frames that are messages of the mechanism, as if they stood in SaslAuthenticate requests. */
export const bareMessages = handler({
  api: { ...apis.saslAuthenticate, response },
  versions: [0, 0],
  async handle({ authBytes }, { connection: { authentication } }) {
    assert(authentication !== undefined, "only clients that authenticate themselves send such messages");
    const outcome = await authentication.message(authBytes);
    return outcome instanceof LastAnswer ? outcome : { authBytes: outcome };
  },
}) as unknown as Handler<unknown, unknown>;
