import { configText } from "../config-values.ts";
import type { Kafka, KafkaNodePool } from "../generated/types.ts";
import { clusterLabel, clusterOf, isManaged, type Resource, topicNameOf } from "../labels.ts";
import type { ReadResource } from "../reading/resources.ts";
import { suggest } from "../validation/suggest.ts";
import { kafkaConfigPath } from "./config-guard.ts";
import { missingEntries } from "./secret-references.ts";
import { placeOf, type ResourceSet, sharesNamespace, type Verdict } from "./set.ts";
import { misnamedUserSecrets } from "./user-secrets.ts";

/** Rules that look at several resources. Each gives what it has against the set. */
export const setRules: readonly ((set: ResourceSet) => readonly Verdict[])[] = [
  repeatedNames,
  repeatedTopics,
  unknownClusters,
  missingNodePools,
  tooManyReplicas,
  aclsWithoutAuthorization,
  missingEntries,
  misnamedUserSecrets,
];

function repeatedNames({ all }: ResourceSet): readonly Verdict[] {
  const isSame = (one: Resource, other: Resource) =>
    one.kind === other.kind && one.metadata.name === other.metadata.name && one.metadata.namespace === other.metadata.namespace;
  return repeated(all, isSame).map(({ on, first }) => ({
    on,
    finding: {
      path: ["metadata", "name"],
      rule: "name-repeated",
      message: `another ${on.resource.kind} is called ${JSON.stringify(on.resource.metadata.name)} already (${placeOf(first)})`,
    },
  }));
}

function repeatedTopics({ topics }: ResourceSet): readonly Verdict[] {
  const judged = topics.filter(({ resource, isSound }) => isSound(["spec", "topicName"]) && isManaged(resource));
  const isSame = (one: (typeof judged)[number]["resource"], other: (typeof judged)[number]["resource"]) =>
    topicNameOf(one) === topicNameOf(other) &&
    one.metadata.name !== other.metadata.name &&
    clusterOf(one) === clusterOf(other) &&
    sharesNamespace(one, other);
  return repeated(judged, isSame).map(({ on, first }) => ({
    on,
    finding: {
      path: on.resource.spec.topicName === undefined ? ["metadata", "name"] : ["spec", "topicName"],
      rule: "topic-repeated",
      message: `the topic ${JSON.stringify(topicNameOf(on.resource))} is declared by ${first.resource.metadata.name} already (${placeOf(first)})`,
    },
  }));
}

function repeated<R extends Resource>(
  all: readonly ReadResource<R>[],
  isSame: (one: R, other: R) => boolean,
): readonly { readonly on: ReadResource<R>; readonly first: ReadResource<R> }[] {
  return all.flatMap((on, index) => {
    const first = all.slice(0, index).find(({ resource }) => isSame(resource, on.resource));
    return first === undefined ? [] : [{ on, first }];
  });
}

function unknownClusters({ kafkas, nodePools, topics, users, isComplete }: ResourceSet): readonly Verdict[] {
  if (!isComplete || kafkas.length === 0) return [];
  const names = kafkas.map(({ resource }) => resource.metadata.name);
  return [...nodePools, ...topics, ...users].flatMap((on) => {
    const cluster = clusterOf(on.resource);
    const isKnown = kafkas.some(({ resource }) => resource.metadata.name === cluster && sharesNamespace(resource, on.resource));
    if (cluster === undefined || isKnown) return [];
    const meant = suggest(cluster, names);
    const message = `no Kafka is called ${JSON.stringify(cluster)}${meant === undefined ? "" : `; did you mean ${JSON.stringify(meant)}?`}`;
    return [
      {
        on,
        finding: { path: ["metadata", "labels", clusterLabel], rule: "cluster-unknown", message, expected: `one of ${names.join(", ")}` },
      },
    ];
  });
}

const poolsOf = (kafka: Kafka, { nodePools }: ResourceSet): readonly ReadResource<KafkaNodePool>[] =>
  nodePools.filter(({ resource }) => clusterOf(resource) === kafka.metadata.name && sharesNamespace(kafka, resource));

function missingNodePools(set: ResourceSet): readonly Verdict[] {
  if (!set.isComplete) return [];
  return set.kafkas.flatMap((on) => {
    const pools = poolsOf(on.resource, set);
    const label = `${clusterLabel}: ${on.resource.metadata.name}`;
    const verdict = (message: string): Verdict => ({ on, finding: { path: ["metadata", "name"], rule: "node-pool-missing", message } });
    if (pools.length === 0) return [verdict(`no KafkaNodePool belongs to this Kafka: at least one with the label ${label} is needed`)];
    if (!pools.every(({ isSound }) => isSound(["spec", "roles"]) && isSound(["spec", "replicas"]))) return [];
    return (["broker", "controller"] as const)
      .filter((role) => !pools.some(({ resource: { spec } }) => spec.replicas > 0 && spec.roles.includes(role)))
      .map((role) => verdict(`no KafkaNodePool of this Kafka has the role ${role} and at least one of replicas`));
  });
}

/** As on Kubernetes, more replicas cannot be asked for than there are brokers declared. */
const boundedByBrokers = [
  "default.replication.factor",
  "offsets.topic.replication.factor",
  "transaction.state.log.replication.factor",
  "transaction.state.log.min.isr",
];

function tooManyReplicas(set: ResourceSet): readonly Verdict[] {
  if (!set.isComplete) return [];
  return set.kafkas.flatMap((on) => {
    const pools = poolsOf(on.resource, set);
    const areSound = pools.every(({ isSound }) => isSound(["spec", "roles"]) && isSound(["spec", "replicas"]));
    const brokers = pools.reduce((sum, { resource: { spec } }) => sum + (areSound && spec.roles.includes("broker") ? spec.replicas : 0), 0);
    if (brokers === 0 || !on.isSound(kafkaConfigPath)) return [];
    return boundedByBrokers.flatMap((name) => {
      const declared = configText(on.resource.spec.kafka.config?.[name] ?? null);
      if (declared === undefined || !(Number(declared) > brokers)) return [];
      const message = `expected at most ${brokers}, as many as brokers are declared, got ${declared}`;
      return [
        {
          on,
          finding: {
            path: [...kafkaConfigPath, name],
            rule: "more-replicas-than-brokers",
            message,
            expected: `an integer from 1 to ${brokers}`,
          },
        },
      ];
    });
  });
}

/** Kafka takes no ACLs if it has nothing that would keep to them. */
function aclsWithoutAuthorization({ kafkas, users }: ResourceSet): readonly Verdict[] {
  return users.flatMap((on) => {
    const { metadata, spec } = on.resource;
    const kafka = kafkas.find(
      ({ resource }) => resource.metadata.name === clusterOf(on.resource) && sharesNamespace(resource, on.resource),
    );
    if (!on.isSound(["spec", "authorization"]) || spec.authorization === undefined) return [];
    if (kafka === undefined || !kafka.isSound(["spec", "kafka", "authorization"]) || takesAcls(kafka.resource)) return [];
    const message = `the Kafka ${JSON.stringify(kafka.resource.metadata.name)} has no spec.kafka.authorization of the type simple, by which ${metadata.name} would be held to its ACLs`;
    return [{ on, finding: { path: ["spec", "authorization"], aboutKey: true, rule: "acls-without-authorization", message } }];
  });
}

const takesAcls = ({ spec: { kafka } }: Kafka): boolean =>
  kafka.authorization?.type === "simple" || kafka.authorization?.supportsAdminApi === true;
