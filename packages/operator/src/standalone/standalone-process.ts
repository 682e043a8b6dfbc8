import { openSecurity } from "@millrace/client";
import { type KafkaAddress, secretKind, TopicController, UserController, WatchedKafkas } from "@millrace/controllers";
import { type Clock, type Logger, MillraceError, type Random } from "@millrace/kit";
import { KubeClient, type MetricFamily, type Transport, untilAborted } from "@millrace/kube";
import { clusterLabel, secretEntries, topicDeclaration } from "@millrace/resources";
import { SmallProgram } from "../process/small-program.ts";
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
export class StandaloneProcess extends SmallProgram {
  readonly #options: StandaloneOptions;
  #controller: { metrics(): readonly MetricFamily[] } | undefined;

  constructor(options: StandaloneOptions) {
    super("the operator");
    this.#options = options;
  }

  override unready(): readonly string[] {
    return this.#controller === undefined ? ["the Kubernetes cluster has not answered yet"] : [];
  }

  protected override families(): readonly MetricFamily[] {
    return this.#controller?.metrics() ?? [];
  }

  protected override async run(): Promise<void> {
    const { task, transport, clock } = this.#options;
    const client = new KubeClient({ transport, clock });
    const kafka = standingKafka(task.settings, task.type === "users" ? task.settings : undefined);
    const address = await untilAborted(this.closing, addressOf(task, client));
    const common = { ...this.#options, client, namespaces: [task.settings.namespace] };
    const watched = this.opened.add(new WatchedKafkas({ ...common, kafkas: sourceOf(kafka), addressOf: () => address }));
    const labelSelector = `${clusterLabel}=${kafka.metadata.name}`;
    const options = { ...common, watched, labelSelector, resyncMs: task.settings.resyncMs };
    const controller =
      task.type === "users"
        ? new UserController(options)
        : new TopicController({ ...options, effective: (topic) => ({ effective: topicDeclaration(topic), warnings: [] }) });
    this.opened.add(controller);
    await untilAborted(this.closing, controller.start());
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
