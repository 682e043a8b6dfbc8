import type { AnyObject } from "@millrace/kube/browse";
import { yamlText } from "@millrace/resources";

/** An object as kubectl prints it: members in the order of the alphabet, and nobody's fields told unless that is wanted. */
export function shownObject(object: AnyObject, withManagedFields: boolean): AnyObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return sorted(withManagedFields ? object : { ...object, metadata }) as AnyObject;
}

/** One object as it is, several as a List. */
export function objectsText(objects: readonly unknown[], format: "json" | "yaml", isList: boolean): string {
  const [only] = objects;
  const value = isList ? listOf(objects) : only;
  return format === "json" ? `${jsonText(value, 4)}\n` : yamlText(value);
}

/** Several objects as one. */
export const listOf = (items: readonly unknown[]) => ({ apiVersion: "v1", items, kind: "List", metadata: { resourceVersion: "" } });

const rawJson = (JSON as unknown as { readonly rawJSON: (text: string) => unknown }).rawJSON;

/** Integers of 64 bits stay what they are. */
export function jsonText(value: unknown, spaces: number): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === "bigint" ? rawJson(String(member)) : member), spaces);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}
