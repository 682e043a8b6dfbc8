import { entryOf } from "../json.ts";
import { isJsonObject, type Json, type KubeObject, sameJson } from "../objects.ts";
import { fieldElement } from "./element.ts";
import { difference, fieldSet, hasField } from "./field-set.ts";
import { type Managed, type ManagerKey, managerId, readManagers, withManagers } from "./managers.ts";

export interface Scaling {
  readonly live: KubeObject;
  readonly updated: KubeObject;
  readonly manager: string;
  readonly apiVersion: string;
  /** Of the field that holds the replicas: `["spec", "replicas"]`. */
  readonly replicas: readonly string[];
}

/**
 * `updated` with who manages its replicas after they were set through `/scale`. kube-apiserver carries managers over to the object of kind `Scale`
 * and back; on the way those that update lose their version, so that they come back as entries of their own, without a time.
 */
export function trackScale({ live, updated, manager, apiVersion, replicas }: Scaling): KubeObject {
  const path = replicas.map(fieldElement);
  const managers = readManagers(live.metadata.managedFields);
  if (managers.size === 0) return updated;
  const before = valueAt(live, replicas);
  const after = valueAt(updated, replicas);
  const isChanged = !sameJson(before, after);
  const writer: ManagerKey = { manager, operation: "Update", apiVersion: scaleVersion, subresource: "scale" };
  const kept = new Map<string, Managed>();
  const carried = new Map<string, ManagerKey>();
  for (const [id, managed] of managers) {
    const { key, fields } = managed;
    if (!hasField(fields, path) || (key.operation === "Apply" && !isChanged)) {
      kept.set(id, managed);
      continue;
    }
    const others = difference(fields, fieldSet([path]));
    if (others.size > 0) kept.set(id, { ...managed, fields: others });
    const asScale: ManagerKey = { ...key, apiVersion: scaleVersion };
    if (!isChanged && key.operation === "Update") carried.set(managerId(asScale), asScale);
  }
  if (isChanged) carried.set(managerId(writer), writer);
  // A `Scale` to nothing does not say so, and nobody manages what is not said.
  if (after === 0) carried.clear();
  for (const [id, key] of carried) kept.set(id, { key, apiVersion, fields: fieldSet([path]), time: undefined });
  return withManagers(updated, kept);
}

const scaleVersion = "autoscaling/v1";

function valueAt(object: KubeObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((value, name) => (isJsonObject(value) ? entryOf(value, name) : undefined), object);
}
