import { type Clock, type Logger, messageOf, type Random } from "@millrace/kit";
import { isConflict, isNotFound, KubeClient, type KubeObject, type Stored, type Transport, untilAborted } from "@millrace/kube";
import type { Value } from "@millrace/resources";
import { manualAnnotation } from "../cluster/restart-reasons.ts";
import { machineKind } from "../kubernetes/machine.ts";
import { type Pod, podKind } from "../kubernetes/pod.ts";
import { SmallProgram } from "../process/small-program.ts";
import { MovedPods } from "./moved-pods.ts";
import { answerTo, type EvictionRequest, evictionRequest, verdictOn } from "./review.ts";
import type { DrainCleanerSettings } from "./settings.ts";
import { type WebhookKeys, webhookKeys } from "./webhook-keys.ts";
import { WebhookServer } from "./webhook-server.ts";

export interface DrainCleanerOptions {
  readonly settings: DrainCleanerSettings;
  /** The way to the API server. */
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

interface WebhookConfiguration extends KubeObject {
  readonly webhooks?: readonly { readonly name: string; readonly clientConfig?: { readonly caBundle?: string } }[];
}

const configurations = {
  ...{ apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingWebhookConfiguration", plural: "validatingwebhookconfigurations" },
  namespaced: false,
  example: undefined as unknown as WebhookConfiguration,
} as const;

/** Whoever applies the manifest anew takes the authority away. */
const lookPeriodMs = 60_000;

/**
 * Turns evictions of pods of Kafkas into restarts by the operator, which sees to it that nobody misses them: the pod is asked for by annotation, and the eviction denied until it is another pod.
 */
export class DrainCleaner extends SmallProgram {
  readonly #options: DrainCleanerOptions;
  readonly #client: KubeClient;
  #server: WebhookServer | undefined;
  #shown: WebhookKeys | undefined;
  readonly #moved = new MovedPods();
  #looking = false;

  constructor(options: DrainCleanerOptions) {
    super("the Drain Cleaner");
    this.#options = options;
    this.#client = new KubeClient({ transport: options.transport, clock: options.clock });
  }

  /** Where the webhook listens, once it does. */
  get port(): number | undefined {
    return this.#server?.port;
  }

  override unready(): readonly string[] {
    return this.#server === undefined ? ["the webhook does not listen yet"] : [];
  }

  protected override async run(): Promise<void> {
    const { settings, clock, logger } = this.#options;
    const configuration = await this.#configuration();
    const keys = await untilAborted(this.closing, this.#keys(configuration));
    const listening = { host: settings.httpHost, port: settings.webhookPort, keys, logger };
    this.#server = this.opened.add(await WebhookServer.listen({ ...listening, answer: (review) => this.#answer(review) }));
    this.#shown = keys;
    await this.#introduce(configuration, keys);
    this.opened.defer(clock.every(lookPeriodMs, () => void this.#look()));
    logger.info("evictions are looked at", { port: this.#server.port });
  }

  /** By which the API server knows of this webhook. */
  async #configuration(): Promise<Stored<WebhookConfiguration>> {
    const { name } = this.#options.settings;
    const configuration = await this.#client.get(configurations, { name }, this.closing);
    if (configuration === undefined || (configuration.webhooks ?? []).length === 0)
      throw new Error(`there is no ValidatingWebhookConfiguration ${name} with a webhook`);
    return configuration;
  }

  #keys({ metadata: { uid } }: Stored<WebhookConfiguration>): Promise<WebhookKeys> {
    const { settings, clock, random } = this.#options;
    const { namespace, name, hosts } = settings;
    const { apiVersion, kind } = configurations;
    return webhookKeys({ client: this.#client, namespace, name, owner: { apiVersion, kind, name, uid }, hosts, clock, random });
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const configuration = await this.#configuration();
      const keys = await this.#keys(configuration);
      await this.#introduce(configuration, keys);
      if (keys.certificate !== this.#shown?.certificate) this.#server?.show(keys);
      this.#shown = keys;
    } catch (thrown) {
      this.#options.logger.warn("the webhook's certificate was not looked at", { why: messageOf(thrown) });
    } finally {
      this.#looking = false;
    }
  }

  /** Tells the API server by which authority it knows this webhook. */
  async #introduce({ metadata, webhooks = [] }: Stored<WebhookConfiguration>, { authorities }: WebhookKeys): Promise<void> {
    const caBundle = Buffer.from(authorities).toString("base64");
    const paths = webhooks.flatMap(({ clientConfig }, at) =>
      clientConfig?.caBundle === caBundle ? [] : [`/webhooks/${at}/clientConfig/caBundle`],
    );
    if (paths.length === 0) return;
    const patch = paths.map((path) => ({ op: "add", path, value: caBundle }));
    await this.#client.patch(configurations, { name: metadata.name }, patch, { type: "json" });
  }

  async #answer(review: Value): Promise<object | undefined> {
    const { settings, logger } = this.#options;
    const request = evictionRequest(review);
    if (request === undefined) return undefined;
    const pod = await this.#client.get(podKind, request.pod, this.closing);
    const verdict = verdictOn(pod, request, settings, pod !== undefined && (await this.#hasMoved(request, pod)));
    if (pod !== undefined && verdict.type === "later") this.#moved.note(request, pod);
    if (pod !== undefined && verdict.asks) {
      const patch = { metadata: { uid: pod.metadata.uid, annotations: { [manualAnnotation]: "true" } } };
      await this.#client.patch(podKind, request.pod, patch, { type: "merge" }).catch((thrown: unknown) => {
        if (!isNotFound(thrown) && !isConflict(thrown)) throw thrown; // it has gone meanwhile
      });
      logger.info("a pod is to be restarted, as it is to be evicted", { ...request.pod });
    }
    return answerTo(request, verdict);
  }

  /** One whose own node is being drained has to move on, whatever was before. */
  async #hasMoved(request: EvictionRequest, pod: Pod): Promise<boolean> {
    if (!this.#moved.hasMoved(request, pod)) return false;
    const name = pod.spec?.nodeName;
    const node = name === undefined ? undefined : await this.#client.get(machineKind, { name }, this.closing);
    return node?.spec?.unschedulable !== true;
  }
}
