// RenewDelegationToken, versions 1 and 2: lets a token live longer, though not beyond its longest life.
import { apis, type RenewDelegationTokenRequest } from "@millrace/protocol";
import { planRenewal } from "../metadata/token-requests.ts";
import { changeToken } from "./delegation-token-change.ts";
import { handler, type RequestContext } from "./handler.ts";

export const renewDelegationToken = handler({
  api: apis.renewDelegationToken,
  versions: [1, 2],
  handle: (request: RenewDelegationTokenRequest, context: RequestContext) =>
    changeToken(request.hmac, context, (token, asking) => planRenewal(token, request, asking, context.broker.configs.broker)),
});
