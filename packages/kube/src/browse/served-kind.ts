import { isRecord } from "../client/errors.ts";
import type { KubeKind, KubeObject } from "../client/kube-object.ts";

/** An object of any kind. */
export type AnyObject = KubeObject & { readonly [field: string]: unknown };

/** A kind as an API server says that it has it. */
export interface ServedKind extends KubeKind<AnyObject> {
  /** Empty for Kubernetes' own core. */
  readonly group: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  /** Names for several kinds together, such as `strimzi`. */
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
  /** Whether clients that name no version get this one. */
  readonly isPreferred: boolean;
}

/** As kubectl prints a kind: `kafkatopics.kafka.strimzi.io`. */
export const resourceText = ({ plural, group }: ServedKind): string => (group === "" ? plural : `${plural}.${group}`);

/** As kubectl prints a kind in front of a name: `kafkatopic.kafka.strimzi.io`. */
export const singularText = ({ singular, group }: ServedKind): string => (group === "" ? singular : `${singular}.${group}`);

/** The kinds in an `APIGroupDiscoveryList`. */
export function kindsOf(list: unknown): readonly ServedKind[] {
  return listOf(list, "items").flatMap((group) => {
    const name = isRecord(group.metadata) ? textOf(group.metadata, "name") : "";
    return listOf(group, "versions").flatMap((version, index) => kindsOfVersion(name, version, index === 0));
  });
}

type Entry = Readonly<Record<string, unknown>>;

function kindsOfVersion(group: string, entry: Entry, isPreferred: boolean): readonly ServedKind[] {
  const version = textOf(entry, "version");
  return listOf(entry, "resources").flatMap((resource) => {
    const { responseKind } = resource;
    // What has no kind of its own is there only for its subresources.
    if (!isRecord(responseKind)) return [];
    const kind = textOf(responseKind, "kind");
    return [
      {
        ...{ kind, group, isPreferred },
        apiVersion: group === "" ? version : `${group}/${version}`,
        plural: textOf(resource, "resource"),
        singular: textOf(resource, "singularResource") || kind.toLowerCase(),
        namespaced: resource.scope === "Namespaced",
        shortNames: textsOf(resource, "shortNames"),
        categories: textsOf(resource, "categories"),
        verbs: textsOf(resource, "verbs"),
        subresources: listOf(resource, "subresources").map((each) => textOf(each, "subresource")),
      },
    ];
  });
}

function listOf(entry: unknown, field: string): readonly Entry[] {
  const list = isRecord(entry) ? entry[field] : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

const textOf = (entry: Entry, field: string): string => (typeof entry[field] === "string" ? entry[field] : "");

function textsOf(entry: Entry, field: string): readonly string[] {
  const list = entry[field];
  return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
}
