import type { ApiRequest, ApiResponse } from "../api.ts";
import type { KindTable } from "../kinds/table.ts";
import type { JsonObject } from "../objects.ts";
import { type OutputForm, outputForm } from "../rest/negotiate.ts";
import { answer, plainText } from "../rest/respond.ts";
import { methodNotAllowed } from "../status/refusals.ts";
import { aggregated, type GroupVersion, groupVersions, resourceList } from "./resources.ts";

/** Health and version, which anybody may ask for. */
export function publicAnswer(request: ApiRequest): Promise<ApiResponse> | ApiResponse | undefined {
  const path = request.path.replace(/\/$/, "");
  if (path === "/version" && !reads(request)) return undefined;
  if (/^\/(healthz|livez|readyz)(\/[\w-]+)?$/.test(path)) {
    return request.query.has("verbose") ? plainText(200, `[+]ping ok\n${path.slice(1)} check passed\n`) : plainText(200, "ok");
  }
  return path === "/version" ? answer(200, version, { type: "json", pretty: true }) : undefined;
}

const reads = ({ method }: ApiRequest): boolean => method === "GET" || method === "HEAD";

/** The release of Kubernetes whose answers are given. */
const version: JsonObject = {
  major: "1",
  minor: "34",
  emulationMajor: "1",
  emulationMinor: "34",
  minCompatibilityMajor: "1",
  minCompatibilityMinor: "33",
  gitVersion: "v1.34.4+millrace",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "",
  compiler: "",
  platform: `${process.platform}/${process.arch === "x64" ? "amd64" : process.arch}`,
};

/** What groups, versions and kinds there are; undefined if the path asks for something else. */
export function discover(request: ApiRequest, kinds: KindTable): Promise<ApiResponse> | undefined {
  if (/^\/(version|api|apis)\/?$/.test(request.path) && !reads(request)) throw methodNotAllowed();
  const [root, ...rest] = request.path.split("/").filter((segment) => segment !== "");
  if (root !== "api" && root !== "apis") return rest.length === 0 && root === undefined ? paths(request, kinds) : undefined;
  const all = groupVersions(kinds);
  if (rest.length === 0) return groupsOf(request, kinds, root, all);
  if (root === "api")
    return rest.length === 1 && rest[0] === "v1" ? inForm(request, resourceList(kinds, { group: "", version: "v1" })) : undefined;
  const [group, version] = rest;
  const found = all.find((each) => each.group === group && (version === undefined || each.version === version));
  if (found === undefined || rest.length > 2) return undefined;
  return inForm(request, version === undefined ? { kind: "APIGroup", apiVersion: "v1", ...groupOf(found) } : resourceList(kinds, found));
}

function inForm(request: ApiRequest, value: JsonObject): Promise<ApiResponse> {
  return answer(200, value, formOf(request));
}

/** Clients name several forms and take what they get. */
function formOf(request: ApiRequest): OutputForm {
  return outputForm(request.headers.accept, request.query, request.headers["user-agent"]);
}

const aggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

async function groupsOf(request: ApiRequest, kinds: KindTable, root: "api" | "apis", all: readonly GroupVersion[]): Promise<ApiResponse> {
  const ours = all.filter(({ group }) => (group === "") === (root === "api"));
  if (asksForAggregated(request.headers.accept)) {
    const response = await answer(200, aggregated(kinds, ours), { type: "json", pretty: false });
    return { ...response, headers: { ...response.headers, "content-type": aggregatedType, vary: "Accept" } };
  }
  if (root === "apis") return inForm(request, { kind: "APIGroupList", apiVersion: "v1", groups: ours.map(groupOf) });
  const serverAddressByClientCIDRs = [{ clientCIDR: "0.0.0.0/0", serverAddress: request.headers.host ?? "" }];
  return inForm(request, { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs });
}

function asksForAggregated(accept = ""): boolean {
  return accept.split(",").some((clause) => {
    const parts = clause.split(";").map((part) => part.trim());
    return ["g=apidiscovery.k8s.io", "v=v2", "as=APIGroupDiscoveryList"].every((part) => parts.includes(part));
  });
}

function groupOf({ group, version }: GroupVersion): JsonObject {
  const only = { groupVersion: `${group}/${version}`, version };
  return { name: group, versions: [only], preferredVersion: only };
}

function paths(request: ApiRequest, kinds: KindTable): Promise<ApiResponse> {
  const groups = groupVersions(kinds).filter(({ group }) => group !== "");
  const found = groups.flatMap(({ group, version }) => [`/apis/${group}`, `/apis/${group}/${version}`]);
  const others = ["/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"];
  return inForm(request, { paths: [...found, ...others].sort() });
}
