import type { Declaration } from "../labels.ts";
import type { Platform } from "../load.ts";
import { pathText } from "../problem.ts";
import { isObject, type Value } from "../values.ts";

/** Marks what has an effect embedded: all of it, its members by name, or as far as a test says. Lists: each item alike. */
export type Effect = true | ((value: Value) => boolean) | { readonly [field: string]: Effect };

const volume: Effect = { type: true, id: true, deleteClaim: true };

const authority: Effect = { generateCertificateAuthority: true, validityDays: true, renewalDays: true, certificateExpirationPolicy: true };

/** Everything under `spec` that means something to the embedded broker; the rest means something on Kubernetes only. */
export const effects: Readonly<Record<Declaration["kind"], Effect>> = {
  Kafka: {
    kafka: {
      listeners: {
        name: true,
        port: true,
        // Without a cluster there is no outside: all listeners are at the addresses of this process.
        type: (value) => value === "internal",
        tls: true,
        authentication: true,
        configuration: {
          maxConnections: true,
          maxConnectionCreationRate: true,
          brokerCertChainAndKey: true,
          bootstrap: { alternativeNames: true },
        },
      },
      config: true,
      authorization: { type: true, superUsers: true },
      quotas: true,
      metricsConfig: { type: true, values: true },
    },
    clusterCa: authority,
    clientsCa: authority,
    maintenanceTimeWindows: true,
    entityOperator: { topicOperator: {}, userOperator: { secretPrefix: true } },
    kafkaExporter: { topicRegex: true, topicExcludeRegex: true, groupRegex: true, groupExcludeRegex: true, showAllOffsets: true },
  },
  KafkaNodePool: {
    replicas: (value) => value === 1,
    roles: true,
    storage: { ...volume, volumes: volume },
  },
  KafkaTopic: true,
  KafkaUser: true,
  KafkaRebalance: true,
};

/** A field that was given and does nothing here. */
export interface WithoutEffect {
  readonly resource: Declaration;
  /** Such as `spec.kafka.listeners[0].networkPolicyPeers`. */
  readonly path: string;
}

/** The fields of a platform, or of a part of one, that have no effect embedded, each at its topmost place, in the order of the resources. */
export function noEffectWhenEmbedded({ kafka, nodePools = [], topics = [], users = [] }: Partial<Platform>): readonly WithoutEffect[] {
  return [...(kafka === undefined ? [] : [kafka]), ...nodePools, ...topics, ...users].flatMap((resource) => {
    const paths: string[] = [];
    collect(resource.spec as unknown as Value, effects[resource.kind], ["spec"], (path) => paths.push(path));
    return paths.map((path) => ({ resource, path }));
  });
}

function collect(value: Value, effect: Effect | undefined, path: readonly (string | number)[], found: (path: string) => void): void {
  if (effect === true) return;
  if (effect === undefined || typeof effect === "function") {
    if (!(effect?.(value) ?? false)) found(pathText(path));
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collect(item, effect, [...path, index], found);
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) collect(member, effect[key], [...path, key], found);
  }
}
