import type { AnyObject, Table } from "@millrace/kube/browse";
import { columns } from "./columns.ts";
import { shownObject } from "./shown-objects.ts";

const indent = "  ";
const none = "<none>";

/** What a line is about, and its value; without one, what is about several follows. */
type Line = readonly [left: string, value?: string];

/** An object in kubectl's form for people; `events` undefined: nobody asked for them. Secrets are told by their length only. */
export function descriptionOf(object: AnyObject, events: Table | undefined): string {
  const { apiVersion, kind, metadata, ...rest } = shownObject(object, false);
  const { name, namespace, labels, annotations, ...further } = metadata;
  const head: readonly Line[] = [
    ["Name:", name],
    ["Namespace:", namespace ?? ""],
    ...pairs("Labels:", labels, "="),
    ...pairs("Annotations:", withoutLastApplied(annotations), ": "),
    ["API Version:", apiVersion],
    ["Kind:", kind],
  ];
  const lines = [...head, ...membersLines({ metadata: further, ...(kind === "Secret" ? concealed(rest) : rest) }, "")];
  if (events === undefined) return aligned(lines);
  return events.rows.length === 0 ? aligned([...lines, ["Events:", none]]) : `${aligned(lines)}${eventsText(events)}`;
}

function pairs(title: string, members: Readonly<Record<string, string>> | undefined, sign: string): readonly Line[] {
  const texts = Object.entries(members ?? {}).map(([key, value]) => `${key}${sign}${value}`);
  return texts.length === 0 ? [[title, none]] : texts.map((text, at) => [at === 0 ? title : "", text]);
}

function withoutLastApplied(annotations: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const { "kubectl.kubernetes.io/last-applied-configuration": _, ...rest } = annotations;
  return rest;
}

/** What a Secret holds is for nobody who looks over a shoulder. */
function concealed(rest: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { data, stringData: _, ...others } = rest;
  if (data === undefined) return others;
  const lengths = Object.entries(data ?? {}).map(([key, value]) => [key, `${Buffer.from(String(value), "base64").length} bytes`]);
  return { ...others, data: Object.fromEntries(lengths) };
}

function membersLines(members: object, margin: string): readonly Line[] {
  return Object.entries(members).flatMap(([field, value]): readonly Line[] => {
    const title = `${margin}${label(field)}:`;
    if (typeof value !== "object" || value === null) return [[title, String(value)]];
    const parts = Array.isArray(value)
      ? value.flatMap((item) => itemLines(item, `${margin}${indent}`))
      : membersLines(value, `${margin}${indent}`);
    return [[title], ...parts];
  });
}

function itemLines(item: unknown, margin: string): readonly Line[] {
  return typeof item === "object" && item !== null && !Array.isArray(item) ? membersLines(item, margin) : [[`${margin}${item}`]];
}

/** Values of lines that follow each other stand under each other. */
function aligned(lines: readonly Line[]): string {
  const texts: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const end = lines.findIndex(([, value], index) => index >= at && value === undefined);
    const run = lines.slice(at, end === -1 ? lines.length : end);
    const width = Math.max(0, ...run.map(([left]) => left.length)) + indent.length;
    texts.push(...run.map(([left, value = ""]) => `${left.padEnd(width)}${value}`));
    at += run.length;
    const title = lines[at];
    if (title !== undefined) texts.push(title[0]);
    at++;
  }
  return texts.map((text) => `${text}\n`).join("");
}

const initials: Readonly<Record<string, string>> = { uid: "UID" };

/** `observedGeneration` → `Observed Generation`; names that are not the API's own, such as `retention.ms`, stay as they are. */
function label(field: string): string {
  const short = initials[field];
  if (short !== undefined) return short;
  if (!/^[a-z][a-zA-Z]*$/.test(field)) return field;
  const words = field.replaceAll(/([a-z])([A-Z])/g, "$1 $2").replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The API server knows how long ago things were. */
const eventColumns = { Type: "Type", Reason: "Reason", Age: "Last Seen", From: "Source", Message: "Message" };

function eventsText({ columns: told, rows }: Table): string {
  const headers = Object.keys(eventColumns);
  const places = Object.values(eventColumns).map((name) => told.findIndex((column) => column.name === name));
  const lines = rows.map(({ cells }) => places.map((at) => String(cells[at] ?? "").trim()));
  const rules = headers.map((header) => "-".repeat(Math.max(header.length, 4)));
  return `Events:\n${columns([headers, rules, ...lines], indent)}`;
}
