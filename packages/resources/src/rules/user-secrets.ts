import type { Kafka, KafkaUser } from "../generated/types.ts";
import { clusterOf, userSecretName } from "../labels.ts";
import type { ReadResource } from "../reading/resources.ts";
import { isResourceName } from "./names.ts";
import { type ResourceSet, sharesNamespace, type Verdict } from "./set.ts";

/**
 * Users whose credentials can't be kept in Secrets of their own: the name is none, or it is that of a Secret with the key of an authority or
 * of a broker, which would be written over.
 */
export function misnamedUserSecrets(set: ResourceSet): readonly Verdict[] {
  return set.users.flatMap((on) => {
    const kafka = kafkaOf(on, set);
    if (kafka === undefined || !on.isSound(["spec", "authentication"]) || !hasSecret(on.resource)) return [];
    const name = userSecretName(kafka.resource, on.resource.metadata.name);
    const verdict = (rule: string, message: string): Verdict[] => [{ on, finding: { path: ["metadata", "name"], rule, message } }];
    if (!isResourceName(name)) return verdict("user-secret-invalid", `the user's Secret can't be called ${JSON.stringify(name)}`);
    if (!isKafkasOwn(name, kafka.resource, set)) return [];
    const message = `the user's Secret would be ${JSON.stringify(name)}, which holds keys or certificates of the Kafka ${JSON.stringify(kafka.resource.metadata.name)}`;
    return verdict("user-secret-taken", message);
  });
}

function kafkaOf({ resource }: ReadResource<KafkaUser>, { kafkas }: ResourceSet): ReadResource<Kafka> | undefined {
  const kafka = kafkas.find((each) => each.resource.metadata.name === clusterOf(resource) && sharesNamespace(each.resource, resource));
  return kafka?.isSound(["spec", "entityOperator"]) ? kafka : undefined;
}

const hasSecret = ({ spec: { authentication } }: KafkaUser): boolean =>
  authentication?.type === "tls" || authentication?.type === "scram-sha-512";

/** The Secrets that Strimzi makes for a Kafka: of its authorities, and of each node. */
function isKafkasOwn(name: string, { metadata }: Kafka, { nodePools }: ResourceSet): boolean {
  const start = `${metadata.name}-`;
  if (!name.startsWith(start)) return false;
  const own = name.slice(start.length);
  if (/^(cluster|clients)-ca(-cert)?$/.test(own)) return true;
  return nodePools.some(
    ({ resource }) => own.startsWith(`${resource.metadata.name}-`) && /^\d+$/.test(own.slice(resource.metadata.name.length + 1)),
  );
}
