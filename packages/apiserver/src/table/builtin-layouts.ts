import type { Column, TableLayout } from "../kinds/kind.ts";
import { isJsonObject, type Json, type KubeObject } from "../objects.ts";
import { age } from "./age.ts";

/** A column of a built-in kind, with what stands in it. */
interface Shown {
  readonly name: string;
  readonly type?: string;
  /** Only with `-o wide`. */
  readonly wide?: true;
  readonly cell: (object: KubeObject, nowMs: number) => Json;
}

const nameOf: Shown = { name: "Name", cell: ({ metadata }) => metadata.name ?? "" };
const ageOf: Shown = { name: "Age", cell: ({ metadata }, nowMs) => age(metadata.creationTimestamp, nowMs) };

const member = (value: Json | undefined, name: string): Json | undefined => (isJsonObject(value) ? value[name] : undefined);
const text = (value: Json | undefined): string => (value === undefined || value === null ? "" : String(value));
const sizeOf = (value: Json | undefined): number =>
  isJsonObject(value) ? Object.keys(value).length : Array.isArray(value) ? value.length : 0;

/** When an event was last seen: by its series, its last or its only time. */
function lastSeen(event: KubeObject, nowMs: number): string {
  const observed = member(event.series, "lastObservedTime");
  return age(observed ?? event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp, nowMs);
}

function firstSeen(event: KubeObject, nowMs: number): string {
  return age(event.firstTimestamp ?? event.eventTime, nowMs);
}

function involved(event: KubeObject): string {
  const kind = text(member(event.involvedObject, "kind")).toLowerCase();
  const name = text(member(event.involvedObject, "name"));
  return name === "" ? kind : `${kind}/${name}`;
}

function source(event: KubeObject): string {
  const component = text(member(event.source, "component")) || text(event.reportingComponent);
  const host = text(member(event.source, "host")) || text(event.reportingInstance);
  return host === "" ? component : `${component}, ${host}`;
}

const eventColumns: readonly Shown[] = [
  { name: "Last Seen", cell: lastSeen },
  { name: "Type", cell: ({ type }) => text(type) },
  { name: "Reason", cell: ({ reason }) => text(reason) },
  { name: "Object", cell: involved },
  { name: "Subobject", wide: true, cell: ({ involvedObject }) => text(member(involvedObject, "fieldPath")) },
  { name: "Source", wide: true, cell: source },
  { name: "Message", cell: ({ message }) => text(message).trim() },
  { name: "First Seen", wide: true, cell: firstSeen },
  { name: "Count", wide: true, cell: ({ count, series }) => Number(member(series, "count") ?? count ?? 1) },
  { ...nameOf, wide: true },
];

const layouts: Readonly<Record<string, readonly Shown[]>> = {
  Namespace: [nameOf, { name: "Status", cell: ({ status }) => text(member(status, "phase")) }, ageOf],
  ConfigMap: [nameOf, { name: "Data", cell: ({ data, binaryData }) => sizeOf(data) + sizeOf(binaryData) }, ageOf],
  Secret: [nameOf, { name: "Type", cell: ({ type }) => text(type) }, { name: "Data", cell: ({ data }) => sizeOf(data) }, ageOf],
  ServiceAccount: [nameOf, { name: "Secrets", cell: ({ secrets }) => sizeOf(secrets) }, ageOf],
  Lease: [nameOf, { name: "Holder", cell: ({ spec }) => text(member(spec, "holderIdentity")) }, ageOf],
  Event: eventColumns,
  Scale: [
    nameOf,
    { name: "Desired", type: "integer", cell: ({ spec }) => Number(member(spec, "replicas") ?? 0) },
    { name: "Available", type: "integer", cell: ({ status }) => Number(member(status, "replicas") ?? 0) },
    { ...ageOf, type: "date" },
  ],
  CustomResourceDefinition: [nameOf, { name: "Created At", type: "date", cell: ({ metadata }) => metadata.creationTimestamp ?? "" }],
};

/** The table of one of Kubernetes' own kinds. */
export function builtinLayouts(kind: string): TableLayout {
  const shown = layouts[kind] ?? [nameOf, ageOf];
  return {
    columns: shown.map(
      ({ name, type = "string", wide }): Column => ({
        name,
        type,
        format: name === "Name" ? "name" : "",
        description: descriptions[name] ?? "",
        priority: wide === true ? 1 : 0,
      }),
    ),
    cells: (object, nowMs) => shown.map(({ cell }) => cell(object, nowMs)),
  };
}

const descriptions: Readonly<Record<string, string>> = {
  Name: "Name of the resource.",
  Age: "How long ago the resource was created.",
  "Created At": "When the resource was created.",
};
