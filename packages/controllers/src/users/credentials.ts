import { type Clock, MillraceError, type Random } from "@millrace/kit";
import type { ObjectName, Stored } from "@millrace/kube";
import type { Reason } from "@millrace/plans";
import { type Kafka, type KafkaUser, type Secret, secretEntries, userSecretName } from "@millrace/resources";
import type { UserCertificates } from "./user-certificates.ts";
import { type Entries, forceRenewAnnotation, isUserSecret, newPassword, passwordEntries } from "./user-secret.ts";

/** What a user proves with who it is, and what its Secret is to hold; both undefined for a user that brings its own. */
export interface Credentials {
  readonly password: string | undefined;
  readonly entries: Entries | undefined;
}

export type CredentialsOutcome = ({ readonly type: "found" } & Credentials) | ({ readonly type: "refused" } & Reason);

export interface CredentialOptions {
  readonly secretOf: (name: ObjectName) => Stored<Secret> | undefined;
  readonly clock: Clock;
  readonly random: Random;
}

const refused = (reason: string, message: string): CredentialsOutcome => ({ type: "refused", reason, message });
const found = (entries?: Entries, password?: string): CredentialsOutcome => ({ type: "found", entries, password });

/** Finds or makes the credentials of users of one Kafka, in Strimzi's way: what a user's own Secret holds stays. */
export class CredentialSource {
  readonly #kafka: Stored<Kafka>;
  readonly #options: CredentialOptions;
  #certificates: Promise<UserCertificates | CredentialsOutcome> | undefined;

  constructor(kafka: Stored<Kafka>, options: CredentialOptions) {
    this.#kafka = kafka;
    this.#options = options;
  }

  async of(user: Stored<KafkaUser>): Promise<CredentialsOutcome> {
    switch (user.spec.authentication?.type) {
      case "scram-sha-512":
        return this.#password(user);
      case "tls":
        return this.#certificate(user);
      default:
        return found();
    }
  }

  #password(user: Stored<KafkaUser>): CredentialsOutcome {
    const { name, namespace } = user.metadata;
    const source = user.spec.authentication?.password?.valueFrom.secretKeyRef;
    if (source === undefined) {
      const password = this.#kept(user)?.entries.get("password")?.toString() || newPassword(this.#options.random);
      return found(passwordEntries(name, password), password);
    }
    const { name: secretName = "", key = "" } = source;
    const secret = this.#secret(namespace, secretName);
    if (secret === undefined) return refused("InvalidResourceException", notFound(namespace, secretName));
    const password = secretEntries(secret).get(key)?.toString();
    if (password === undefined) {
      const message = `Secret ${secretName} does not contain the key ${key} with requested user password.`;
      return refused("InvalidResourceException", message);
    }
    if (password === "") return refused("InvalidResourceException", "The requested user password is empty.");
    return found(passwordEntries(name, password), password);
  }

  async #certificate(user: Stored<KafkaUser>): Promise<CredentialsOutcome> {
    this.#certificates ??= this.#openCertificates();
    const certificates = await this.#certificates;
    if ("type" in certificates) return certificates;
    return unusableIsRefused(async () => found(await certificates.entries(user, this.#kept(user))));
  }

  /** Loaded when a user has a certificate. */
  async #openCertificates(): Promise<UserCertificates | CredentialsOutcome> {
    const { namespace, name } = this.#kafka.metadata;
    const secrets = { certificate: `${name}-clients-ca-cert`, key: `${name}-clients-ca` };
    const [certificate, key] = [this.#secret(namespace, secrets.certificate), this.#secret(namespace, secrets.key)];
    if (certificate === undefined) return refused("InvalidConfigurationException", notFound(namespace, secrets.certificate));
    if (key === undefined) return refused("InvalidConfigurationException", notFound(namespace, secrets.key));
    const [certificateSource, keySource] = [sourceOf(certificate), sourceOf(key)];
    if (!certificateSource.entries.has("ca.crt")) {
      return refused("InvalidCertificateException", "The Clients CA Cert Secret is missing the ca.crt file");
    }
    if (!keySource.entries.has("ca.key"))
      return refused("InvalidCertificateException", "The Clients CA Key Secret is missing the ca.key file");
    const { UserCertificates } = await import("./user-certificates.ts");
    const { clock, random } = this.#options;
    return unusableIsRefused(() => new UserCertificates(this.#kafka, { certificate: certificateSource, key: keySource }, clock, random));
  }

  #kept({ metadata: { namespace, name } }: KafkaUser) {
    const secret = this.#secret(namespace, userSecretName(this.#kafka, name));
    if (secret === undefined || !isUserSecret(secret, name)) return undefined;
    const forceRenew = secret.metadata.annotations?.[forceRenewAnnotation] === "true";
    return { name: secret.metadata.name, entries: secretEntries(secret), forceRenew };
  }

  #secret(namespace: string | undefined, name: string): Stored<Secret> | undefined {
    return this.#options.secretOf({ namespace, name });
  }
}

const notFound = (namespace: string | undefined, name: string): string => `Secret ${name} in namespace ${namespace} not found`;

const sourceOf = (secret: Secret) => ({ entries: secretEntries(secret), annotations: secret.metadata.annotations ?? {} });

/** What a Secret that can't be used throws, as what is said of the user. */
async function unusableIsRefused<T>(work: () => T | Promise<T>): Promise<T | CredentialsOutcome> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof MillraceError) || thrown.code !== "CONFIG_INVALID") throw thrown;
    return refused("InvalidCertificateException", thrown.message);
  }
}
