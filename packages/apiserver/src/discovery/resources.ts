import { createHash } from "node:crypto";
import type { ResourceKind } from "../kinds/kind.ts";
import type { KindTable } from "../kinds/table.ts";
import type { JsonObject } from "../objects.ts";
import { reviews } from "../reviews/reviews.ts";

/** A kind or a subresource as discovery lists it. */
interface Listed {
  readonly resource: string;
  readonly subresource?: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly isCustom: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly storageVersionHash?: string;
}

export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** Groups with their one version, the core group (empty) first. */
export function groupVersions(kinds: KindTable): readonly GroupVersion[] {
  const groups = new Map<string, GroupVersion>();
  for (const { group, version } of [...kinds.all, ...reviews]) groups.set(group, { group, version });
  return [...groups.values()].sort((a, b) => rank(a.group) - rank(b.group) || (a.group < b.group ? -1 : 1));
}

/** Built-in groups stand in Kubernetes' order, before all others. */
const order = ["", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "apiextensions.k8s.io", "coordination.k8s.io"];

function rank(group: string): number {
  const at = order.indexOf(group);
  return at < 0 ? order.length : at;
}

const changes: readonly string[] = ["get", "patch", "update"];

function listed(kinds: KindTable, { group, version }: GroupVersion): readonly Listed[] {
  const own = kinds.all.filter((kind) => kind.group === group && kind.version === version).flatMap(ofKind);
  const asked = reviews
    .filter((review) => review.group === group)
    .map(
      ({ plural, kind }): Listed => ({
        resource: plural,
        singular: kind.toLowerCase(),
        namespaced: false,
        kind: { group, version, kind },
        isCustom: false,
        verbs: ["create"],
        shortNames: [],
        categories: [],
      }),
    );
  return [...own, ...asked].sort((a, b) => (a.resource < b.resource ? -1 : a.resource > b.resource ? 1 : 0));
}

function ofKind(row: ResourceKind): Listed[] {
  const { group, version, kind, plural, namespaced } = row;
  const subresource = (name: string, verbs: readonly string[], of = { group, version, kind }): Listed => ({
    resource: plural,
    subresource: name,
    singular: "",
    namespaced,
    kind: of,
    isCustom: row.custom,
    verbs,
    shortNames: [],
    categories: [],
  });
  return [
    {
      resource: plural,
      singular: row.singular,
      namespaced,
      kind: { group, version, kind },
      isCustom: row.custom,
      verbs: row.custom ? customVerbs : row.verbs,
      shortNames: row.shortNames,
      categories: row.categories,
      storageVersionHash: createHash("sha256").update(storedAs(row)).digest().subarray(0, 8).toString("base64"),
    },
    ...(row.kind === "Namespace" ? [subresource("finalize", ["update"])] : []),
    ...(row.status ? [subresource("status", changes)] : []),
    ...(row.scale === undefined ? [] : [subresource("scale", changes, { group: "autoscaling", version: "v1", kind: "Scale" })]),
  ];
}

/** The form in which a kind is stored, which is that of another group for events. */
function storedAs({ group, version, kind, conversion }: ResourceKind): string {
  return conversion === undefined ? `${group}/${version}/${kind}` : `/v1/${kind}`;
}

const customVerbs: readonly string[] = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

/** The `APIResourceList` of a version of a group. */
export function resourceList(kinds: KindTable, at: GroupVersion): JsonObject {
  const resources = listed(kinds, at).map((each) => ({
    name: each.subresource === undefined ? each.resource : `${each.resource}/${each.subresource}`,
    singularName: each.singular,
    namespaced: each.namespaced,
    ...(each.kind.group === at.group ? {} : { group: each.kind.group, version: each.kind.version }),
    kind: each.kind.kind,
    verbs: each.verbs,
    ...(each.shortNames.length === 0 ? {} : { shortNames: each.shortNames }),
    ...(each.categories.length === 0 ? {} : { categories: each.categories }),
    ...(each.storageVersionHash === undefined ? {} : { storageVersionHash: each.storageVersionHash }),
  }));
  const groupVersion = at.group === "" ? at.version : `${at.group}/${at.version}`;
  return { kind: "APIResourceList", ...(at.group === "" ? {} : { apiVersion: "v1" }), groupVersion, resources };
}

/** All kinds of some groups in one answer, which spares clients a request for each group. */
export function aggregated(kinds: KindTable, groups: readonly GroupVersion[]): JsonObject {
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: groups.map((at) => ({
      metadata: at.group === "" ? {} : { name: at.group },
      versions: [{ version: at.version, resources: discoveries(listed(kinds, at)), freshness: "Current" }],
    })),
  };
}

/** Built-in kinds leave out the group and version that they are listed under. */
function responseKind({ kind, isCustom }: Listed): JsonObject {
  return isCustom ? kind : { group: "", version: "", kind: kind.kind };
}

function discoveries(all: readonly Listed[]): readonly JsonObject[] {
  return all
    .filter(({ subresource }) => subresource === undefined)
    .map((each) => {
      const below = all.filter(({ resource, subresource }) => resource === each.resource && subresource !== undefined);
      return {
        resource: each.resource,
        responseKind: responseKind(each),
        scope: each.namespaced ? "Namespaced" : "Cluster",
        singularResource: each.singular,
        verbs: each.verbs,
        ...(each.shortNames.length === 0 ? {} : { shortNames: each.shortNames }),
        ...(each.categories.length === 0 ? {} : { categories: each.categories }),
        ...(below.length === 0
          ? {}
          : { subresources: below.map((at) => ({ subresource: at.subresource ?? "", responseKind: responseKind(at), verbs: at.verbs })) }),
      };
    });
}
