export { anonymous, type Principal, parsePrincipal, textOf } from "./principal.ts";
export { hasSasl, hasTls, type SecurityProtocol, securityProtocolIds } from "./security-protocol.ts";
