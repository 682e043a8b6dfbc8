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
import { certificateOf, certificatesOf, readAuthority, readPrivateKey, type Source } from "../certificates/authority.ts";
import { makingFor, policyOf } from "../certificates/policy.ts";
import { type Entries, newPassword } from "./user-secret.ts";

/** What a user's Secret holds now. */
export interface KeptSecret {
  readonly name: string;
  readonly entries: ReadonlyMap<string, Buffer>;
  /** Somebody asks for a new certificate. */
  readonly forceRenew: boolean;
}

/** Gives users certificates of a Kafka's authority for clients. */
export class UserCertificates {
  readonly #kafka: Kafka;
  readonly #authority: Authority;
  readonly #clock: Clock;
  readonly #random: Random;

  /** From the authority's two Secrets. Throws CONFIG_INVALID, naming the one that can't be used. */
  constructor(kafka: Kafka, secrets: { readonly certificate: Source; readonly key: Source }, clock: Clock, random: Random) {
    this.#kafka = kafka;
    this.#authority = readAuthority(kafka, "clients-ca", secrets.certificate, secrets.key);
    this.#clock = clock;
    this.#random = random;
  }

  /** The entries of a user's Secret: those that it has, unless its certificate is due, or another authority's. Throws as the constructor. */
  async entries(user: KafkaUser, kept: KeptSecret | undefined): Promise<Entries> {
    const { name } = user.metadata;
    const policy = this.#policyFor(user);
    const { chain, key } = this.#kept(kept, policy) ?? (await issue(this.#authority, request(name), policy, this.#making));
    return {
      "ca.crt": Buffer.from(this.#authority.certificate.toString()),
      "user.crt": Buffer.from(chain.map(String).join("")),
      "user.key": Buffer.from(key.export({ type: "pkcs8", format: "pem" })),
      ...this.#keyStore({ name, chain, key }, kept),
    };
  }

  /** As the user says, or the authority. */
  #policyFor({ spec }: KafkaUser): AuthorityPolicy {
    const policy = policyOf(this.#kafka.spec.clientsCa);
    const { validityDays = policy.validityDays, renewalDays = policy.renewalDays } = spec.authentication ?? {};
    return { ...policy, validityDays, renewalDays };
  }

  #kept(kept: KeptSecret | undefined, policy: AuthorityPolicy): Issued | undefined {
    const [text, keyText] = [kept?.entries.get("user.crt"), kept?.entries.get("user.key")];
    if (kept === undefined || kept.forceRenew || text === undefined || keyText === undefined) return undefined;
    const certificate = certificateOf(text, kept.name, "user.crt");
    const chain = certificatesOf(text, kept.name, "user.crt");
    const key = readPrivateKey(keyText, kept.name, "user.key");
    const isDue = needsReissue(certificate, this.#authority, policy, this.#making);
    return certificate.checkPrivateKey(key) && !isDue ? { chain, key } : undefined;
  }

  get #making(): Making {
    return makingFor(this.#kafka, { clock: this.#clock, random: this.#random });
  }

  /** The same as PKCS #12, for those who have Java, with its password; as it was kept, if it holds this certificate. */
  #keyStore(content: KeyStoreContent, kept: KeptSecret | undefined): Entries {
    const [store, password] = [kept?.entries.get("user.p12"), kept?.entries.get("user.password")];
    if (store?.includes(content.chain[0]?.raw ?? "") && password !== undefined) return { "user.p12": store, "user.password": password };
    const made = newPassword(this.#random);
    return { "user.p12": keyStore(content, made, this.#random), "user.password": Buffer.from(made) };
  }
}

const request = (name: string) => ({ subject: [["CN", name]], use: { kind: "client" } }) as const;
