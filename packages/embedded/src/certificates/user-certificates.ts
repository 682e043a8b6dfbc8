import type { Clock, Random } from "@millrace/kit";
import type { Kafka, KafkaUser } from "@millrace/resources";
import {
  type Authority,
  type AuthorityPolicy,
  type Issued,
  issue,
  type KeyStoreContent,
  keyStore,
  type Making,
  needsReissue,
} from "@millrace/security/certificates";
import { namespaceOf, newPassword } from "../apply/user-secret.ts";
import { entryOf, type Secret } from "../secrets/secret.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import { certificateOf, certificateSecretName, keyOf, keySecretName, readAuthority } from "./authority-secrets.ts";
import { makingFor, policyOf, sourceOf } from "./policy.ts";

/** Gives users certificates of the platform's authority for clients. */
export class UserCertificates {
  readonly #kafka: Kafka;
  readonly #authority: Authority;
  readonly #clock: Clock;
  readonly #random: Random;

  /** Undefined if there is no authority yet: nothing of the platform speaks TLS. */
  static open(kafka: Kafka, store: SecretStore, clock: Clock, random: Random): UserCertificates | undefined {
    const namespace = namespaceOf(kafka);
    const certificate = store.get(namespace, certificateSecretName(kafka, "clients-ca"));
    const key = store.get(namespace, keySecretName(kafka, "clients-ca"));
    if (certificate === undefined || key === undefined) return undefined;
    return new UserCertificates(kafka, readAuthority(kafka, "clients-ca", sourceOf(certificate), sourceOf(key)), clock, random);
  }

  private constructor(kafka: Kafka, authority: Authority, clock: Clock, random: Random) {
    this.#kafka = kafka;
    this.#authority = authority;
    this.#clock = clock;
    this.#random = random;
  }

  /** The entries of a user's Secret: those that it has, unless its certificate is due, or another authority's. */
  async entries(user: KafkaUser, kept: Secret | undefined): Promise<Readonly<Record<string, Buffer>>> {
    const { name } = user.metadata;
    const policy = this.#policyFor(user);
    const { chain, key } = this.#kept(kept, policy) ?? (await this.#issued(name, policy));
    return {
      "ca.crt": Buffer.from(this.#authority.certificate.toString()),
      "user.crt": Buffer.from(chain.map(String).join("")),
      "user.key": Buffer.from(key.export({ type: "pkcs8", format: "pem" })),
      ...this.#keyStore({ name, chain, key }, kept),
    };
  }

  /** As the user says, or the authority. */
  #policyFor({ spec }: KafkaUser): AuthorityPolicy {
    const { validityDays, renewalDays } = spec.authentication ?? {};
    const policy = policyOf(this.#kafka.spec.clientsCa);
    return validityDays === undefined || renewalDays === undefined ? policy : { ...policy, validityDays, renewalDays };
  }

  #kept(kept: Secret | undefined, policy: AuthorityPolicy): Issued | undefined {
    const [text, keyText] = [entryOf(kept, "user.crt"), entryOf(kept, "user.key")];
    if (kept === undefined || text === undefined || keyText === undefined) return undefined;
    const certificate = certificateOf(text, kept.name, "user.crt");
    const key = keyOf(keyText, kept.name, "user.key");
    const isDue = needsReissue(certificate, this.#authority, policy, this.#making);
    return certificate.checkPrivateKey(key) && !isDue ? { chain: [certificate], key } : undefined;
  }

  get #making(): Making {
    return makingFor(this.#kafka, { clock: this.#clock, random: this.#random });
  }

  #issued(name: string, policy: AuthorityPolicy): Promise<Issued> {
    return issue(this.#authority, { subject: [["CN", name]], use: { kind: "client" } }, policy, this.#making);
  }

  /** The same as PKCS #12, for those who have Java, with its password; as it was kept, if it holds this certificate. */
  #keyStore(content: KeyStoreContent, kept: Secret | undefined): Readonly<Record<string, Buffer>> {
    const [store, password] = [entryOf(kept, "user.p12"), entryOf(kept, "user.password")];
    if (store?.includes(content.chain[0]?.raw ?? "") && password !== undefined) return { "user.p12": store, "user.password": password };
    const made = newPassword(this.#random);
    return { "user.p12": keyStore(content, made, this.#random), "user.password": Buffer.from(made) };
  }
}
