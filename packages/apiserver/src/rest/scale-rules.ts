import type { ScalePaths } from "../kinds/kind.ts";
import { isJsonObject, type Json, type JsonObject } from "../objects.ts";
import type { FieldError } from "../status/field-error.ts";
import { goText, goType } from "../status/go-text.ts";

const replicasMax = 2 ** 31 - 1;

/** What is wrong with the fields that `kubectl scale` goes by. Of a write to `status` only those of the status are looked at. */
export function scaleErrors(object: JsonObject, paths: ScalePaths, subresource: string): FieldError[] {
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = paths;
  const replicaPaths = subresource === "status" ? [statusReplicasPath] : [specReplicasPath, statusReplicasPath];
  return [
    ...replicaPaths.flatMap((path) => replicasErrors(object, path)),
    ...(labelSelectorPath === undefined ? [] : accessErrors(object, labelSelectorPath, "string", "")),
  ];
}

function replicasErrors(object: JsonObject, path: string): FieldError[] {
  const wrong = accessErrors(object, path, "int64", 0);
  const { value = 0 } = reach(object, path);
  if (wrong.length > 0 || (typeof value !== "number" && typeof value !== "bigint")) return wrong;
  if (value < 0) return [invalid(path, value, "should be a non-negative integer")];
  return value > replicasMax ? [invalid(path, value, `should be less than or equal to ${replicasMax}`)] : [];
}

const invalid = (field: string, value: Json, detail: string): FieldError => ({ type: "FieldValueInvalid", field, value, detail });

function accessErrors(object: JsonObject, path: string, expected: "int64" | "string", shown: Json): FieldError[] {
  const { value, stuckAt } = reach(object, path);
  if (stuckAt !== undefined) return [invalid(path, shown, accessor(stuckAt, value ?? null, "map[string]interface{}"))];
  return value === undefined || goType(value) === expected ? [] : [invalid(path, shown, accessor(path, value, expected))];
}

const accessor = (path: string, value: Json, expected: string): string =>
  `${path} accessor error: ${goText(value)} is of the type ${goType(value)}, expected ${expected}`;

/** What is at the end of a path; or what is on the way, where nothing can be below, and how far the path was to go from there. */
function reach(object: JsonObject, path: string): { readonly value?: Json; readonly stuckAt?: string } {
  let value: Json | undefined = object;
  const taken: string[] = [];
  for (const name of path.split(".").slice(1)) {
    if (value === undefined || value === null) return {};
    taken.push(name);
    if (!isJsonObject(value)) return { value, stuckAt: `.${taken.join(".")}` };
    value = value[name];
  }
  return value === undefined ? {} : { value };
}
