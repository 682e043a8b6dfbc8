import { entryOf, isList } from "../json.ts";
import { isJsonObject, type Json, type JsonObject, type KubeObject, type ManagedFieldsEntry } from "../objects.ts";
import type { FieldSet } from "./field-set.ts";
import { fieldsV1, readFieldsV1 } from "./fields-v1.ts";

/** Who manages fields: a name, and how. Two ways of one name are two managers. */
export interface ManagerKey {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  /** Managers that apply are the same in every version. */
  readonly apiVersion?: string;
  readonly subresource?: string;
}

export interface Managed {
  readonly key: ManagerKey;
  readonly apiVersion: string;
  readonly fields: FieldSet;
  readonly time: string | undefined;
}

/** By `managerId`. */
export type Managers = ReadonlyMap<string, Managed>;

export const noManagers: Managers = new Map();

/** The key as text, in the one way that sorts and compares as kube-apiserver's does. */
export function managerId({ manager, operation, apiVersion, subresource }: ManagerKey): string {
  return JSON.stringify({
    ...(manager === "" ? {} : { manager }),
    operation,
    ...(operation === "Update" && apiVersion !== undefined ? { apiVersion } : {}),
    ...(subresource === undefined || subresource === "" ? {} : { subresource }),
  });
}

export function managerKey(manager: string, operation: "Apply" | "Update", apiVersion: string, subresource: string): ManagerKey {
  return {
    manager: manager === "" ? "unknown" : manager,
    operation,
    ...(operation === "Update" ? { apiVersion } : {}),
    ...(subresource === "" ? {} : { subresource }),
  };
}

const textOf = (entry: JsonObject, key: string): string => {
  const value = entryOf(entry, key);
  return typeof value === "string" ? value : "";
};

/** What `metadata.managedFields` says. Throws what is wrong with it. */
export function readManagers(entries: Json | undefined): Managers {
  const managers = new Map<string, Managed>();
  for (const [index, entry] of (isList(entries) ? entries : []).entries()) {
    const managed = readEntry(isJsonObject(entry) ? entry : {}, index);
    managers.set(managerId(managed.key), managed);
  }
  return managers;
}

function readEntry(entry: JsonObject, index: number): Managed {
  const operation = textOf(entry, "operation");
  if (operation !== "Apply" && operation !== "Update") throw new SyntaxError("operation must be `Apply` or `Update`");
  const apiVersion = textOf(entry, "apiVersion");
  if (apiVersion === "") throw new SyntaxError("apiVersion must not be empty");
  const fieldsType = textOf(entry, "fieldsType");
  if (fieldsType === "") throw new SyntaxError(`missing fieldsType in managed fields entry ${index}`);
  if (fieldsType !== "FieldsV1") throw new SyntaxError(`invalid fieldsType ${JSON.stringify(fieldsType)} in managed fields entry ${index}`);
  const subresource = textOf(entry, "subresource");
  const key: ManagerKey = {
    manager: textOf(entry, "manager"),
    operation,
    ...(operation === "Update" ? { apiVersion } : {}),
    ...(subresource === "" ? {} : { subresource }),
  };
  const time = textOf(entry, "time");
  return { key, apiVersion, fields: readFieldsV1(entryOf(entry, "fieldsV1")), time: time === "" ? undefined : time };
}

/** As `metadata.managedFields` lists them: those who apply first, then by time and name. */
function managedFieldsEntries(managers: Managers): ManagedFieldsEntry[] {
  return [...managers.values()].sort(inOrder).map(({ key, apiVersion, fields, time }) => ({
    ...(key.manager === "" ? {} : { manager: key.manager }),
    operation: key.operation,
    apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: "FieldsV1",
    fieldsV1: fieldsV1(fields),
    ...(key.subresource === undefined ? {} : { subresource: key.subresource }),
  }));
}

export const seconds = (time: string | undefined): number => (time === undefined ? 0 : Math.floor(Date.parse(time) / 1000));

function inOrder(left: Managed, right: Managed): number {
  return (
    compareTexts(left.key.operation, right.key.operation) ||
    seconds(left.time) - seconds(right.time) ||
    compareTexts(left.key.manager, right.key.manager) ||
    compareTexts(left.apiVersion, right.apiVersion) ||
    compareTexts(left.key.subresource ?? "", right.key.subresource ?? "")
  );
}

export const compareTexts = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** The object with the managers as its `metadata.managedFields`; without any the field goes. */
export function withManagers(object: KubeObject, managers: Managers): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: managers.size === 0 ? metadata : { ...metadata, managedFields: managedFieldsEntries(managers) } };
}
