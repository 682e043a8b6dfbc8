import type { X509Certificate } from "node:crypto";
import type { Clock, Logger, Random } from "@millrace/kit";
import { type Kafka, type Secret, secretEntries } from "@millrace/resources";
import { type Authority, type CertificateUse, type Issued, issue, keyStoreProblem, needsReissue } from "@millrace/security/certificates";
import { certificateOf, readPrivateKey, unusable } from "./authority.ts";
import type { CertifiedKeys } from "./given-keys.ts";
import type { KafkaSecrets, SecretContent } from "./kafka-secrets.ts";
import { makingFor, policyOf } from "./policy.ts";

/** A certificate as it is wanted of the cluster's authority. */
export interface WantedCertificate {
  readonly secretName: string;
  /** Its entries are called `<entry>.key` and `<entry>.crt`. */
  readonly entry: string;
  readonly commonName: string;
  readonly use: CertificateUse;
  /** What else is in the Secret. */
  readonly more?: SecretContent;
}

/** Who vouches for certificates. */
export interface CertificateIssuer {
  readonly authority: Authority;
  /** Whether all who are shown what it issues trust that. If not, what its predecessors issued is kept for as long as it can be used. Default: they do. */
  readonly isTrusted?: boolean;
}

interface IssuedCertificatesOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Annotations that say by which state of the authority a certificate was issued. */
const [certificateGeneration, keyGeneration] = ["strimzi.io/cluster-ca-cert-generation", "strimzi.io/cluster-ca-key-generation"];

/** Keys and certificates that the cluster's authority vouches for, in Secrets as Strimzi has them. */
export class IssuedCertificates {
  readonly #options: IssuedCertificatesOptions;

  constructor(options: IssuedCertificatesOptions) {
    this.#options = options;
  }

  /**
   * What the Secret has, or what was issued anew because that was due, or because a name is lacking. Throws CONFIG_INVALID for a Secret that can't be
   * used, RESOURCE_CONFLICT for somebody else's, and what `KubeClient` throws.
   */
  async bringAbout(kafka: Kafka, secrets: KafkaSecrets, issuer: CertificateIssuer, wanted: WantedCertificate): Promise<CertifiedKeys> {
    const { authority } = issuer;
    const { secretName, entry, more = {} } = wanted;
    const live = await secrets.own(secretName);
    const kept = live === undefined ? undefined : this.#kept(kafka, live, issuer, wanted);
    const keys = kept ?? (await this.#issue(kafka, authority, wanted));
    const annotations = {
      [certificateGeneration]: String(authority.certificateGeneration),
      [keyGeneration]: String(authority.keyGeneration),
    };
    const content = { ...more, [`${entry}.key`]: keys.key, [`${entry}.crt`]: keys.chain };
    await secrets.keep({ name: secretName, componentType: "kafka", isOwned: true, annotations, content }, live);
    return keys;
  }

  #kept(kafka: Kafka, secret: Secret, issuer: CertificateIssuer, { secretName, entry, use }: WantedCertificate): CertifiedKeys | undefined {
    const { authority, isTrusted = true } = issuer;
    const entries = secretEntries(secret);
    const [key, chain] = [entries.get(`${entry}.key`), entries.get(`${entry}.crt`)];
    const generation = Number(secret.metadata.annotations?.[certificateGeneration] ?? 0);
    if (key === undefined || chain === undefined) return undefined;
    const certificate = certificateOf(chain, secretName, `${entry}.crt`);
    const names = use.kind === "server" ? use.names : [];
    const hasNames = names.every((each) => certificate.checkHost(each) !== undefined || certificate.checkIP(each) !== undefined);
    const isKeys = certificate.checkPrivateKey(readPrivateKey(key, secretName, `${entry}.key`));
    const making = makingFor(kafka, this.#options);
    const isDue = needsReissue(certificate, authority, policyOf(kafka.spec.clusterCa), making);
    const isCurrent = hasNames && generation === authority.certificateGeneration && !isDue;
    const isHeld = !isTrusted && isOfPredecessor(certificate, authority, making.nowMs);
    return isKeys && (isCurrent || isHeld) ? { key: key.toString(), chain: chain.toString() } : undefined;
  }

  async #issue(kafka: Kafka, authority: Authority, { secretName, commonName, use }: WantedCertificate): Promise<CertifiedKeys> {
    const subject = [
      ["O", "io.strimzi"],
      ["CN", commonName],
    ] as const;
    const issued = await issue(authority, { subject, use }, policyOf(kafka.spec.clusterCa), makingFor(kafka, this.#options));
    this.#refuseUseless(kafka, issued);
    this.#options.logger.info("issued a certificate", { secret: secretName, validTo: issued.chain[0]?.validTo });
    return { key: issued.key.export({ type: "pkcs8", format: "pem" }).toString(), chain: issued.chain.map(String).join("") };
  }

  #refuseUseless(kafka: Kafka, { key, chain: [own, ...above] }: Issued): void {
    const problem = own === undefined ? undefined : keyStoreProblem({ key, chain: [own, ...above] }, this.#options.clock.now());
    if (problem !== undefined) throw unusable(`${kafka.metadata.name}-cluster-ca-cert`, problem);
  }
}

function isOfPredecessor(certificate: X509Certificate, { former }: Authority, nowMs: number): boolean {
  return certificate.validToDate.getTime() > nowMs && former.some(({ publicKey }) => certificate.verify(publicKey));
}
