import type { ApiRequest, ApiResponse } from "../api.ts";
import type { JsonObject } from "../objects.ts";
import { isJsonObject } from "../objects.ts";
import { decodeBody } from "../rest/decode.ts";
import { outputForm } from "../rest/negotiate.ts";
import { answer } from "../rest/respond.ts";
import { methodNotAllowed, unauthorized } from "../status/refusals.ts";

/** Questions that are put by creating something which is never stored: `kubectl auth whoami` and `can-i`. */
interface Review {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly status: (user: { readonly name: string; readonly groups: readonly string[] }) => JsonObject;
}

/** Whoever is let in at all may do everything. */
export const reviews: readonly Review[] = [
  {
    group: "authentication.k8s.io",
    version: "v1",
    plural: "selfsubjectreviews",
    kind: "SelfSubjectReview",
    status: ({ name, groups }) => ({ userInfo: { username: name, groups } }),
  },
  {
    group: "authorization.k8s.io",
    version: "v1",
    plural: "selfsubjectaccessreviews",
    kind: "SelfSubjectAccessReview",
    status: () => ({ allowed: true }),
  },
  {
    group: "authorization.k8s.io",
    version: "v1",
    plural: "selfsubjectrulesreviews",
    kind: "SelfSubjectRulesReview",
    status: () => ({
      resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }],
      nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
      incomplete: false,
    }),
  },
];

/** Answers a review; undefined if the path is none. */
export async function review(request: ApiRequest): Promise<ApiResponse | undefined> {
  const found = reviews.find(({ group, version, plural }) => request.path === `/apis/${group}/${version}/${plural}`);
  if (found === undefined) return undefined;
  if (request.method !== "POST") throw methodNotAllowed();
  if (request.user === undefined) throw unauthorized();
  const form = outputForm(request.headers.accept, request.query, request.headers["user-agent"]);
  const { value } = await decodeBody(request.body, request.headers["content-type"]);
  const spec = isJsonObject(value) && value.spec !== undefined ? { spec: value.spec } : {};
  const { group, version, kind, status } = found;
  return answer(201, { kind, apiVersion: `${group}/${version}`, metadata: {}, ...spec, status: status(request.user) }, form);
}
