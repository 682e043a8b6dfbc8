import type { ApiRequest, ApiUser } from "../api.ts";
import { resourceName } from "../kinds/table.ts";
import type { Target } from "../rest/route.ts";
import { verbOf } from "../rest/verbs.ts";
import { forbidden, forbiddenPath } from "../status/refusals.ts";

/** Who belongs to it may do everything; nobody else has been given anything. */
const administrators = "system:masters";

export const mayDoEverything = ({ groups }: ApiUser): boolean => groups.includes(administrators);

/** What everybody may look at who is somebody: which kinds there are. */
const open = /^\/(api|apis|openapi|version|healthz|livez|readyz)(\/|$)/;
/** And ask about himself. */
const ofOneself = /^\/apis\/[^/]+\/v1\/selfsubject\w+$/;

/** Throws 403 for what `user` may not do, in the words of Kubernetes' roles. `target`: where the path leads, if it is to objects. */
export function refuseUnlessAllowed(user: ApiUser, request: ApiRequest, target: Target | undefined): void {
  if (mayDoEverything(user)) return;
  const { method, path } = request;
  if (target === undefined) {
    if (ofOneself.test(path) || (method === "GET" && open.test(path))) return;
    throw forbiddenPath(`User ${JSON.stringify(user.name)} cannot ${method.toLowerCase()} path ${JSON.stringify(path)}`);
  }
  const { kind, name = "", namespace, subresource } = target;
  const resource = subresource === "" ? kind.plural : `${kind.plural}/${subresource}`;
  // A namespace is in itself.
  const within = namespace ?? (kind.bucket === "namespaces" && name !== "" ? name : undefined);
  const where = within === undefined ? "at the cluster scope" : `in the namespace ${JSON.stringify(within)}`;
  const what = `${verbOf(request, target)} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(kind.group)}`;
  throw forbidden(resourceName(kind), name, `User ${JSON.stringify(user.name)} cannot ${what} ${where}`);
}
