import type { ApiRequest, ApiUser } from "../api.ts";
import { internalError } from "../status/refusals.ts";

/** Whoever is let in belongs to it, and so does somebody that is only named. */
const authenticated = "system:authenticated";

/** As whom a request wants to be answered: `kubectl --as`, https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/ */
export function impersonated({ headers }: ApiRequest): ApiUser {
  const name = headers["impersonate-user"];
  const groups = (headers["impersonate-group"] ?? "").split(",").flatMap((group) => (group.trim() === "" ? [] : [group.trim()]));
  if (name === undefined || name === "") throw internalError("groups are given without a user to impersonate");
  return { name, groups: groups.includes(authenticated) ? groups : [...groups, authenticated] };
}
