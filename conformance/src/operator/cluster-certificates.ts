import { systemClock, systemRandom } from "@millrace/kit";
import { type CertificateNames, type ClusterNode, certificateNames, type KafkaCluster } from "@millrace/operator";
import { type Authority, issue, newAuthority } from "@millrace/security/certificates";

const policy = { validityDays: 1, renewalDays: 1, expirationPolicy: "renew-certificate" } as const;
const making = () => ({
  nowMs: systemClock.now(),
  serialNumber: () => systemRandom.bytes(16),
  keys: "ECDSA" as const,
});

/** A key with its certificate, in PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** The authorities of a Kafka, made for one run, and what they vouch for. */
export class ClusterCertificates {
  readonly #cluster: Authority;
  readonly #clients: Authority;

  private constructor(cluster: Authority, clients: Authority) {
    this.#cluster = cluster;
    this.#clients = clients;
  }

  static async make(): Promise<ClusterCertificates> {
    const authority = (name: string) => newAuthority(name, policy, making());
    return new ClusterCertificates(await authority("cluster-ca"), await authority("clients-ca"));
  }

  /** Entries of the Secret with what nodes trust. */
  get trusted(): Readonly<Record<string, string>> {
    return { "cluster-ca.crt": this.#cluster.certificate.toString(), "clients-ca.crt": this.#clients.certificate.toString() };
  }

  /** Entries of the Secret of a node. */
  async ofNode(cluster: KafkaCluster, node: ClusterNode): Promise<Readonly<Record<string, string>>> {
    const { certificate, key } = await this.#issued(this.#cluster, cluster.names.component, certificateNames(cluster, node, new Map()));
    return { [`${node.podName}.crt`]: certificate, [`${node.podName}.key`]: key };
  }

  /** What the operator shows; with `false` what a user shows, of whom nodes know nothing on their own listeners. */
  ofClient(isOperator: boolean): Promise<KeyPair> {
    return this.#issued(isOperator ? this.#cluster : this.#clients, isOperator ? "cluster-operator" : "alice");
  }

  async #issued(authority: Authority, name: string, names?: CertificateNames): Promise<KeyPair> {
    const subject = [["O", "io.strimzi"] as const, ["CN", name] as const];
    const use = names === undefined ? ({ kind: "client" } as const) : ({ kind: "server", names: [...names.dns, ...names.ip] } as const);
    const { key, chain } = await issue(authority, { subject, use }, policy, making());
    return { certificate: chain.join(""), key: key.export({ type: "pkcs8", format: "pem" }).toString() };
  }
}
