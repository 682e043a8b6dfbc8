import {
  AwaitedController,
  Canaries,
  Exporters,
  KafkaController,
  RebalanceController,
  TopicController,
  UserController,
  WatchedKafkas,
} from "@millrace/controllers";
import { WatchedSecrets } from "@millrace/controllers/certificates";
import { type Clock, type Closeable, type Logger, type Opened, opening, type Random } from "@millrace/kit";
import { type KubeClient, keyOf, type MetricFamily, type ObjectKey } from "@millrace/kube";
import { topicDeclaration } from "@millrace/resources";
import { podSetsOf } from "../cluster/cluster-pods.ts";
import { KafkaAccess } from "../cluster/kafka-access.ts";
import { OperatorBackend } from "../cluster/operator-backend.ts";
import { OwnedObjects } from "../cluster/owned-objects.ts";
import { clusterKeysOf } from "../kubernetes/cluster-keys.ts";
import type { ModelSettings } from "../model/settings.ts";
import type { StrimziPodSet } from "../pod-sets/pod-set.ts";
import { PodSetController } from "../pod-sets/pod-set-controller.ts";
import { WatchedPods } from "../pod-sets/watched-pods.ts";
import type { FoundKinds } from "./found-kinds.ts";
import { KafkaLog } from "./kafka-log.ts";
import { PlanRoute } from "./plan-route.ts";

export interface OperationOptions {
  readonly client: KubeClient;
  /** Left out: all there are. */
  readonly namespaces?: readonly string[];
  /** Labels of the Kafkas that are looked after. Default: all are. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly settings: ModelSettings;
  readonly found: FoundKinds;
  readonly resyncMs: number;
  /** How long a step such as a pod's becoming ready may take. Default 5 minutes, as Strimzi has it. */
  readonly operationTimeoutMs?: number;
  /** Ends a start that takes too long. */
  readonly signal?: AbortSignal;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** By which fields of what the operator makes are known to be the operator's. */
const fieldManager = "millrace-cluster-operator";

/** Something that has metrics to tell. */
interface MetricSource {
  metrics(): readonly MetricFamily[];
}

/** All controllers: what a leader runs. */
export class Operation implements Closeable {
  readonly #opened: Opened;
  readonly #metricSources: readonly MetricSource[];
  /** What would become of Kafkas. */
  readonly plans: PlanRoute;

  private constructor(opened: Opened, plans: PlanRoute, metricSources: readonly MetricSource[]) {
    this.#opened = opened;
    this.plans = plans;
    this.#metricSources = metricSources;
  }

  /** Resolves once all there is has been seen, and the work on it has begun. */
  static start(options: OperationOptions): Promise<Operation> {
    return opening(async (opened) => {
      options.signal?.addEventListener("abort", () => void opened.close().catch(() => {}), { once: true }); // the start fails by it
      const access = new KafkaAccess();
      const watched = opened.add(new WatchedKafkas({ ...options, addressOf: (kafka) => access.addressOf(kafka), asksAtOnce: true }));
      const canaries = opened.add(new Canaries({ ...options, watched, addressOf: (kafka) => access.knownAddressOf(kafka) }));
      const exporters = opened.add(
        new Exporters({ ...options, watched, isReached: (kafka) => access.knownAddressOf(kafka) !== undefined }),
      );
      const pods = opened.add(new WatchedPods(options));
      const log = new KafkaLog(options.logger);
      const wake = (key: ObjectKey): void => kafkas.look(key);
      const objects = opened.add(new OwnedObjects({ ...options, kinds: options.found.made, fieldManager, onChange: wake }));
      const secrets = new WatchedSecrets(options.client, watched.secrets);
      const selected = () => [...watched.kafkas.cache.values()].filter((kafka) => watched.selects(kafka));
      const backend = opened.add(
        new OperatorBackend({ ...options, objects, pods, access, secrets, links: watched.links, kafkas: selected }),
      );
      const kafkas = opened.add(new KafkaController({ ...options, watched, backend, onSettled: (settled) => log.settled(settled) }));
      const podSets = opened.add(new PodSetController({ ...options, watched: pods, serves: (podSet) => servesPodSet(podSet, watched) }));
      const topics = opened.add(
        new TopicController({ ...options, watched, effective: (topic) => ({ effective: topicDeclaration(topic), warnings: [] }) }),
      );
      const users = opened.add(new UserController({ ...options, watched }));
      const rebalances = options.found.rebalances ? [opened.add(new RebalanceController({ ...options, watched }))] : [];
      const awaited = options.found.awaited.map((kind) => opened.add(new AwaitedController({ ...options, kind })));
      pods.pods.onChange(({ object }) => clusterKeysOf(object).forEach(wake));
      watched.links.onChange(wake);
      watched.kafkas.onChange(({ type, object }) => {
        if (type === "removed") log.forget(keyOf(object.metadata));
        for (const podSet of podSetsOf(pods, keyOf(object.metadata))) podSets.look(keyOf(podSet.metadata));
      });
      await Promise.all([watched.kafkas.start(), pods.start(), objects.start()]);
      const controllers = [podSets, kafkas, topics, users, ...rebalances, ...awaited];
      await Promise.all(controllers.map((controller) => controller.start()));
      return new Operation(opened, new PlanRoute({ watched, backend }), [...controllers, canaries, exporters]);
    });
  }

  metrics(): readonly MetricFamily[] {
    return this.#metricSources.flatMap((source) => source.metrics());
  }

  close(): Promise<void> {
    return this.#opened.close();
  }
}

/** As Strimzi has it, a set is looked after by whoever looks after its Kafka: what belonged to one that is gone is left as it is. */
function servesPodSet(podSet: StrimziPodSet, watched: WatchedKafkas): boolean {
  const kafkas = clusterKeysOf(podSet).flatMap((key) => watched.kafkas.cache.get(key) ?? []);
  return kafkas.some((kafka) => watched.selects(kafka));
}
