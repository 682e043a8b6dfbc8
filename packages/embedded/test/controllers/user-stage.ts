import type { Admin } from "@millrace/client";
import { secretKind, UserController, type UserMemory, userKind, WatchedKafkas } from "@millrace/controllers";
import { certificateSecretName, keySecretName } from "@millrace/controllers/certificates";
import { type Closeable, Opened, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { KubeClient, keyOf, type Stored } from "@millrace/kube";
import { type Kafka, type KafkaUser, type KafkaUserSpec, kinds, type Secret } from "@millrace/resources";
import { newAuthority } from "@millrace/security/certificates";
import { eventually } from "../client/running-broker.ts";
import { kafkas, namespaces, type Surroundings } from "./topic-stage.ts";

const resyncMs = 1_000;
const clusterName = "cluster";

/** What is remembered of users as long as a test lasts. */
export class TransientMemory implements UserMemory {
  readonly #names = new Map<string, ReadonlySet<string>>();

  names({ metadata }: Kafka): ReadonlySet<string> {
    return this.#names.get(keyOf(metadata)) ?? new Set();
  }

  async add(kafka: Kafka, names: readonly string[]): Promise<void> {
    this.#names.set(keyOf(kafka.metadata), this.names(kafka).union(new Set(names)));
  }

  async delete(kafka: Kafka, names: readonly string[]): Promise<void> {
    this.#names.set(keyOf(kafka.metadata), this.names(kafka).difference(new Set(names)));
  }
}

/** A controller of users at work, and what tests do to it. */
export class UserStage implements Closeable {
  readonly #opened = new Opened();
  readonly client: KubeClient;
  readonly admin: Admin;
  readonly controller: UserController;

  constructor(
    { transport, address, admin }: Surroundings,
    { memory = new TransientMemory() }: { readonly memory?: UserMemory | "none" } = {},
  ) {
    this.admin = admin;
    this.client = new KubeClient({ transport });
    const common = { client: this.client, clock: systemClock, random: systemRandom, logger: silentLogger };
    const watched = this.#opened.add(new WatchedKafkas({ ...common, addressOf: () => address }));
    this.controller = new UserController({
      ...common,
      watched,
      resyncMs,
      ...(memory === "none" ? {} : { memory }),
    });
    this.#opened.add(this.controller);
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  /** A namespace of its own, with a Kafka that looks after users, or not. */
  async cluster(namespace: string, spec: Partial<Kafka["spec"]> = {}): Promise<UserCluster> {
    await this.client.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    const metadata = { namespace, name: clusterName };
    const listeners = [{ name: "plain", port: 9092, type: "internal" as const, tls: false }];
    const kafka = { listeners, authorization: { type: "simple" as const } };
    const { apiVersion } = kinds.Kafka;
    const entityOperator = { userOperator: {} };
    const own = { apiVersion, kind: "Kafka" as const, metadata, spec: { kafka, entityOperator, ...spec } };
    return new UserCluster(this, namespace, await this.client.create(kafkas, own));
  }
}

export interface UserGiven extends KafkaUserSpec {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface SecretGiven {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The users of one namespace. */
export class UserCluster {
  readonly #stage: UserStage;
  readonly kafka: Stored<Kafka>;
  readonly namespace: string;
  /** What users came to, in words, in the order in which that was waited for. */
  readonly seen: string[] = [];

  constructor(stage: UserStage, namespace: string, kafka: Stored<Kafka>) {
    this.#stage = stage;
    this.namespace = namespace;
    this.kafka = kafka;
  }

  get client(): KubeClient {
    return this.#stage.client;
  }

  /** Name of a KafkaUser: one broker serves all namespaces. */
  nameOf(user: string): string {
    return `${this.namespace}-${user}`;
  }

  async create(user: string, given: UserGiven = {}): Promise<Stored<KafkaUser>> {
    const { annotations = {}, labels = { "strimzi.io/cluster": clusterName }, ...spec } = given;
    const { apiVersion } = kinds.KafkaUser;
    const metadata = { ...this.#named(user), labels, annotations };
    return this.client.create(userKind, { apiVersion, kind: "KafkaUser", metadata, spec });
  }

  async patch(user: string, patch: object): Promise<void> {
    await this.client.patch(userKind, this.#named(user), patch, { type: "merge" });
  }

  get(user: string): Promise<Stored<KafkaUser> | undefined> {
    return this.client.get(userKind, this.#named(user));
  }

  async delete(user: string): Promise<void> {
    await this.client.delete(userKind, this.#named(user));
  }

  async patchKafka(patch: object): Promise<void> {
    await this.client.patch(kafkas, this.kafka.metadata, patch, { type: "merge" });
  }

  async createSecret(name: string, entries: Readonly<Record<string, string | Buffer>>, given: SecretGiven = {}): Promise<void> {
    const metadata = { namespace: this.namespace, name, ...given };
    const data = Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, Buffer.from(value).toString("base64")]));
    await this.client.create(secretKind, { apiVersion: "v1", kind: "Secret", metadata, data });
  }

  /** Makes the clients' authority, or another in place of the one before. */
  async makeAuthority(): Promise<string> {
    const policy = { validityDays: 365, renewalDays: 30, expirationPolicy: "renew-certificate" } as const;
    const making = { nowMs: systemClock.now(), serialNumber: () => systemRandom.bytes(16), keys: "ECDSA" } as const;
    const { certificate, key } = await newAuthority("clients-ca", policy, making);
    const secrets: ReadonlyArray<readonly [name: string, entries: Readonly<Record<string, string>>]> = [
      [keySecretName(this.kafka, "clients-ca"), { "ca.key": key?.export({ type: "pkcs8", format: "pem" }).toString() ?? "" }],
      [certificateSecretName(this.kafka, "clients-ca"), { "ca.crt": certificate.toString() }],
    ];
    for (const [name, entries] of secrets) {
      await this.client.delete(secretKind, { namespace: this.namespace, name });
      await this.createSecret(name, entries);
    }
    return certificate.toString();
  }

  /** Waits until the status says so: `Ready True`, `NotReady True KafkaError: …`, … */
  async comesTo(user: string, expected: RegExp): Promise<Stored<KafkaUser>> {
    let last: Stored<KafkaUser> | undefined;
    await eventually(`${user} is ${expected}`, async () => {
      last = await this.get(user);
      const isNew = last?.status?.observedGeneration === last?.metadata.generation || /^ReconciliationPaused/.test(conditionText(last));
      return isNew && expected.test(conditionText(last));
    }).catch((thrown: unknown) => {
      throw new Error(`${user} did not come to ${expected} but to ${JSON.stringify(last?.status)}`, { cause: thrown });
    });
    if (last === undefined) throw new Error(`there is no ${user}`);
    this.seen.push(`${user}: ${conditionText(last)}`);
    return last;
  }

  /** The entries of a Secret; undefined if there is none. */
  async secret(name: string): Promise<(Stored<Secret> & { readonly entries: Readonly<Record<string, string>> }) | undefined> {
    const secret = await this.client.get(secretKind, { namespace: this.namespace, name });
    if (secret === undefined) return undefined;
    const entries = Object.entries(secret.data ?? {}).map(([key, text]) => [key, Buffer.from(text, "base64").toString("latin1")]);
    return { ...secret, entries: Object.fromEntries(entries) };
  }

  /** What Kafka has of a user by that name: `scram`, ACLs in words and quotas. */
  async inKafka(kafkaName: string): Promise<readonly string[]> {
    const { admin } = this.#stage;
    const [[scram], acls, quotas] = await Promise.all([
      admin.describeUserScramCredentials([kafkaName]),
      admin.describeAcls({ principal: `User:${kafkaName}` }),
      admin.describeClientQuotas({ user: { name: kafkaName } }, { strict: true }),
    ]);
    return [
      ...(scram?.credentials ?? []).map(({ mechanism }) => mechanism),
      ...acls.map(({ permission, operation, resourceName }) => `${permission} ${operation} ${resourceName}`).sort(),
      ...quotas.flatMap((each) => Object.entries(each.quotas).map(([name, value]) => `${name} ${value}`)),
    ];
  }

  #named(user: string): { readonly namespace: string; readonly name: string } {
    return { namespace: this.namespace, name: this.nameOf(user) };
  }
}

/** The conditions in words. */
function conditionText(user: KafkaUser | undefined): string {
  const texts = user?.status?.conditions?.map(
    ({ type, status, reason, message }) => `${type} ${status}${reason === undefined ? "" : ` ${reason}: ${message}`}`,
  );
  return texts?.join("; ") ?? "";
}
