import {
  AskedSecrets,
  type CertifiedKeys,
  ClusterAuthorities,
  givenKeys,
  KafkaSecrets,
  type KnownAuthority,
  type SecretAccess,
} from "@millrace/controllers/certificates";
import type { Files } from "@millrace/files";
import type { Clock, Logger, Random } from "@millrace/kit";
import type { KubeClient, Stored } from "@millrace/kube";
import { type Kafka, type KafkaNodePool, kafkaListenerName, type Listener } from "@millrace/resources";
import { BrokerCertificate } from "./broker-certificate.ts";
import { ListenerFiles } from "./listener-files.ts";

export interface CertificateOptions {
  readonly client: KubeClient;
  readonly files: Files;
  /** The data directory. */
  readonly directory: string;
  /** The address that is bound. */
  readonly host: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** A Kafka whose certificates are meant, with its node pools. */
export interface CertifiedKafka {
  readonly kafka: Stored<Kafka>;
  readonly nodePools: readonly KafkaNodePool[];
}

/** What listeners have of certificates. */
export interface ListenerCertificates {
  /** The broker's properties for it, by Kafka's names. */
  readonly properties: Readonly<Record<string, string>>;
  /** In PEM, the certificates by which clients know the broker, by the names of listeners with TLS. */
  readonly trusted: ReadonlyMap<string, readonly string[]>;
}

const [keyStore, trustStore] = ["ssl.keystore.location", "ssl.truststore.location"];

/** The authorities of a platform, the broker's certificate and what its listeners read of all that. */
export class PlatformCertificates {
  readonly #options: CertificateOptions;
  readonly #secrets: SecretAccess;
  readonly #authorities: ClusterAuthorities;
  readonly #files: ListenerFiles;

  constructor(options: CertificateOptions) {
    this.#options = options;
    this.#secrets = new AskedSecrets(options.client);
    this.#authorities = new ClusterAuthorities({ ...options, secrets: this.#secrets });
    this.#files = new ListenerFiles(options.files, options.directory);
  }

  /**
   * Makes what is missing and renews what is about to end. What listeners have read before stays. Throws CONFIG_INVALID for Secrets that can't be
   * used, RESOURCE_CONFLICT for one of somebody else where there should be one of the Kafka's, and what `KubeClient` throws.
   */
  async bringAbout(certified: CertifiedKafka): Promise<ListenerCertificates> {
    const { kafka } = certified;
    const authorities = await this.#authorities.bringAbout(kafka);
    const secrets = new KafkaSecrets(this.#secrets, kafka);
    const own = new BrokerCertificate(this.#options, secrets, certified, authorities["cluster-ca"].authority);
    const properties: Record<string, string> = {};
    const trusted = new Map<string, readonly string[]>();
    for (const listener of kafka.spec.kafka.listeners.filter(({ tls }) => tls)) {
      const source = listener.configuration?.brokerCertChainAndKey;
      const given = source === undefined ? undefined : await givenKeys(secrets, source, this.#options.clock.now());
      trusted.set(listener.name, given === undefined ? authorities["cluster-ca"].trusted : [given.chain]);
      const keys = given ?? (await own.keys());
      Object.assign(properties, await this.#properties(listener, keys, authorities["clients-ca"]));
    }
    return { properties, trusted };
  }

  /** Removes what listeners with these properties don't read. */
  retainFiles(properties: Readonly<Record<string, string>>): void {
    const isFile = (name: string) => name.endsWith(keyStore) || name.endsWith(trustStore);
    this.#files.retain(new Set(Object.entries(properties).flatMap(([name, path]) => (isFile(name) ? [path] : []))));
  }

  async #properties(
    listener: Listener,
    { key, chain }: CertifiedKeys,
    { authority }: KnownAuthority,
  ): Promise<Readonly<Record<string, string>>> {
    const name = kafkaListenerName(listener).toLowerCase();
    const settings: Record<string, string> = {
      "ssl.keystore.type": "PEM",
      // Whatever is declared for a listener is meant: no start for it.
      "ssl.allow.dn.changes": "true",
      "ssl.allow.san.changes": "true",
      [keyStore]: await this.#files.put(name, key + chain),
    };
    if (listener.authentication?.type === "tls") {
      settings["ssl.client.auth"] = "required";
      settings["ssl.truststore.type"] = "PEM";
      settings[trustStore] = await this.#files.put(`${name}-clients`, [authority.certificate, ...authority.former].map(String).join(""));
    }
    return Object.fromEntries(Object.entries(settings).map(([setting, text]) => [`listener.name.${name}.${setting}`, text]));
  }
}
