export { refuseUnlessAllowed } from "./authorization.ts";
export { impersonated } from "./impersonation.ts";
