import { isDeepStrictEqual } from "node:util";
import {
  type AuthorityName,
  certificateOf,
  certificateSecretName,
  keySecretName,
  makingFor,
  policyOf,
  readAuthority,
  type Source,
} from "@millrace/controllers/certificates";
import type { Files } from "@millrace/files";
import { type Clock, type Logger, MillraceError, messageOf, type Random } from "@millrace/kit";
import { type Platform as Declared, type Kafka, kafkaListenerName, poolOfNode, secretEntries } from "@millrace/resources";
import { type Authority, issue, type Making, needsReissue, newAuthority, renewedAuthority } from "@millrace/security/certificates";
import { namespaceOf } from "../secrets/names.ts";
import { entryOf, type Secret } from "../secrets/secret.ts";
import { SecretStore } from "../secrets/secret-store.ts";
import { authoritySecrets, type Entries, encoded, labelsOf, sourceOf, trustedEntries } from "./authority-secrets.ts";
import { givenTrustStore, keptTrustStore } from "./authority-stores.ts";
import { ListenerFiles } from "./listener-files.ts";
import { serverNames } from "./server-names.ts";

export interface CertificateOptions {
  readonly declared: Declared;
  readonly files: Files;
  readonly directory: string;
  /** The address that is bound. */
  readonly host: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

type Listener = Kafka["spec"]["kafka"]["listeners"][number];
type Declaration = Kafka["spec"]["clusterCa"];

/** The authorities of a platform, the broker's certificate and what its listeners read of all that. */
export class PlatformCertificates {
  readonly #options: CertificateOptions;
  readonly #kafka: Kafka;
  readonly #store: SecretStore;
  readonly #files: ListenerFiles;

  /** The data directory has to be held by then. */
  constructor(options: CertificateOptions) {
    this.#options = options;
    this.#kafka = options.declared.kafka;
    this.#store = new SecretStore(options.files, options.directory);
    this.#files = new ListenerFiles(options.files, options.directory);
  }

  /**
   * Makes what is missing and renews what is about to end. Returns the broker's properties for it, by Kafka's names. Throws
   * CONFIG_INVALID for Secrets that can't be used.
   */
  async bringAbout(): Promise<Readonly<Record<string, string>>> {
    const { clusterCa, clientsCa } = this.#kafka.spec;
    const cluster = await this.#authority("cluster-ca", clusterCa);
    const clients = await this.#authority("clients-ca", clientsCa);
    const trusted = [clients.certificate, ...clients.former].map(String).join("");
    const properties: Record<string, string> = {};
    for (const listener of this.#kafka.spec.kafka.listeners.filter(({ tls }) => tls)) {
      const name = kafkaListenerName(listener).toLowerCase();
      const keys = this.#ownKeys(listener) ?? (await this.#serverKeys(cluster));
      const settings: Record<string, string> = {
        "ssl.keystore.type": "PEM",
        "ssl.allow.san.changes": "true",
        "ssl.keystore.location": await this.#files.put(`${name}.pem`, keys),
      };
      if (listener.authentication?.type === "tls") {
        settings["ssl.client.auth"] = "required";
        settings["ssl.truststore.type"] = "PEM";
        settings["ssl.truststore.location"] = await this.#files.put(`${name}-clients.pem`, trusted);
      }
      for (const [setting, text] of Object.entries(settings)) properties[`listener.name.${name}.${setting}`] = text;
    }
    return properties;
  }

  /** In PEM, the certificates by which clients know the broker at a listener with TLS. */
  trustedAt({ configuration }: Listener): readonly string[] {
    const own = configuration?.brokerCertChainAndKey;
    if (own !== undefined) return [this.#declaredSecret(own.secretName).entries.get(own.certificate)?.toString() ?? ""];
    const cluster = this.#store.get(namespaceOf(this.#kafka), certificateSecretName(this.#kafka, "cluster-ca"));
    if (cluster === undefined) return [];
    return [...sourceOf(cluster).entries].filter(([entry]) => entry.endsWith(".crt")).map(([, bytes]) => bytes.toString());
  }

  /** Does it again while the broker runs, which reads the files again that change. A failure is logged. */
  async renew(): Promise<void> {
    try {
      await this.bringAbout();
    } catch (error) {
      this.#options.logger.error("certificates can't be renewed", { error: messageOf(error) });
    }
  }

  get #making(): Making {
    return makingFor(this.#kafka, this.#options);
  }

  async #authority(name: AuthorityName, declaration: Declaration): Promise<Authority> {
    const policy = policyOf(declaration);
    const given = declaration?.generateCertificateAuthority === false;
    const known = given ? this.#given(name) : this.#kept(name);
    // Whoever gives an authority renews it.
    const authority =
      given && known !== undefined
        ? known
        : known === undefined
          ? await newAuthority(name, policy, this.#making)
          : await renewedAuthority(name, known, policy, this.#making);
    if (known !== authority)
      this.#options.logger.info(known === undefined ? "made a certificate authority" : "renewed a certificate authority", { name });
    const store = given
      ? givenTrustStore(this.#declaredSecret(certificateSecretName(this.#kafka, name)))
      : this.#trustStore(name, authority);
    await this.#keep(...authoritySecrets(this.#kafka, name, authority, store));
    return authority;
  }

  #trustStore(name: AuthorityName, authority: Authority): Entries {
    const kept = this.#store.get(namespaceOf(this.#kafka), certificateSecretName(this.#kafka, name));
    return keptTrustStore(trustedEntries(authority), kept && sourceOf(kept), this.#options.random);
  }

  #kept(name: AuthorityName): Authority | undefined {
    const namespace = namespaceOf(this.#kafka);
    const certificate = this.#store.get(namespace, certificateSecretName(this.#kafka, name));
    const key = this.#store.get(namespace, keySecretName(this.#kafka, name));
    // One that was given before, without its key, is made anew now.
    if (certificate === undefined || key === undefined) return undefined;
    return readAuthority(this.#kafka, name, sourceOf(certificate), sourceOf(key));
  }

  #given(name: AuthorityName): Authority {
    const certificate = this.#declaredSecret(certificateSecretName(this.#kafka, name));
    const key = this.#declaredSecret(keySecretName(this.#kafka, name));
    return readAuthority(this.#kafka, name, certificate, key);
  }

  #declaredSecret(name: string): Source {
    const namespace = namespaceOf(this.#kafka);
    const secret = this.#options.declared.secrets.find(
      ({ metadata }) => metadata.name === name && (metadata.namespace ?? namespace) === namespace,
    );
    if (secret === undefined) throw new MillraceError("CONFIG_INVALID", `there is no Secret ${name} among the resources`);
    return { entries: secretEntries(secret), annotations: secret.metadata.annotations ?? {} };
  }

  /** The certificate that the listener declares for itself. */
  #ownKeys({ configuration }: Listener): string | undefined {
    const source = configuration?.brokerCertChainAndKey;
    if (source === undefined) return undefined;
    const { entries } = this.#declaredSecret(source.secretName);
    return [source.key, source.certificate].map((entry) => `${entries.get(entry)?.toString("latin1").trim()}\n`).join("");
  }

  /** The broker's certificate, issued anew where that is due, or where it lacks one of its names. */
  async #serverKeys(cluster: Authority): Promise<string> {
    const policy = policyOf(this.#kafka.spec.clusterCa);
    const [namespace, name] = [namespaceOf(this.#kafka), podName(this.#options.declared)];
    const kept = this.#store.get(namespace, name);
    const [key, chain] = [entryOf(kept, `${name}.key`)?.toString(), entryOf(kept, `${name}.crt`)];
    const names = serverNames(this.#kafka, this.#options.host);
    if (key !== undefined && chain !== undefined) {
      const certificate = certificateOf(chain, name, `${name}.crt`);
      const hasNames = names.every((each) => certificate.checkHost(each) !== undefined || certificate.checkIP(each) !== undefined);
      if (hasNames && !needsReissue(certificate, cluster, policy, this.#making)) return key + chain.toString();
    }
    const subject = [
      ["O", "io.strimzi"],
      ["CN", `${this.#kafka.metadata.name}-kafka`],
    ] as const;
    const issued = await issue(cluster, { subject, use: { kind: "server", names } }, policy, this.#making);
    const texts = {
      [`${name}.key`]: issued.key.export({ type: "pkcs8", format: "pem" }).toString(),
      [`${name}.crt`]: issued.chain.map(String).join(""),
    };
    const annotations = {
      "strimzi.io/cluster-ca-cert-generation": String(cluster.certificateGeneration),
      "strimzi.io/cluster-ca-key-generation": String(cluster.keyGeneration),
    };
    await this.#keep({
      namespace,
      name,
      labels: { ...labelsOf(this.#kafka), "strimzi.io/component-type": "kafka" },
      annotations,
      type: "Opaque",
      data: encoded(texts),
    });
    this.#options.logger.info("issued a certificate for the broker", { names, validTo: issued.chain[0]?.validTo });
    return Object.values(texts).join("");
  }

  async #keep(...secrets: readonly Secret[]): Promise<void> {
    for (const secret of secrets) {
      if (!isDeepStrictEqual(secret, this.#store.get(secret.namespace, secret.name))) await this.#store.put(secret);
    }
  }
}

/** As Strimzi names the pod of the first broker, whose Secret has its certificate. */
function podName({ kafka, nodePools }: Declared): string {
  return `${kafka.metadata.name}-${poolOfNode(nodePools)?.metadata.name ?? "kafka"}-0`;
}
