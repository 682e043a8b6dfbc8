import assert from "node:assert/strict";
import { type Admin, Consumer, openAdmin, openSecurity, Producer } from "@millrace/client";
import { kafkaKind, secretKind, topicKind, userKind } from "@millrace/controllers";
import { type Files, readFile } from "@millrace/files";
import { type Clock, type Closeable, Opened, opening, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { isNotFound, KubeClient, type KubeKind, type KubeObject, type Stored, type Transport } from "@millrace/kube";
import { httpsTransport, readKubeconfig } from "@millrace/kube/https";
import type { Kafka, KafkaTopic, KafkaUser } from "@millrace/resources";
import { checkPlatform, type Platform, startPlatform } from "../../src/index.ts";
import { eventually } from "../client/running-broker.ts";
import { platformText } from "../documents.ts";
import type { Operation } from "./operations.ts";

const namespace = "default";
const labels = { "strimzi.io/cluster": "test" };
const fieldManager = "tests";

const ports = { listeners: [0, 0], kubernetes: 0 };

/** What is in a file: topics and users are made by other means. What is answered is on the disk. */
const config = { "log.flush.interval.messages": 1, "auto.create.topics.enable": "false" };
const listeners = [{ name: "scram", port: 9093, type: "internal", tls: false, authentication: { type: "scram-sha-512" } }];
const text = platformText({}, { config, listeners })
  .replace('"topicOperator":{}', '"topicOperator":{},"userOperator":{}')
  .replace('"config":', '"authorization":{"type":"simple","superUsers":["ANONYMOUS"]},"config":');

type Observed = KubeObject & Pick<Kafka, "status">;

/** A platform in a process that may die, with clients of it. */
export class LivingPlatform implements Closeable {
  readonly #opened = new Opened();
  readonly #platform: Platform;
  readonly #client: KubeClient;
  readonly #admin: Admin;
  readonly #producer: Producer;
  readonly #kafka: Kafka;
  readonly #clock: Clock;

  private constructor(platform: Platform, kafka: Kafka, { transport, clock }: { readonly transport: Transport; readonly clock: Clock }) {
    this.#platform = platform;
    this.#kafka = kafka;
    this.#clock = clock;
    this.#client = new KubeClient({ transport });
    this.#admin = this.#opened.add(openAdmin(this.#kafkaOptions));
    this.#producer = this.#opened.add(new Producer(this.#kafkaOptions));
  }

  static async start(files: Files, clock: Clock): Promise<LivingPlatform> {
    const { platform: declared, problems } = checkPlatform([{ file: "test.yaml", text }]);
    assert.deepEqual(problems, []);
    assert.ok(declared);
    return opening(async (opened) => {
      const platform = opened.add(
        await startPlatform({ platform: declared, directory: "data", files, ports, clock, logger: silentLogger }),
      );
      const file = platform.kubernetes.kubeconfig;
      const access = readKubeconfig([{ text: readFile(files, file).toString(), file, directory: "" }]);
      const { transport } = opened.add(httpsTransport(access, systemClock));
      const living = new LivingPlatform(platform, declared.kafka, { transport, clock });
      living.#opened.defer(() => opened.close());
      return living;
    });
  }

  get clusterId(): string {
    return this.#platform.clusterId;
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  /** Resolves when it is answered; where one operation hangs on another's end, when that has come. */
  async operate(operation: Operation): Promise<void> {
    switch (operation.act) {
      case "topic": {
        const { name, partitions, retentionMs } = operation;
        return this.#apply(topicKind, name, { partitions, config: { "retention.ms": retentionMs } });
      }
      case "drop-topic":
        await this.#delete(topicKind, operation.name);
        return eventually(`${operation.name} is gone`, async () => (await this.#get(topicKind, operation.name)) === undefined);
      case "produce":
        await this.#ready(topicKind, operation.topic);
        await this.#producer.send({ topic: operation.topic, value: operation.value });
        return;
      case "user": {
        const acls = [{ resource: { type: "topic", name: operation.reads }, operations: ["Read"] }];
        const authorization = { type: "simple", acls };
        return this.#apply(userKind, operation.name, { authentication: { type: "scram-sha-512" }, authorization });
      }
      case "drop-user":
        // Who has not come about yet has nothing to lose.
        if ((await this.#get(userKind, operation.name)) !== undefined) await this.#ready(userKind, operation.name);
        return this.#delete(userKind, operation.name);
      case "configure": {
        const patch = { spec: { kafka: { config: { [operation.setting]: operation.value } } } };
        await this.#client.patch(kafkaKind, { namespace, name: "test" }, patch, { type: "merge" });
        return;
      }
      case "delete-and-apply-kafka":
        await this.#delete(kafkaKind, "test");
        await this.#client.create(kafkaKind, { ...this.#kafka, metadata: { namespace, name: "test" } });
        await this.#ready(kafkaKind, "test");
        // Until its topics are looked after again, one that is deleted stays in Kafka.
        for (const { metadata } of await this.#all(topicKind)) await this.#ready(topicKind, metadata.name);
    }
  }

  /** What there is once everything declared has come about, free of ids and times. */
  async settledState(): Promise<object> {
    await this.#ready(kafkaKind, "test");
    for (const { metadata } of await this.#all(topicKind)) await this.#ready(topicKind, metadata.name);
    for (const { metadata } of await this.#all(userKind)) await this.#ready(userKind, metadata.name);
    await eventually("who is gone has no rights", async () => {
      const declared = (await this.#all(userKind)).map(({ metadata }) => metadata.name);
      const withRights = (await this.#admin.describeAcls()).map(({ principal }) => principal.replace("User:", ""));
      return [...(await this.#knownUsers()), ...withRights].every((name) => declared.includes(name));
    });
    const told = await Promise.all([this.#all<Kafka>(kafkaKind), this.#all<KafkaTopic>(topicKind), this.#all<KafkaUser>(userKind)]);
    const resources = told.flat().map(({ kind, metadata, spec, status }) => ({
      ...{ kind, name: metadata.name, finalizers: metadata.finalizers, spec },
      conditions: status?.conditions?.map((condition) => `${condition.type}=${condition.status} ${condition.reason ?? ""}`),
    }));
    const users = await this.#knownUsers();
    for (const user of users) await this.#logIn(user);
    return { resources, users, ...(await this.#inKafka()) };
  }

  /** With what the user's Secret says. Throws if that is not what Kafka knows. */
  async #logIn(user: string): Promise<void> {
    const secret = await this.#get(secretKind, user);
    const jaas = Buffer.from(secret?.data?.["sasl.jaas.config"] ?? "", "base64").toString();
    const given = { "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "SCRAM-SHA-512", "sasl.jaas.config": jaas };
    const { security } = await openSecurity({ properties: given, clock: this.#clock, random: systemRandom });
    const { bootstrapServers } = this.#platform.endpoints[1] ?? { bootstrapServers: "" };
    const admin = openAdmin({ bootstrapServers, clock: this.#clock, security });
    await admin.describeCluster();
    await admin.close();
  }

  async #inKafka(): Promise<object> {
    const all = await this.#admin.describeTopics((await this.#admin.listTopics()).map(({ name }) => name));
    const own = all.flatMap(({ topic }) => (topic === undefined || topic.isInternal ? [] : [topic]));
    const topics = await Promise.all(
      own.map(async ({ name, partitions }) => {
        const settings = await this.#settings({ type: "topic", name }, "DYNAMIC_TOPIC_CONFIG");
        return { name, partitions: partitions.length, settings, values: await this.#valuesOf(name, partitions.length) };
      }),
    );
    const acls = (await this.#admin.describeAcls()).map((acl) => `${acl.principal} ${acl.permission} ${acl.operation} ${acl.resourceName}`);
    const broker = await this.#settings({ type: "broker", name: "0" });
    const settings = ["log.retention.ms", "num.partitions"].map((name) => broker.find((each) => each.startsWith(`${name}=`)));
    return { topics, acls: acls.sort(), settings };
  }

  async #settings(resource: { readonly type: "topic" | "broker"; readonly name: string }, source?: string): Promise<readonly string[]> {
    const [outcome] = await this.#admin.describeConfigs([resource]);
    const entries = outcome?.entries.filter((entry) => source === undefined || entry.source === source) ?? [];
    return entries.map(({ name, value }) => `${name}=${value}`).sort();
  }

  /** Each once: what is not answered is sent again. */
  async #valuesOf(topic: string, count: number): Promise<readonly string[]> {
    const places = Array.from({ length: count }, (_, partition) => ({ topic, partition }));
    const ends = await this.#admin.listOffsets(places.map((place) => ({ ...place, at: "latest" as const })));
    const wanted = ends.reduce((sum, { offset }) => sum + offset, 0);
    const values: string[] = [];
    const consumer = new Consumer(this.#kafkaOptions);
    consumer.assign(places.map((place) => ({ ...place, from: "earliest" as const })));
    while (values.length < wanted) values.push(...((await consumer.next())?.records ?? []).map(({ value }) => String(value)));
    await consumer.close();
    return [...new Set(values)].sort();
  }

  async #knownUsers(): Promise<readonly string[]> {
    const known = await this.#admin.describeUserScramCredentials();
    return known.map(({ user }) => user).sort();
  }

  get #kafkaOptions() {
    return { bootstrapServers: this.#platform.endpoints[0]?.bootstrapServers ?? "", clock: this.#clock };
  }

  async #apply<T extends KubeObject>(kind: KubeKind<T>, name: string, spec: object): Promise<void> {
    const object = { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { namespace, name, labels }, spec };
    await this.#client.apply(kind, object, { fieldManager, force: true });
  }

  async #delete<T extends KubeObject>(kind: KubeKind<T>, name: string): Promise<void> {
    await this.#client.delete(kind, { namespace, name }).catch((thrown: unknown) => {
      if (!isNotFound(thrown)) throw thrown;
    });
  }

  #get<T extends KubeObject>(kind: KubeKind<T>, name: string): Promise<Stored<T> | undefined> {
    return this.#client.get(kind, { namespace, name });
  }

  async #all<T extends KubeObject>(kind: KubeKind<T>): Promise<ReadonlyArray<Stored<T>>> {
    return (await this.#client.list(kind)).items;
  }

  async #ready<T extends Observed>(kind: KubeKind<T>, name: string): Promise<void> {
    await eventually(`${kind.kind} ${name} is ready`, async () => {
      const object = await this.#get(kind, name);
      const isCurrent = object?.status?.observedGeneration === object?.metadata.generation;
      return isCurrent && object?.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;
    });
  }
}
