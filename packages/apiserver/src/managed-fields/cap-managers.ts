import { union } from "./field-set.ts";
import { compareTexts, type Managed, type ManagerKey, type Managers, managerId, seconds } from "./managers.ts";

const updatersMax = 10;
const bucketName = "ancient-changes";

/** At most ten managers that update: the oldest of a version are put together under one name. */
export function capped(managers: Managers): Managers {
  const updaters = [...managers].filter(([, { key }]) => key.operation === "Update");
  if (updaters.length <= updatersMax) return managers;
  updaters.sort(([leftId, left], [rightId, right]) => seconds(left.time) - seconds(right.time) || compareTexts(leftId, rightId));
  const result = new Map(managers);
  const firstOfVersion = new Map<string, string>();
  let count = updaters.length;
  for (const [id, managed] of updaters) {
    if (count <= updatersMax) break;
    const first = firstOfVersion.get(managed.apiVersion);
    if (first === undefined) {
      firstOfVersion.set(managed.apiVersion, id);
      continue;
    }
    const key: ManagerKey = { manager: bucketName, operation: "Update", apiVersion: managed.apiVersion };
    const bucketId = managerId(key);
    const bucket: Managed | undefined = result.get(bucketId) ?? result.get(first);
    if (!result.has(bucketId)) result.delete(first);
    const fields = bucket ? union(managed.fields, bucket.fields) : managed.fields;
    result.set(bucketId, { key, apiVersion: managed.apiVersion, fields, time: managed.time });
    result.delete(id);
    count -= 1;
  }
  return result;
}
