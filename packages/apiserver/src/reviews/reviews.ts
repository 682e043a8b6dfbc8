import type { Clock } from "@millrace/kit";
import { mayDoEverything } from "../access/authorization.ts";
import type { ApiRequest, ApiResponse } from "../api.ts";
import type { JsonObject } from "../objects.ts";
import { isJsonObject } from "../objects.ts";
import { decodeBody } from "../rest/decode.ts";
import { outputForm } from "../rest/negotiate.ts";
import { timestamp } from "../rest/parts.ts";
import { answer } from "../rest/respond.ts";
import { methodNotAllowed, unauthorized } from "../status/refusals.ts";

/** Questions that are put by creating something which is never stored: `kubectl auth whoami` and `can-i`. */
interface Review {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  /** Whether it says when it was made. */
  readonly isDated?: boolean;
  readonly status: (user: { readonly name: string; readonly groups: readonly string[] }) => JsonObject;
}

const everything = {
  resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }],
  nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
};
const nothing = { resourceRules: [], nonResourceRules: [] };

export const reviews: readonly Review[] = [
  {
    group: "authentication.k8s.io",
    version: "v1",
    plural: "selfsubjectreviews",
    kind: "SelfSubjectReview",
    isDated: true,
    status: ({ name, groups }) => ({ userInfo: { username: name, groups } }),
  },
  {
    group: "authorization.k8s.io",
    version: "v1",
    plural: "selfsubjectaccessreviews",
    kind: "SelfSubjectAccessReview",
    status: (user) => ({ allowed: mayDoEverything(user) }),
  },
  {
    group: "authorization.k8s.io",
    version: "v1",
    plural: "selfsubjectrulesreviews",
    kind: "SelfSubjectRulesReview",
    status: (user) => ({ ...(mayDoEverything(user) ? everything : nothing), incomplete: false }),
  },
];

/** Answers a review; undefined if the path is none. */
export async function review(request: ApiRequest, clock: Clock): Promise<ApiResponse | undefined> {
  const found = reviews.find(({ group, version, plural }) => request.path === `/apis/${group}/${version}/${plural}`);
  if (found === undefined) return undefined;
  if (request.method !== "POST") throw methodNotAllowed();
  if (request.user === undefined) throw unauthorized();
  const form = outputForm(request.headers.accept, request.query, request.headers["user-agent"]);
  const { value } = await decodeBody(request.body, request.headers["content-type"]);
  const spec = isJsonObject(value) && value.spec !== undefined ? { spec: value.spec } : {};
  const { group, version, kind, status, isDated } = found;
  const metadata = isDated === true ? { creationTimestamp: timestamp(clock) } : {};
  return answer(201, { kind, apiVersion: `${group}/${version}`, metadata, ...spec, status: status(request.user) }, form);
}
