import type { Kafka, KafkaUser, Secret } from "../generated/types.ts";
import type { Path } from "../problem.ts";
import type { ReadResource } from "../reading/resources.ts";
import { listenersPath } from "./listeners.ts";
import { placeOf, type ResourceSet, sharesNamespace, type Verdict } from "./set.ts";

/** A place where a resource names a Secret and the entries that it needs of it. */
interface SecretReference {
  readonly on: ReadResource;
  readonly path: Path;
  readonly name: string;
  readonly keys: readonly string[];
}

/** All references of the resources, in their order; those that are not whole are judged elsewhere. */
function secretReferences({ kafkas, users }: ResourceSet): readonly SecretReference[] {
  return [...kafkas.flatMap(certificatesOf), ...kafkas.flatMap(authoritiesOf), ...users.flatMap(passwordOf)].filter(
    ({ name, keys }) => name !== "" && !keys.includes(""),
  );
}

function certificatesOf(on: ReadResource<Kafka>): readonly SecretReference[] {
  if (!on.isSound(listenersPath)) return [];
  return on.resource.spec.kafka.listeners.flatMap(({ configuration }, index) => {
    const source = configuration?.brokerCertChainAndKey;
    if (source === undefined) return [];
    const path = [...listenersPath, index, "configuration", "brokerCertChainAndKey"];
    return [{ on, path, name: source.secretName, keys: [source.certificate, source.key] }];
  });
}

/** An authority that is given has two Secrets, under Strimzi's names. */
function authoritiesOf(on: ReadResource<Kafka>): readonly SecretReference[] {
  const { metadata, spec } = on.resource;
  const authorities = [
    { field: "clusterCa", name: "cluster-ca" },
    { field: "clientsCa", name: "clients-ca" },
  ] as const;
  return authorities.flatMap(({ field, name }) => {
    const path = ["spec", field, "generateCertificateAuthority"];
    if (!on.isSound(["spec", field]) || spec[field]?.generateCertificateAuthority !== false) return [];
    const key = `${metadata.name}-${name}`;
    return [
      { on, path, name: `${key}-cert`, keys: ["ca.crt"] },
      { on, path, name: key, keys: ["ca.key"] },
    ];
  });
}

function passwordOf(on: ReadResource<KafkaUser>): readonly SecretReference[] {
  if (!on.isSound(["spec", "authentication"])) return [];
  const { type, password } = on.resource.spec.authentication ?? {};
  const { name = "", key = "" } = password?.valueFrom.secretKeyRef ?? {};
  if (type !== "scram-sha-512") return [];
  return [{ on, path: ["spec", "authentication", "password", "valueFrom", "secretKeyRef"], name, keys: [key] }];
}

function secretOf({ on, name }: SecretReference, { secrets }: ResourceSet): ReadResource<Secret> | undefined {
  return secrets.find(({ resource }) => resource.metadata.name === name && sharesNamespace(resource, on.resource));
}

/** Entries that a Secret among the resources does not have, or that are empty. */
export function missingEntries(set: ResourceSet): readonly Verdict[] {
  return secretReferences(set).flatMap((reference) => {
    const secret = secretOf(reference, set);
    if (secret === undefined || !["data", "stringData"].every((field) => secret.isSound([field]))) return [];
    const { data = {}, stringData = {} } = secret.resource;
    const entries = new Map([...Object.entries(data), ...Object.entries(stringData)]);
    const missing = reference.keys.filter((key) => (entries.get(key) ?? "") === "");
    return missing.map((key) => {
      const message = `the Secret ${JSON.stringify(reference.name)} (${placeOf(secret)}) has ${entries.has(key) ? "nothing in" : "no"} ${JSON.stringify(key)}`;
      return { on: reference.on, finding: { path: reference.path, rule: "secret-entry-missing", message } };
    });
  });
}

/** Secrets that have to be among the resources where there is no cluster in which they could be. */
export function missingSecrets(set: ResourceSet): readonly Verdict[] {
  if (!set.isComplete) return [];
  return secretReferences(set)
    .filter((reference) => secretOf(reference, set) === undefined)
    .map(({ on, path, name }) => {
      const message = `there is no Secret ${JSON.stringify(name)} among the resources`;
      return { on, finding: { path, rule: "secret-missing", message } };
    });
}
