import type { JsonObject, KubeObject } from "../../objects.ts";
import type { ResourceKind } from "../kind.ts";
import { builtin, int32, members, objectReference, resource, text, time } from "./parts.ts";

/** Events are one thing with two forms: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */

/** What the newer form calls what the older one, which is stored, calls otherwise. */
const names: ReadonlyArray<readonly [newer: string, older: string]> = [
  ["regarding", "involvedObject"],
  ["note", "message"],
  ["deprecatedSource", "source"],
  ["deprecatedFirstTimestamp", "firstTimestamp"],
  ["deprecatedLastTimestamp", "lastTimestamp"],
  ["deprecatedCount", "count"],
  ["reportingController", "reportingComponent"],
];
const older = new Map(names);
const newer = new Map(names.map(([to, from]) => [from, to]));

function renamed(object: KubeObject, apiVersion: string, to: ReadonlyMap<string, string>): KubeObject {
  const members = Object.entries(object).map(([name, value]) => [to.get(name) ?? name, value] as const);
  return { ...Object.fromEntries(members), apiVersion, kind: "Event", metadata: object.metadata };
}

const source = members({ component: text, host: text });
const common: JsonObject = {
  eventTime: { type: "string", format: "date-time", nullable: true },
  action: text,
  reason: text,
  type: text,
  related: objectReference,
  reportingInstance: text,
};
const series = (last: string): JsonObject => members({ count: int32, [last]: time });

export const eventKinds: readonly ResourceKind[] = [
  builtin({
    kind: "Event",
    plural: "events",
    shortNames: ["ev"],
    createOnUpdate: true,
    selectable: [
      "involvedObject.kind",
      "involvedObject.namespace",
      "involvedObject.name",
      "involvedObject.uid",
      "involvedObject.apiVersion",
      "involvedObject.resourceVersion",
      "involvedObject.fieldPath",
      "reason",
      "reportingComponent",
      "source",
      "type",
    ],
    schema: () =>
      resource({
        ...common,
        involvedObject: objectReference,
        message: text,
        source,
        firstTimestamp: { ...time, nullable: true },
        lastTimestamp: { ...time, nullable: true },
        count: int32,
        series: series("lastObservedTime"),
        reportingComponent: text,
      }),
  }),
  builtin({
    group: "events.k8s.io",
    kind: "Event",
    plural: "events",
    shortNames: ["ev"],
    createOnUpdate: true,
    selectable: ["reason", "regarding.kind", "regarding.name", "regarding.namespace", "regarding.uid", "reportingController", "type"],
    conversion: {
      fromStored: (stored) => renamed(stored, "events.k8s.io/v1", newer),
      toStored: (object) => renamed(object, "v1", older),
    },
    schema: () =>
      resource({
        ...common,
        regarding: objectReference,
        note: text,
        deprecatedSource: source,
        deprecatedFirstTimestamp: { ...time, nullable: true },
        deprecatedLastTimestamp: { ...time, nullable: true },
        deprecatedCount: int32,
        series: series("lastObservedTime"),
        reportingController: text,
      }),
  }),
];
