import type { ConfigMap } from "@millrace/controllers";
import type { RollCanaries } from "@millrace/plans/rolls";
import type { KafkaCluster } from "../model/cluster.ts";
import type { DesiredObject } from "../model/desired-object.ts";
import { stableJson } from "../model/hash.ts";
import { metadataOf } from "../model/metadata.ts";

/** What has become of the canaries of what is declared; another declaration has others. */
export interface CanaryRecord {
  /** What was declared, and by which operator it is brought about. */
  readonly declaration: string;
  readonly canaries: RollCanaries;
}

const recordKey = "canaries.json";

export const recordName = ({ name }: Pick<KafkaCluster, "name">): string => `${name}-canary-roll`;

/** Where the record is kept: it has to outlast whoever began the roll. */
export const recordObject = (cluster: KafkaCluster, record: CanaryRecord): DesiredObject => ({
  ...{ apiVersion: "v1", kind: "ConfigMap", metadata: metadataOf(cluster, cluster, recordName(cluster)) },
  data: { [recordKey]: stableJson(record) },
});

/** The record of a declaration, as it was written down; an empty one, if there is none of it. */
export function recordIn(object: ConfigMap | undefined, declaration: string): CanaryRecord {
  const text = object?.data?.[recordKey];
  const kept = text === undefined ? undefined : (JSON.parse(text) as CanaryRecord);
  return kept?.declaration === declaration ? kept : { declaration, canaries: {} };
}

/** The canary that failed, if one did: nothing is tried again until something else is declared. */
export const failedIn = ({ canaries }: CanaryRecord) => Object.values(canaries).find(({ outcome }) => outcome === "failed");

export const isWatching = ({ canaries }: CanaryRecord): boolean => Object.values(canaries).some(({ outcome }) => outcome === "watching");
