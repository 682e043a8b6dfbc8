import { ApiServer } from "@millrace/apiserver";
import { kafkaKind, secretKind } from "@millrace/controllers";
import { AskedSecrets, UserCertificates } from "@millrace/controllers/certificates";
import { MemoryFiles } from "@millrace/files";
import { type Clock, MillraceError, silentLogger, systemRandom } from "@millrace/kit";
import { KubeClient, type KubeObject, type Stored } from "@millrace/kube";
import { type CertifiedCluster, ClusterCertificates, type KafkaCluster } from "@millrace/operator";
import { type Kafka, type Secret, secretEntries } from "@millrace/resources";
import type { Entries } from "./node-home.ts";

/** A key with its certificate, in PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** The certificates of a Kafka, made by the operator in Secrets of an API that is in memory. */
export class TrialCertificates {
  readonly kafka: Stored<Kafka>;
  readonly #client: KubeClient;
  readonly #certificates: ClusterCertificates;
  readonly #clock: Clock;

  private constructor(client: KubeClient, kafka: Stored<Kafka>, clock: Clock) {
    this.kafka = kafka;
    this.#client = client;
    this.#clock = clock;
    this.#certificates = new ClusterCertificates({ secrets: new AskedSecrets(client), clock, random: systemRandom, logger: silentLogger });
  }

  static async open(kafka: Kafka, clock: Clock): Promise<TrialCertificates> {
    const options = { clock, random: systemRandom, logger: silentLogger };
    const api = await ApiServer.open({ files: new MemoryFiles(clock), directory: "kubernetes", ...options });
    const user = { name: "operator", groups: ["system:masters"] };
    const client = new KubeClient({ transport: (request) => api.handle({ ...request, user }) });
    const { namespace = "default" } = kafka.metadata;
    const kind = {
      apiVersion: "v1",
      kind: "Namespace",
      plural: "namespaces",
      namespaced: false,
      example: undefined as unknown as KubeObject,
    };
    await client.create(kind, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    return new TrialCertificates(client, await client.create(kafkaKind, kafka), clock);
  }

  /** What the operator does about them at each of its passes. `pods` are those that run. */
  bringAbout(cluster: KafkaCluster, pods: readonly KubeObject[]): Promise<CertifiedCluster> {
    return this.#certificates.bringAbout(this.kafka, cluster, { addresses: new Map(), pods });
  }

  /** As a pod has it in a volume. */
  async entries(secretName: string): Promise<Entries> {
    return Object.fromEntries([...secretEntries(await this.#secret(secretName))].map(([entry, bytes]) => [entry, bytes.toString()]));
  }

  /** A certificate of a user, by the authority for clients that there is now. */
  async user(name: string): Promise<KeyPair> {
    const source = async (secretName: string) => {
      const secret = await this.#secret(secretName);
      return { entries: secretEntries(secret), annotations: secret.metadata.annotations ?? {} };
    };
    const { name: kafka } = this.kafka.metadata;
    const secrets = { certificate: await source(`${kafka}-clients-ca-cert`), key: await source(`${kafka}-clients-ca`) };
    const certificates = new UserCertificates(this.kafka, secrets, this.#clock, systemRandom);
    const user = { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaUser", metadata: { name }, spec: {} } as const;
    const entries = await certificates.entries(user, undefined);
    return { certificate: entries["user.crt"]?.toString() ?? "", key: entries["user.key"]?.toString() ?? "" };
  }

  /** What somebody else makes or changes of a Secret. */
  async give(secretName: string, entries: Entries, annotations: Readonly<Record<string, string>> = {}): Promise<void> {
    const data = Object.fromEntries(Object.entries(entries).map(([entry, text]) => [entry, Buffer.from(text).toString("base64")]));
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { ...this.#named(secretName), annotations }, data } as const;
    await this.#client.apply(secretKind, secret, { fieldManager: "somebody", force: true });
  }

  async annotate(secretName: string, annotations: Readonly<Record<string, string>>): Promise<void> {
    await this.#client.patch(secretKind, this.#named(secretName), { metadata: { annotations } }, { type: "merge" });
  }

  async remove(...secretNames: readonly string[]): Promise<void> {
    for (const name of secretNames) await this.#client.delete(secretKind, this.#named(name));
  }

  async #secret(name: string): Promise<Stored<Secret>> {
    const secret = await this.#client.get(secretKind, this.#named(name));
    if (secret === undefined) throw new MillraceError("NOT_FOUND", `there is no Secret ${name}`);
    return secret;
  }

  #named(name: string) {
    const { namespace = "default" } = this.kafka.metadata;
    return { namespace, name };
  }
}
