// ExpireDelegationToken, versions 1 and 2: lets a token end earlier, or at once.
import { apis, type ExpireDelegationTokenRequest } from "@millrace/protocol";
import { planExpiry } from "../metadata/token-requests.ts";
import { changeToken } from "./delegation-token-change.ts";
import { handler, type RequestContext } from "./handler.ts";

export const expireDelegationToken = handler({
  api: apis.expireDelegationToken,
  versions: [1, 2],
  handle: (request: ExpireDelegationTokenRequest, context: RequestContext) =>
    changeToken(request.hmac, context, (token, asking) => planExpiry(token, request, asking)),
});
