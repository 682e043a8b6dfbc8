import { openSecurity } from "@millrace/client";
import { type KafkaAddress, secretKind, TopicController, UserController, WatchedKafkas } from "@millrace/controllers";
import { type Clock, type Closeable, type Logger, MillraceError, messageOf, Opened, type Random } from "@millrace/kit";
import { KubeClient, type MetricFamily, type Transport, untilAborted } from "@millrace/kube";
import type { Reply, Seen } from "@millrace/observation";
import type { Renderer } from "@millrace/observation/render";
import { clusterLabel, secretEntries, topicDeclaration } from "@millrace/resources";
import { topicClientProperties, type UserOperatorKeys, userClientProperties } from "./client-properties.ts";
import type { TopicOperatorSettings, UserOperatorSettings } from "./settings.ts";
import { sourceOf, standingKafka } from "./standing-kafka.ts";

/** Which operator it is, and what it was told. */
export type Task =
  | { readonly type: "topics"; readonly settings: TopicOperatorSettings }
  | { readonly type: "users"; readonly settings: UserOperatorSettings };

export interface StandaloneOptions {
  readonly task: Task;
  /** The way to the API server. */
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** A Topic or User Operator by itself, for a Kafka that nobody here looks after. */
export class StandaloneProcess implements Seen, Closeable {
  /** Resolves with why, when this process can't go on. */
  readonly ended: Promise<string>;
  readonly #options: StandaloneOptions;
  readonly #opened = new Opened();
  readonly #closing = new AbortController();
  readonly #end: (why: string) => void;
  #controller: { metrics(): readonly MetricFamily[] } | undefined;
  #renderer: Promise<Renderer> | undefined;
  #running: Promise<void> | undefined;

  constructor(options: StandaloneOptions) {
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    this.#end = resolve;
  }

  start(): void {
    this.#running ??= this.#run().catch((thrown: unknown) => {
      if (!this.#closing.signal.aborted) this.#end(messageOf(thrown));
    });
  }

  failures(): readonly string[] {
    return [];
  }

  unready(): readonly string[] {
    return this.#controller === undefined ? ["the Kubernetes cluster has not answered yet"] : [];
  }

  async metrics(): Promise<Reply> {
    this.#renderer ??= import("@millrace/observation/render").then(
      ({ Renderer }) => new Renderer([], () => this.#controller?.metrics() ?? []),
    );
    return (await this.#renderer).reply();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error("the operator stops"));
    await this.#running;
    await this.#opened.close();
  }

  async #run(): Promise<void> {
    const { task, transport, clock } = this.#options;
    const client = new KubeClient({ transport, clock });
    const kafka = standingKafka(task.settings, task.type === "users" ? task.settings : undefined);
    const address = await untilAborted(this.#closing.signal, addressOf(task, client));
    const common = { ...this.#options, client, namespaces: [task.settings.namespace] };
    const watched = this.#opened.add(new WatchedKafkas({ ...common, kafkas: sourceOf(kafka), addressOf: () => address }));
    const labelSelector = `${clusterLabel}=${kafka.metadata.name}`;
    const options = { ...common, watched, labelSelector, resyncMs: task.settings.resyncMs };
    const controller =
      task.type === "users"
        ? new UserController(options)
        : new TopicController({ ...options, effective: (topic) => ({ effective: topicDeclaration(topic), warnings: [] }) });
    this.#opened.add(controller);
    await untilAborted(this.#closing.signal, controller.start());
    this.#controller = controller;
    this.#options.logger.info("the operator works", { of: kafka.metadata.name, namespace: task.settings.namespace });
  }
}

async function addressOf(task: Task, client: KubeClient): Promise<KafkaAddress> {
  const properties =
    task.type === "users" ? userClientProperties(task.settings, await keysOf(task.settings, client)) : topicClientProperties(task.settings);
  const { security } = await openSecurity({ properties });
  return { bootstrapServers: task.settings.bootstrapServers, security };
}

async function keysOf(
  { namespace, clusterAuthority, ownCertificate }: UserOperatorSettings,
  client: KubeClient,
): Promise<UserOperatorKeys> {
  const entry = async (secret: string | undefined, name: string): Promise<string | undefined> => {
    const found = secret === undefined ? undefined : await client.get(secretKind, { namespace, name: secret });
    if (secret === undefined) return undefined;
    const value = found === undefined ? undefined : secretEntries(found).get(name)?.toString();
    if (value === undefined) throw new MillraceError("NOT_FOUND", `there is no ${name} in Secret ${secret} of namespace ${namespace}`);
    return value;
  };
  return {
    trusted: await entry(clusterAuthority, "ca.crt"),
    certificate: await entry(ownCertificate, "entity-operator.crt"),
    key: await entry(ownCertificate, "entity-operator.key"),
  };
}
