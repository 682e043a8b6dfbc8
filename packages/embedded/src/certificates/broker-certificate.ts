import { type CertifiedKeys, IssuedCertificates, type KafkaSecrets } from "@millrace/controllers/certificates";
import type { Clock, Logger, Random } from "@millrace/kit";
import type { Authority } from "@millrace/security/certificates";
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

/** The certificate by which the broker is known at listeners that have none of their own, in a Secret as Strimzi has it. */
export class BrokerCertificate {
  readonly #options: BrokerCertificateOptions;
  readonly #secrets: KafkaSecrets;
  readonly #certified: CertifiedKafka;
  readonly #authority: Authority;
  #keys: Promise<CertifiedKeys> | undefined;

  constructor(options: BrokerCertificateOptions, secrets: KafkaSecrets, certified: CertifiedKafka, authority: Authority) {
    this.#options = options;
    this.#secrets = secrets;
    this.#certified = certified;
    this.#authority = authority;
  }

  /** Issued anew where that is due, or where a name is lacking. Throws as `PlatformCertificates.bringAbout`. */
  keys(): Promise<CertifiedKeys> {
    this.#keys ??= this.#bringAbout();
    return this.#keys;
  }

  #bringAbout(): Promise<CertifiedKeys> {
    const { kafka } = this.#certified;
    const secretName = brokerSecretName(this.#certified);
    const names = serverNames(kafka, this.#options.host);
    return new IssuedCertificates(this.#options).bringAbout(
      kafka,
      this.#secrets,
      { authority: this.#authority },
      {
        ...{ secretName, entry: secretName, commonName: `${kafka.metadata.name}-kafka` },
        use: { kind: "server", names },
      },
    );
  }
}
