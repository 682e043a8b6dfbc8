import { type Platform as Declared, effectiveConfig, type Listener } from "@millrace/resources";
import type { CertificateOptions, PlatformCertificates } from "../certificates/platform-certificates.ts";
import { type ListenerPlaces, listenerSpecs } from "../listener-specs.ts";
import type { BrokerSetup } from "./restartable-broker.ts";

export type BrokerSetupOptions = Omit<CertificateOptions, "declared" | "host"> & ListenerPlaces;

/** Works out what a broker is started with, and keeps the certificates for it. */
export class BrokerSetups {
  readonly #options: BrokerSetupOptions;
  #certificates: PlatformCertificates | undefined;

  constructor(options: BrokerSetupOptions) {
    this.#options = options;
  }

  /** Makes the certificates that are missing. The data directory has to be held. Throws CONFIG_INVALID for Secrets that can't be used. */
  async of(declared: Declared): Promise<BrokerSetup> {
    this.#certificates = await this.#openCertificates(declared);
    const { effective } = effectiveConfig(declared.kafka);
    return {
      listeners: listenerSpecs(declared.kafka, this.#options),
      properties: { ...(await this.#certificates?.bringAbout()), ...effective },
    };
  }

  /** In PEM, the certificates by which a listener with TLS is known. */
  trustedAt(listener: Listener): readonly string[] {
    return this.#certificates?.trustedAt(listener) ?? [];
  }

  /** Renews certificates that end soon. Whether there are any. */
  async renew(): Promise<boolean> {
    await this.#certificates?.renew();
    return this.#certificates !== undefined;
  }

  /** Loaded only where there is TLS, or a user with a certificate. */
  async #openCertificates(declared: Declared): Promise<PlatformCertificates | undefined> {
    const { kafka, users } = declared;
    const needed = kafka.spec.kafka.listeners.some(({ tls }) => tls) || users.some(({ spec }) => spec.authentication?.type === "tls");
    if (!needed) return undefined;
    const { PlatformCertificates } = await import("../certificates/platform-certificates.ts");
    return new PlatformCertificates({ ...this.#options, host: this.#options.host, declared });
  }
}
