import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import {
  Controller,
  EventRecorder,
  Informer,
  type KubeClient,
  keyOf,
  type MetricFamily,
  type ObjectKey,
  type ObjectName,
  ReconciliationMetrics,
  type Stored,
} from "@millrace/kube";
import { userDuty, userNamespaceOf } from "@millrace/plans";
import { clusterOf, type Kafka, type KafkaUser, kafkaUserNames, type Secret, secretPrefixOf, type Warning } from "@millrace/resources";
import { clusterNames, counted, kafkaOfMember } from "../cluster-members.ts";
import { userKind } from "../kinds.ts";
import { isNews } from "../news.ts";
import { resourceInfo } from "../resource-info.ts";
import type { WatchedKafkas } from "../watched-kafkas.ts";
import type { UserMemory } from "./user-memory.ts";
import { type SettledUser, UserReconciler, type UserRound, type UserSubject } from "./user-reconciler.ts";
import { UserWriter, userManager } from "./user-writer.ts";

export interface UserControllerOptions {
  readonly client: KubeClient;
  readonly watched: Pick<WatchedKafkas, "kafkas" | "secrets" | "links" | "selects" | "selectorText">;
  /** Left out: all there are. */
  readonly namespaces?: readonly string[];
  /** Labels of the KafkaUsers that are looked at, as API servers take them. Left out: all are. */
  readonly labelSelector?: string;
  /** Whether this is the Kafka's controller; others are as if they were not there. Default: it is that of all. */
  readonly serves?: (kafka: Kafka) => boolean;
  readonly memory?: UserMemory;
  /** What there is to say about a user although it works. */
  readonly warningsOf?: (user: KafkaUser, kafka: Kafka) => readonly Warning[];
  /** Is told what has come of a user, each time that it was looked at. */
  readonly onSettled?: (settled: SettledUser) => void;
  /** How often all users are looked at, changed or not. Default 2 minutes, as Strimzi has it. */
  readonly resyncMs?: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Users that are looked at together: all of most clusters, so that Kafka is read once for all. */
const batchUsersMax = 2_000;

/** Looks after KafkaUsers, from Kubernetes to Kafka, as Strimzi's User Operator does. */
export class UserController implements Closeable {
  readonly #options: UserControllerOptions;
  readonly #users: Informer<KafkaUser, "cluster" | "password">;
  readonly #secrets: WatchedKafkas["secrets"];
  readonly #kafkas: WatchedKafkas["kafkas"];
  readonly #events: EventRecorder;
  readonly #writer: UserWriter;
  readonly #metrics: ReconciliationMetrics;
  readonly #controller: Controller;

  constructor(options: UserControllerOptions) {
    this.#options = options;
    this.#kafkas = options.watched.kafkas;
    const { client, watched, namespaces, labelSelector, clock, random, logger } = options;
    const common = { client, namespaces, clock, random, logger };
    this.#users = new Informer({
      ...common,
      labelSelector,
      kind: userKind,
      indexes: { cluster: clusterNames, password: passwordSecretOf },
    });
    this.#secrets = watched.secrets;
    this.#events = new EventRecorder({ client, component: userManager, clock, random, logger });
    this.#writer = new UserWriter(client);
    this.#metrics = new ReconciliationMetrics({ kind: userKind.kind, namespaces, selector: watched.selectorText }, () =>
      counted([...this.#users.cache.values()].filter((user) => !this.#isOthers(this.#kafkaOf(user)))),
    );
    const parts = { links: watched.links, writer: this.#writer, events: this.#events, secretOf: this.#secretOf };
    const reconciler = new UserReconciler({ ...options, ...parts });
    this.#controller = new Controller({
      name: userKind.kind,
      reconcile: (keys, { signal }) => reconciler.reconcile(this.#round(keys), signal),
      laneOf: (key) => this.#laneOf(key),
      batchKeysMax: batchUsersMax,
      metrics: this.#metrics,
      ...{ clock, random, logger },
    });
  }

  /** Resolves once all there is has been seen, and the work on it has begun. */
  async start(): Promise<void> {
    const { resyncMs = 120_000 } = this.#options;
    this.#heed();
    // Users last, so that each is known with its Kafka.
    await Promise.all([this.#kafkas.start(), this.#secrets.start()]);
    await this.#users.start();
    this.#controller.resyncEvery(resyncMs, () => this.#all());
    for (const key of this.#all()) this.#controller.add(key);
    this.#controller.start();
  }

  /** Whether nothing is to be done now. */
  get isIdle(): boolean {
    return this.#controller.isIdle;
  }

  metrics(): MetricFamily[] {
    return [...this.#metrics.families(), resourceInfo("KafkaUser", this.#users.cache.values())];
  }

  async close(): Promise<void> {
    await this.#controller.close();
    await Promise.all([this.#users, this.#events].map((part) => part.close()));
  }

  #heed(): void {
    this.#users.onChange(({ type, object, before }) => {
      const key = keyOf(object.metadata);
      if (type === "removed") this.#writer.forget(key);
      else if (before === undefined || isNews(before, object) || this.#writer.isForeign(before, object)) this.#controller.add(key);
      const left = type === "removed" ? object : before;
      const [from, to] = [left && this.#kafkaOf(left), type === "removed" ? undefined : this.#kafkaOf(object)];
      if (from !== undefined && from !== to) this.#controller.add(goneKey(from, object.metadata.name));
    });
    this.#kafkas.onChange(({ object, before }) => {
      if (before !== undefined && !isNews(before, object)) return;
      this.#addUsersOf(keyOf(object.metadata));
      // While there was no Kafka, nobody could take rights away.
      for (const key of this.#allOf(object)) this.#controller.add(key);
    });
    // Those that wait for a Kafka are not to wait for their next try as well.
    this.#options.watched.links.onChange((cluster) => {
      const kafka = this.#kafkas.cache.get(cluster);
      if (kafka === undefined) return;
      this.#addUsersOf(cluster);
      for (const key of this.#allOf(kafka)) this.#controller.add(key);
    });
    this.#secrets.onChange((change) => {
      if (this.#writer.hear(change)) this.#addUsersWith(change.object);
    });
  }

  /** Keys of one lane are of one Kafka, or of none; a user that has come to another meanwhile is left to a round of that. */
  #round(keys: readonly ObjectKey[]): UserRound {
    const of = keys.map((key) => this.#laneOf(key)).find((lane) => lane !== "");
    const kafka = of === undefined ? undefined : this.#kafkas.cache.get(of);
    const subjects: UserSubject[] = [];
    const gone = new Map<ObjectKey, string>();
    let isComplete = false;
    for (const key of keys) {
      const parts = partsOf(key);
      if (parts === undefined) subjects.push(...this.#subject(key, kafka));
      else if (kafka === undefined || this.#served(parts.of) !== kafka) continue;
      else if (parts.name === undefined) isComplete = true;
      else if (!this.#isDeclared(kafka, parts.name)) gone.set(key, parts.name);
    }
    if (kafka === undefined || !isComplete || this.#options.memory !== undefined) return { kafka, subjects, gone };
    return { kafka, subjects, gone, isUndeclared: (name) => this.#isUndeclared(kafka, name) };
  }

  #subject(key: ObjectKey, kafka: Stored<Kafka> | undefined): readonly UserSubject[] {
    const user = this.#users.cache.get(key);
    if (user === undefined) return [];
    const its = this.#kafkaOf(user);
    if (this.#isOthers(its)) return [];
    if (its === undefined || its === kafka) return [{ key, user, duty: userDuty(user, its) }];
    this.#controller.add(key);
    return [];
  }

  /** Everything that there is to look at: users, those that have to go, and Kafkas, for what nobody declares. */
  *#all(): Generator<ObjectKey> {
    yield* this.#users.cache.keys();
    for (const kafka of this.#kafkas.cache.values()) yield* this.#allOf(kafka);
  }

  *#allOf(kafka: Stored<Kafka>): Generator<ObjectKey> {
    if (this.#served(keyOf(kafka.metadata)) === undefined) return;
    yield completeKey(kafka);
    for (const name of this.#options.memory?.names(kafka) ?? []) if (!this.#isDeclared(kafka, name)) yield goneKey(kafka, name);
  }

  /** Whether another process looks after the members of a Kafka. */
  #isOthers(kafka: Kafka | undefined): boolean {
    return kafka !== undefined && !this.#options.watched.selects(kafka);
  }

  #kafkaOf(user: KafkaUser): Stored<Kafka> | undefined {
    return kafkaOfMember(user, this.#kafkas.cache, userNamespaceOf, this.#options.serves);
  }

  /** A Kafka whose users are looked after here. */
  #served(cluster: ObjectKey): Stored<Kafka> | undefined {
    const kafka = this.#kafkas.cache.get(cluster);
    const { serves = () => true } = this.#options;
    const isServed = kafka?.spec.entityOperator?.userOperator !== undefined && serves(kafka) && !this.#isOthers(kafka);
    return isServed && kafka.metadata.deletionTimestamp === undefined ? kafka : undefined;
  }

  readonly #secretOf = (name: ObjectName) => this.#writer.currentSecret(name, this.#secrets.cache);

  #isDeclared(kafka: Stored<Kafka>, name: string): boolean {
    const user = this.#users.cache.get(keyOf({ namespace: userNamespaceOf(kafka), name }));
    return user !== undefined && clusterOf(user) === kafka.metadata.name;
  }

  #isUndeclared(kafka: Stored<Kafka>, kafkaName: string): boolean {
    const name = kafkaName.startsWith("CN=") ? kafkaName.slice("CN=".length) : kafkaName;
    const { byPassword, byCertificate } = kafkaUserNames(name);
    return [byPassword, byCertificate].includes(kafkaName) && !this.#isDeclared(kafka, name);
  }

  #laneOf(key: ObjectKey): string {
    const parts = partsOf(key);
    if (parts !== undefined) return parts.of;
    const user = this.#users.cache.get(key);
    const kafka = user === undefined ? undefined : this.#kafkaOf(user);
    return kafka === undefined ? "" : keyOf(kafka.metadata);
  }

  #addUsersOf(cluster: ObjectKey): void {
    const name = cluster.slice(cluster.indexOf("/") + 1);
    for (const { metadata } of this.#users.cache.by("cluster", name)) this.#controller.add(keyOf(metadata));
  }

  /** Users that the Secret may be of, those that take their passwords from it, and all with certificates if it is their authority's. */
  #addUsersWith({ metadata: { namespace, name } }: Stored<Secret>): void {
    for (const { metadata } of this.#users.cache.by("password", keyOf({ namespace, name }))) this.#controller.add(keyOf(metadata));
    for (const kafka of this.#kafkas.cache.values()) {
      const prefix = secretPrefixOf(kafka);
      const own = keyOf({ namespace, name: name.slice(prefix.length) });
      if (name.startsWith(prefix) && this.#users.cache.get(own) !== undefined) this.#controller.add(own);
      const authority = [`${kafka.metadata.name}-clients-ca-cert`, `${kafka.metadata.name}-clients-ca`];
      if (kafka.metadata.namespace === namespace && authority.includes(name)) this.#addUsersOf(keyOf(kafka.metadata));
    }
  }
}

/** The Secret that a user takes its password from. */
function passwordSecretOf({ metadata: { namespace }, spec }: KafkaUser): readonly ObjectKey[] {
  const name = spec.authentication?.password?.valueFrom.secretKeyRef?.name;
  return name === undefined ? [] : [keyOf({ namespace, name })];
}

/** Stands for a Kafka's users as a whole; names have no spaces. */
const completeKey = (kafka: Stored<Kafka>): ObjectKey => `of ${keyOf(kafka.metadata)}`;
/** Stands for a user whose KafkaUser is gone. */
const goneKey = (kafka: Stored<Kafka>, user: string): ObjectKey => `${completeKey(kafka)} ${user}`;

function partsOf(key: ObjectKey): { readonly of: ObjectKey; readonly name: string | undefined } | undefined {
  const [sort, of, name] = key.split(" ");
  return sort === "of" && of !== undefined ? { of, name } : undefined;
}
