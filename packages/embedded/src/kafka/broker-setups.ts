import type { Files } from "@millrace/files";
import type { Clock, Logger, Random } from "@millrace/kit";
import type { KubeClient, Stored } from "@millrace/kube";
import { type Platform as Declared, effectiveConfig, type Kafka } from "@millrace/resources";
import type { CertifiedKafka, PlatformCertificates } from "../certificates/platform-certificates.ts";
import { type ListenerPlaces, listenerSpecs } from "../listener-specs.ts";
import type { BrokerSetup } from "./restartable-broker.ts";

export interface BrokerSetupOptions extends ListenerPlaces {
  /** Opens the API, where Secrets are. */
  readonly client: () => Promise<KubeClient>;
  readonly files: Files;
  /** The data directory, which is held. */
  readonly directory: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** What a broker is started with, and in PEM the certificates by which clients know it, by the names of listeners with TLS. */
export interface CertifiedSetup extends BrokerSetup {
  readonly trusted: ReadonlyMap<string, readonly string[]>;
  /** Whether the authorities were looked at for it. */
  readonly hasAuthorities: boolean;
}

/** Works out what a broker is started with, and keeps the certificates for it. */
export class BrokerSetups {
  readonly #options: BrokerSetupOptions;
  #certificates: PlatformCertificates | undefined;

  constructor(options: BrokerSetupOptions) {
    this.#options = options;
  }

  /**
   * Makes the certificates that are missing, where they are needed for the broker or a user; `stored` is asked for the Kafka as the API has it then.
   * Throws as `PlatformCertificates.bringAbout`.
   */
  async of(declared: Declared, stored: () => Promise<Stored<Kafka>>): Promise<CertifiedSetup> {
    const { kafka, nodePools, users } = declared;
    const { effective } = effectiveConfig(kafka);
    const listeners = listenerSpecs(kafka, this.#options);
    const isNeeded = kafka.spec.kafka.listeners.some(({ tls }) => tls) || users.some(({ spec }) => spec.authentication?.type === "tls");
    if (!isNeeded) return { listeners, properties: effective, trusted: new Map(), hasAuthorities: false };
    const certified = { kafka: { ...(await stored()), spec: kafka.spec }, nodePools };
    const { properties, trusted } = await (await this.#open()).bringAbout(certified);
    return { listeners, properties: { ...properties, ...effective }, trusted, hasAuthorities: true };
  }

  /** Makes the authorities of a Kafka that needs none for its broker: users may, later. Throws as `of`. */
  async keepAuthorities(certified: CertifiedKafka): Promise<void> {
    await (await this.#open()).bringAbout(certified);
  }

  /** Removes what a broker with this setup does not read any more. */
  retainFiles({ properties }: BrokerSetup): void {
    this.#certificates?.retainFiles(properties);
  }

  /** Loaded only where it is needed. */
  async #open(): Promise<PlatformCertificates> {
    const { PlatformCertificates } = await import("../certificates/platform-certificates.ts");
    const { client, host, ...options } = this.#options;
    this.#certificates ??= new PlatformCertificates({ ...options, host, client: await client() });
    return this.#certificates;
  }
}
