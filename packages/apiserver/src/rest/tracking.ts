import type { Clock } from "@millrace/kit";
import { apiVersionOf } from "../kinds/table.ts";
import { trackScale, trackUpdate } from "../managed-fields/index.ts";
import type { KubeObject } from "../objects.ts";
import { schemaOf } from "./field-rules.ts";
import type { WriteOptions } from "./options.ts";
import { timestamp } from "./parts.ts";
import type { Target } from "./route.ts";

const subresources = { "": "", status: "status", scale: "scale" } as const;

/** What a write of managed fields goes by, whatever it writes. */
export function writing({ kind, subresource }: Target, { manager }: WriteOptions, clock: Clock) {
  return {
    manager,
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    subresource: subresources[subresource as keyof typeof subresources] ?? "",
    hasStatus: kind.status,
    now: timestamp(clock),
    schema: schemaOf(kind),
    blank: kind.strategy?.blank,
  };
}

/** The object with `metadata.managedFields` that say who changed what by this update. */
export async function tracked(
  object: KubeObject,
  current: KubeObject | undefined,
  target: Target,
  options: WriteOptions,
  clock: Clock,
): Promise<KubeObject> {
  const { kind, subresource } = target;
  const write = writing(target, options, clock);
  if (subresource !== "scale" || kind.scale === undefined || current === undefined) {
    return trackUpdate({ ...write, live: current, updated: object });
  }
  const replicas = kind.scale.specReplicasPath.split(".").slice(1);
  return trackScale({ live: current, updated: object, manager: options.manager, apiVersion: write.apiVersion, replicas });
}
