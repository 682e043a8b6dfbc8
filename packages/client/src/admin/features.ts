import { apis, errorByCode } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { type Answer, routed, toController } from "../cluster/routing.ts";
import { requestFailed } from "../errors.ts";
import { software } from "../net/versions.ts";
import { outcomeOf } from "./outcome.ts";

/** How a level may change: `upgrade` raises it, `safe-downgrade` lowers it if nothing is lost, `unsafe-downgrade` lowers it whatever is lost. */
const upgradeTypes = { upgrade: 1, "safe-downgrade": 2, "unsafe-downgrade": 3 } as const;

export interface DescribedFeature {
  readonly name: string;
  /** Levels that the broker could run. */
  readonly minLevel: number;
  readonly maxLevel: number;
  /** The level in force; 0: off. */
  readonly level: number;
}

export interface FeatureUpdate {
  readonly name: string;
  /** 0 switches the feature off. */
  readonly level: number;
  /** Default: `upgrade`. */
  readonly type?: keyof typeof upgradeTypes;
}

/** The cluster's features, by name. Throws REQUEST_FAILED, and UNSUPPORTED_VERSION for brokers before Kafka 2.4. */
export async function describeFeatures(cluster: Cluster): Promise<DescribedFeature[]> {
  const draft = { clientSoftwareName: software.name, clientSoftwareVersion: software.version };
  const reply = await cluster.requestAny(apis.apiVersions, () => draft, { minVersion: 3 });
  if (reply.errorCode !== 0) throw requestFailed("the features could not be described", reply.errorCode);
  const levels = new Map(reply.finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel]));
  return reply.supportedFeatures
    .map(({ name, minVersion, maxVersion }) => ({ name, minLevel: minVersion, maxLevel: maxVersion, level: levels.get(name) ?? 0 }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Changes levels of features: all of them, or none and REQUEST_FAILED is thrown. With `validateOnly`, says only what would come of it. */
export async function updateFeatures(cluster: Cluster, updates: readonly FeatureUpdate[], { validateOnly = false } = {}): Promise<void> {
  const { requestTimeoutMs: timeoutMs } = cluster.options;
  const featureUpdates = updates.map(({ name, level, type = "upgrade" }) => ({
    feature: name,
    maxVersionLevel: level,
    upgradeType: upgradeTypes[type],
  }));
  const [answer] = await routed<readonly FeatureUpdate[], undefined>(cluster, [updates], toController, async (broker) => {
    const reply = await broker.request(apis.updateFeatures, () => ({ featureUpdates, validateOnly, timeoutMs }), { minVersion: 1 });
    return [answerOf(reply)];
  });
  const { error, errorMessage } = outcomeOf(answer ?? answerOf({ errorCode: -1, errorMessage: null }));
  if (error.code !== 0) throw requestFailed("the features were not changed", error, errorMessage);
}

function answerOf({ errorCode, errorMessage }: { errorCode: number; errorMessage: string | null }): Answer<undefined> {
  return { error: errorByCode(errorCode), errorMessage };
}
