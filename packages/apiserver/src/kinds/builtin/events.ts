import { qualifiedNameProblems } from "../../metadata/names.ts";
import { isJsonObject, type JsonObject, type KubeObject } from "../../objects.ts";
import type { FieldError } from "../../status/field-error.ts";
import type { ResourceKind, Strategy } from "../kind.ts";
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
/** What both forms always show, be it empty. */
const always: Readonly<Record<"newer" | "older", JsonObject>> = {
  newer: { eventTime: null, regarding: {}, deprecatedSource: {}, deprecatedFirstTimestamp: null, deprecatedLastTimestamp: null },
  older: {
    involvedObject: {},
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    eventTime: null,
    reportingComponent: "",
    reportingInstance: "",
  },
};

const withAlways = (object: KubeObject, form: "newer" | "older"): KubeObject => ({ ...always[form], ...object });

const strategies: Readonly<Record<"newer" | "older", Strategy>> = {
  newer: { blank: always.newer, decode: (object) => withAlways(object, "newer"), validate: (object) => eventErrors(toStored(object)) },
  older: { blank: always.older, decode: (object) => withAlways(object, "older"), validate: eventErrors },
};

/** Events that say when they happened say by whom they are told, too. */
function eventErrors(event: KubeObject): FieldError[] {
  const involved = isJsonObject(event.involvedObject) ? event.involvedObject : {};
  const { namespace = "" } = involved;
  const errors: FieldError[] = [];
  if (namespace !== event.metadata.namespace && !(namespace === "" && event.metadata.namespace === "default")) {
    const detail = "does not match event.namespace";
    errors.push({ type: "FieldValueInvalid", field: "involvedObject.namespace", value: namespace, detail });
  }
  return event.eventTime === null || event.eventTime === undefined ? errors : [...errors, ...reporterErrors(event)];
}

function reporterErrors(event: KubeObject): FieldError[] {
  const reporter = typeof event.reportingComponent === "string" ? event.reportingComponent : "";
  const required = (field: string): FieldError[] =>
    (event[field] ?? "") === "" ? [{ type: "FieldValueRequired", field, detail: "" }] : [];
  return [
    ...required("reportingComponent"),
    ...qualifiedNameProblems(reporter).map(
      (detail): FieldError => ({ type: "FieldValueInvalid", field: "reportingComponent", value: reporter, detail }),
    ),
    ...required("reportingInstance"),
    ...required("action"),
    ...required("reason"),
  ];
}

const older = new Map(names);
const newer = new Map(names.map(([to, from]) => [from, to]));

function renamed(object: KubeObject, apiVersion: string, to: ReadonlyMap<string, string>): KubeObject {
  const members = Object.entries(object).map(([name, value]) => [to.get(name) ?? name, value] as const);
  return { ...Object.fromEntries(members), apiVersion, kind: "Event", metadata: object.metadata };
}

/** The newer form leaves out what it does not always show where it is empty. */
function fromStored(stored: KubeObject): KubeObject {
  const shown = Object.entries(renamed(stored, "events.k8s.io/v1", newer));
  return Object.fromEntries(shown.filter(([name, value]) => value !== "" && (value !== null || name in always.newer))) as KubeObject;
}

function toStored(object: KubeObject): KubeObject {
  return withAlways(renamed(object, "v1", older), "older");
}

/** Members of an object that are selected by their paths. */
const of = (object: string, members: readonly string[]): Record<string, string> =>
  Object.fromEntries(members.map((member) => [`${object}.${member}`, `${object}.${member}`]));

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
    strategy: strategies.older,
    selectable: {
      ...of("involvedObject", ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"]),
      reason: "reason",
      reportingComponent: "reportingComponent",
      source: "source.component",
      type: "type",
    },
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
    selectable: {
      ...of("regarding", ["kind", "name", "namespace", "uid"]),
      reason: "reason",
      reportingController: "reportingController",
      type: "type",
    },
    conversion: { fromStored, toStored },
    table: async () => {
      const { columns, cells } = (await import("../../table/builtin-layouts.ts")).builtinLayouts("Event");
      return { columns, cells: (object, nowMs) => cells(toStored(object), nowMs) };
    },
    strategy: strategies.newer,
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
