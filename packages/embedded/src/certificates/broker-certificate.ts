import { certificateOf, type KafkaSecrets, makingFor, policyOf, readPrivateKey, unusable } from "@millrace/controllers/certificates";
import type { Clock, Logger, Random } from "@millrace/kit";
import { type Secret, secretEntries } from "@millrace/resources";
import { type Authority, type Issued, issue, needsReissue } from "@millrace/security/certificates";
import { keyStoreProblem } from "@millrace/security/tls";
import { brokerSecretName } from "../secrets/names.ts";
import type { CertifiedKafka } from "./platform-certificates.ts";
import { serverNames } from "./server-names.ts";

interface BrokerCertificateOptions {
  /** The address that is bound. */
  readonly host: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Annotations that say by which state of the authority a certificate was issued. */
const [certificateGeneration, keyGeneration] = ["strimzi.io/cluster-ca-cert-generation", "strimzi.io/cluster-ca-key-generation"];

/** The certificate by which the broker is known at listeners that have none of their own, in a Secret as Strimzi has it. */
export class BrokerCertificate {
  readonly #options: BrokerCertificateOptions;
  readonly #secrets: KafkaSecrets;
  readonly #certified: CertifiedKafka;
  readonly #authority: Authority;
  #keys: Promise<string> | undefined;

  constructor(options: BrokerCertificateOptions, secrets: KafkaSecrets, certified: CertifiedKafka, authority: Authority) {
    this.#options = options;
    this.#secrets = secrets;
    this.#certified = certified;
    this.#authority = authority;
  }

  /** Key and certificates in PEM, issued anew where that is due, or where a name is lacking. Throws as `PlatformCertificates.bringAbout`. */
  keys(): Promise<string> {
    this.#keys ??= this.#bringAbout();
    return this.#keys;
  }

  async #bringAbout(): Promise<string> {
    const { kafka } = this.#certified;
    const name = brokerSecretName(this.#certified);
    const [keyEntry, chainEntry] = [`${name}.key`, `${name}.crt`];
    const names = serverNames(kafka, this.#options.host);
    const live = await this.#secrets.own(name);
    const kept = live === undefined ? undefined : this.#kept(live, name, names);
    if (kept !== undefined) return kept;
    const issued = await this.#issue(names);
    const [key, chain] = [issued.key.export({ type: "pkcs8", format: "pem" }).toString(), issued.chain.map(String).join("")];
    const annotations = {
      [certificateGeneration]: String(this.#authority.certificateGeneration),
      [keyGeneration]: String(this.#authority.keyGeneration),
    };
    const content = { [keyEntry]: key, [chainEntry]: chain };
    await this.#secrets.keep({ name, componentType: "kafka", isOwned: true, annotations, content }, live);
    this.#options.logger.info("issued a certificate for the broker", { names, validTo: issued.chain[0]?.validTo });
    return key + chain;
  }

  #kept(secret: Secret, name: string, names: readonly string[]): string | undefined {
    const entries = secretEntries(secret);
    const [key, chain] = [entries.get(`${name}.key`), entries.get(`${name}.crt`)];
    const generation = Number(secret.metadata.annotations?.[certificateGeneration] ?? 0);
    if (key === undefined || chain === undefined || generation !== this.#authority.certificateGeneration) return undefined;
    const certificate = certificateOf(chain, name, `${name}.crt`);
    const hasNames = names.every((each) => certificate.checkHost(each) !== undefined || certificate.checkIP(each) !== undefined);
    const policy = policyOf(this.#certified.kafka.spec.clusterCa);
    const making = makingFor(this.#certified.kafka, this.#options);
    const isKeys = certificate.checkPrivateKey(readPrivateKey(key, name, `${name}.key`));
    return hasNames && isKeys && !needsReissue(certificate, this.#authority, policy, making) ? `${key}${chain}` : undefined;
  }

  async #issue(names: readonly string[]): Promise<Issued> {
    const { kafka } = this.#certified;
    const subject = [
      ["O", "io.strimzi"],
      ["CN", `${kafka.metadata.name}-kafka`],
    ] as const;
    const policy = policyOf(kafka.spec.clusterCa);
    const issued = await issue(this.#authority, { subject, use: { kind: "server", names } }, policy, makingFor(kafka, this.#options));
    const { key, chain } = issued;
    const [own, ...above] = chain;
    const problem = own === undefined ? undefined : keyStoreProblem({ key, chain: [own, ...above] }, this.#options.clock.now());
    if (problem !== undefined) throw unusable(`${kafka.metadata.name}-cluster-ca-cert`, problem);
    return issued;
  }
}
