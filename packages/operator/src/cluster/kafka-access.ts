import { openSecurity } from "@millrace/client";
import type { KafkaAddress } from "@millrace/controllers";
import { type KubeObject, keyOf, type ObjectKey } from "@millrace/kube";
import type { CertifiedCluster } from "../certificates/cluster-certificates.ts";
import { replication } from "../model/listeners/names.ts";
import { clusterNames } from "../model/names.ts";

/** How the operator is known to Kafkas: by a certificate of their own authority. */
export class KafkaAccess {
  readonly #known = new Map<ObjectKey, { readonly keys: CertifiedCluster["operator"]; readonly address: KafkaAddress }>();

  /** Where a Kafka is reached. Before its certificates are known nobody is let in there. */
  addressOf({ metadata: { namespace = "default", name } }: KubeObject): KafkaAddress {
    const { bootstrapService } = clusterNames(name, namespace);
    const bootstrapServers = `${bootstrapService}.${namespace}.svc:${replication.port}`;
    return { bootstrapServers, ...this.#known.get(keyOf({ namespace, name }))?.address };
  }

  /** The same; undefined as long as nobody would be let in. */
  knownAddressOf(kafka: KubeObject): KafkaAddress | undefined {
    return this.#known.has(keyOf(kafka.metadata)) ? this.addressOf(kafka) : undefined;
  }

  /** Whether the certificates are others than before: connections have to be opened anew then. */
  async renew(kafka: KubeObject, keys: CertifiedCluster["operator"]): Promise<boolean> {
    const key = keyOf(kafka.metadata);
    const before = this.#known.get(key)?.keys;
    if (before?.chain === keys.chain && before.trusted === keys.trusted) return false;
    const { security } = await openSecurity({
      properties: {
        "security.protocol": "SSL",
        "ssl.truststore.type": "PEM",
        "ssl.truststore.certificates": keys.trusted,
        "ssl.keystore.type": "PEM",
        "ssl.keystore.certificate.chain": keys.chain,
        "ssl.keystore.key": keys.key,
      },
    });
    const { bootstrapServers } = this.addressOf(kafka);
    this.#known.set(key, { keys, address: { bootstrapServers, security } });
    return true;
  }

  forget(key: ObjectKey): void {
    this.#known.delete(key);
  }
}
