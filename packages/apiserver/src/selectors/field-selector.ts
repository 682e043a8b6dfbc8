import type { ResourceKind } from "../kinds/kind.ts";
import { isJsonObject, type Json, type KubeObject } from "../objects.ts";
import { badRequest } from "../status/refusals.ts";

/** Whether fields are what a `fieldSelector` asks for. */
export interface FieldSelector {
  readonly matches: (object: KubeObject) => boolean;
  readonly isEmpty: boolean;
}

interface Term {
  readonly field: string;
  readonly value: string;
  readonly equal: boolean;
}

/** Reads `metadata.name=a,type!=b`: https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/ */
export function fieldSelector(text: string, kind: ResourceKind): FieldSelector {
  const terms = splitTerms(text).map((part) => readTerm(part, text));
  const paths: Readonly<Record<string, string>> = {
    "metadata.name": "metadata.name",
    ...(kind.namespaced ? { "metadata.namespace": "metadata.namespace" } : {}),
    ...kind.selectable,
  };
  const stranger = terms.find(({ field }) => !Object.hasOwn(paths, field));
  if (stranger !== undefined) throw badRequest(unknownField(stranger.field, kind));
  return {
    matches: (object) => terms.every(({ field, value, equal }) => (fieldText(object, paths[field] ?? field) === value) === equal),
    isEmpty: terms.length === 0,
  };
}

function unknownField(field: string, { custom, kind }: ResourceKind): string {
  if (custom) return `field label not supported: ${field}`;
  return kind === "Secret" || kind === "Event" || kind === "Namespace"
    ? `field label not supported: ${field}`
    : `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

/** Commas part terms; a backslash takes its meaning from what follows it. */
function splitTerms(text: string): string[] {
  const parts = text.match(/(?:\\.|[^,\\])+/gs) ?? [];
  return parts.filter((part) => part !== "").sort();
}

function readTerm(part: string, text: string): Term {
  const match = /^(.*?)(!=|==|=)(.*)$/s.exec(part);
  if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
  const [, field = "", operator, raw = ""] = match;
  return { field, value: unescaped(raw), equal: operator !== "!=" };
}

function unescaped(raw: string): string {
  return raw.replace(/\\(.?)|[,=]/gs, (found, escaped: string | undefined) => {
    if (escaped === undefined) throw badRequest(`invalid field selector: unescaped character in value: ${found.codePointAt(0)}`);
    if (escaped !== "\\" && escaped !== "," && escaped !== "=")
      throw badRequest(`invalid field selector: invalid escape sequence: ${found}`);
    return escaped;
  });
}

function fieldText(object: KubeObject, field: string): string {
  let value: Json | undefined = object;
  for (const name of field.split(".")) value = isJsonObject(value) ? value[name] : undefined;
  return value === undefined || value === null ? "" : String(value);
}
