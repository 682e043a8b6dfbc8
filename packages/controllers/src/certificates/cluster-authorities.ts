import type { X509Certificate } from "node:crypto";
import { type Clock, type Logger, MillraceError, type Random } from "@millrace/kit";
import type { Stored } from "@millrace/kube";
import { type Kafka, type Secret, secretEntries } from "@millrace/resources";
import { type Authority, newAuthority, recertifiedAuthority, renewedAuthority, type Succession } from "@millrace/security/certificates";
import {
  type AuthorityName,
  certificateGeneration,
  certificateSecretName,
  certificatesOf,
  keyGeneration,
  keySecretName,
  readAuthority,
  readPrivateKey,
  type Source,
  unusable,
} from "./authority.ts";
import { KafkaSecrets } from "./kafka-secrets.ts";
import { makingFor, policyOf } from "./policy.ts";
import type { SecretAccess } from "./secret-access.ts";
import { TrustStores } from "./trust-stores.ts";

export interface ClusterAuthoritiesOptions {
  readonly secrets: SecretAccess;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** An authority, and in PEM the certificates by which those are known for whom it vouches. */
export interface KnownAuthority {
  readonly authority: Authority;
  readonly trusted: readonly string[];
}

/** Where an authority is declared. */
const fields = { "cluster-ca": "clusterCa", "clients-ca": "clientsCa" } as const;
const [certificateEntry, keyEntry, crossEntry] = ["ca.crt", "ca.key", "ca-cross.crt"];
/** Annotations by which somebody asks for another certificate, or for another key. */
const [forceRenew, forceReplace] = ["strimzi.io/force-renew", "strimzi.io/force-replace"];

/** The two authorities of Kafkas, in Secrets with Strimzi's names and entries. */
export class ClusterAuthorities {
  readonly #options: ClusterAuthoritiesOptions;
  readonly #stores: TrustStores;

  constructor(options: ClusterAuthoritiesOptions) {
    this.#options = options;
    this.#stores = new TrustStores(options.random);
  }

  /**
   * Makes what is missing and renews what is about to end, unless it is given. Throws CONFIG_INVALID for Secrets that can't be used,
   * RESOURCE_CONFLICT for those of others, and what `KubeClient` throws.
   */
  async bringAbout(kafka: Stored<Kafka>): Promise<Readonly<Record<AuthorityName, KnownAuthority>>> {
    const secrets = new KafkaSecrets(this.#options.secrets, kafka);
    const of = (name: AuthorityName) =>
      kafka.spec[fields[name]]?.generateCertificateAuthority === false ? given(secrets, kafka, name) : this.#own(secrets, kafka, name);
    return { "cluster-ca": await of("cluster-ca"), "clients-ca": await of("clients-ca") };
  }

  async #own(secrets: KafkaSecrets, kafka: Stored<Kafka>, name: AuthorityName): Promise<KnownAuthority> {
    const certificate = await secrets.own(certificateSecretName(kafka, name));
    const key = await secrets.own(keySecretName(kafka, name));
    const known = this.#known(kafka, name, certificate, key);
    const authority = await this.#current(kafka, name, known, { certificate, key });
    if (known !== authority) {
      this.#options.logger.info(known === undefined ? "made a certificate authority" : "renewed a certificate authority", { name });
    }
    // A process that dies between the two finds the former certificate with the key that is still there.
    await this.#keepCertificates(secrets, kafka, name, authority, certificate);
    await this.#keepKey(secrets, kafka, name, authority, key);
    return { authority, trusted: [...trustedEntries(authority).values()].map(String) };
  }

  /** As its Secrets have it; undefined if there is no key. */
  #known(kafka: Stored<Kafka>, name: AuthorityName, certificate: Secret | undefined, key: Secret | undefined): Authority | undefined {
    const keySource = sourceOf(key);
    if (!keySource.entries.has(keyEntry)) return undefined;
    const certificateSource = sourceOf(certificate);
    if (certificateSource.entries.has(certificateEntry)) return withItsKey(kafka, name, certificateSource, keySource);
    const privateKey = readPrivateKey(keySource.entries.get(keyEntry), keySecretName(kafka, name));
    const generation = Number(keySource.annotations[keyGeneration] ?? 0);
    const known = { key: privateKey, keyGeneration: generation };
    return recertifiedAuthority(name, known, policyOf(kafka.spec[fields[name]]), makingFor(kafka, this.#options));
  }

  async #current(
    kafka: Stored<Kafka>,
    name: AuthorityName,
    known: Authority | undefined,
    { certificate, key }: { readonly certificate: Secret | undefined; readonly key: Secret | undefined },
  ): Promise<Authority> {
    const [policy, making] = [policyOf(kafka.spec[fields[name]]), makingFor(kafka, this.#options)];
    if (known === undefined) {
      return newAuthority(name, policy, making, successionOf(certificate));
    }
    const asked = isAsked(key, forceReplace) ? "replace-key" : isAsked(certificate, forceRenew) ? "renew-certificate" : undefined;
    return renewedAuthority(name, known, policy, making, asked);
  }

  async #keepCertificates(
    secrets: KafkaSecrets,
    kafka: Kafka,
    name: AuthorityName,
    authority: Authority,
    live: Stored<Secret> | undefined,
  ): Promise<void> {
    const trusted = trustedEntries(authority);
    const texts = Object.fromEntries([...trusted].map(([entry, certificate]) => [entry, certificate.toString()]));
    const secretName = certificateSecretName(kafka, name);
    const store = this.#stores.kept(secretName, trusted, sourceOf(live).entries);
    const annotations = { [certificateGeneration]: String(authority.certificateGeneration), ...this.#postponed(kafka, live, forceRenew) };
    await secrets.keep({ ...common(kafka, name), name: secretName, annotations, content: { ...texts, ...store } }, live);
  }

  async #keepKey(
    secrets: KafkaSecrets,
    kafka: Kafka,
    name: AuthorityName,
    { key, crosses, keyGeneration: generation }: Authority,
    live: Stored<Secret> | undefined,
  ): Promise<void> {
    if (key === undefined) return;
    const content = {
      [keyEntry]: key.export({ type: "pkcs8", format: "pem" }).toString(),
      ...(crosses.length === 0 ? {} : { [crossEntry]: crosses.map(String).join("") }),
    };
    const annotations = { [keyGeneration]: String(generation), ...this.#postponed(kafka, live, forceReplace) };
    await secrets.keep({ ...common(kafka, name), name: keySecretName(kafka, name), annotations, content }, live);
  }

  /** What somebody asks for waits for the Kafka's next maintenance window. */
  #postponed(kafka: Kafka, secret: Secret | undefined, annotation: string): Readonly<Record<string, string>> {
    return isAsked(secret, annotation) && makingFor(kafka, this.#options).mayRenew === false ? { [annotation]: "true" } : {};
  }
}

/** Of an authority whose key is lost: what it vouched for is trusted as before. */
function successionOf(certificate: Secret | undefined): Succession {
  const before = certificate?.metadata.annotations?.[certificateGeneration];
  const entries = [...sourceOf(certificate).entries].filter(([entry]) => entry.endsWith(".crt"));
  const former = entries.flatMap(([entry, bytes]) => certificatesOf(bytes, certificate?.metadata.name ?? "", entry));
  return { generation: before === undefined ? 0 : Number(before) + 1, former };
}

const isAsked = (secret: Secret | undefined, annotation: string): boolean => secret?.metadata.annotations?.[annotation] === "true";

const common = ({ spec }: Kafka, name: AuthorityName) => ({
  componentType: "certificate-authority",
  isOwned: spec[fields[name]]?.generateSecretOwnerReference !== false,
});

/** Whoever gives an authority renews it. */
async function given(secrets: KafkaSecrets, kafka: Kafka, name: AuthorityName): Promise<KnownAuthority> {
  const required = async (secretName: string): Promise<Source> => {
    const secret = await secrets.get(secretName);
    if (secret !== undefined) return sourceOf(secret);
    const why = `spec.${fields[name]}.generateCertificateAuthority is false`;
    throw new MillraceError("CONFIG_INVALID", `there is no Secret ${secretName}, which has to be given: ${why}`);
  };
  const certificateName = certificateSecretName(kafka, name);
  const certificate = await required(certificateName);
  const authority = readAuthority(kafka, name, certificate, await required(keySecretName(kafka, name)));
  if (!authority.certificate.ca) throw unusable(certificateName, `${certificateEntry} is not the certificate of an authority`);
  return { authority, trusted: [...certificate.entries].filter(([entry]) => entry.endsWith(".crt")).map(([, bytes]) => bytes.toString()) };
}

/** Where a process died while the key was replaced, the certificate is ahead of it: the one before is the key's. */
function withItsKey(kafka: Kafka, name: AuthorityName, certificate: Source, key: Source): Authority {
  const privateKey = readPrivateKey(key.entries.get(keyEntry), keySecretName(kafka, name));
  const read = readAuthority(kafka, name, certificate, undefined);
  const before = read.certificate.checkPrivateKey(privateKey) ? undefined : read.former.find((each) => each.checkPrivateKey(privateKey));
  if (before === undefined) return readAuthority(kafka, name, certificate, key);
  const former = read.former.filter((each) => each !== before);
  return { ...read, certificate: before, key: privateKey, keyGeneration: Number(key.annotations[keyGeneration] ?? 0), former };
}

/** The certificates of an authority that are to be trusted, by the entries of its Secret. */
function trustedEntries({ certificate, former }: Authority): ReadonlyMap<string, X509Certificate> {
  return new Map([[certificateEntry, certificate], ...former.map((each): [string, X509Certificate] => [formerEntry(each), each])]);
}

/** As Strimzi names a certificate that was replaced: by the day on which it ends. */
function formerEntry({ validToDate }: X509Certificate): string {
  return `ca-${validToDate.toISOString().replace(/\..*$/, "Z").replaceAll(":", "-")}.crt`;
}

function sourceOf(secret: Secret | undefined): Source {
  return { entries: secret === undefined ? new Map() : secretEntries(secret), annotations: secret?.metadata.annotations ?? {} };
}
