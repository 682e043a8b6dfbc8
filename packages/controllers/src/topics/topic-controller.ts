import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import {
  Controller,
  EventRecorder,
  Informer,
  type KubeClient,
  keyOf,
  type MetricFamily,
  type ObjectKey,
  ReconciliationMetrics,
  type Stored,
} from "@millrace/kube";
import { managedNameOf, topicDuty, topicNamespaceOf } from "@millrace/plans";
import type { Effective, Kafka, KafkaTopic, TopicDeclaration } from "@millrace/resources";
import { clusterNames, counted, kafkaOfMember } from "../cluster-members.ts";
import { topicKind } from "../kinds.ts";
import { isNews } from "../news.ts";
import { resourceInfo } from "../resource-info.ts";
import type { WatchedKafkas } from "../watched-kafkas.ts";
import { type SettledTopic, TopicReconciler } from "./topic-reconciler.ts";
import { TopicWriter, topicManager } from "./topic-writer.ts";

export interface TopicControllerOptions {
  readonly client: KubeClient;
  readonly watched: Pick<WatchedKafkas, "kafkas" | "links" | "selects" | "selectorText">;
  /** Left out: all there are. */
  readonly namespaces?: readonly string[];
  /** Labels of the KafkaTopics that are looked at, as API servers take them. Left out: all are. */
  readonly labelSelector?: string;
  /** What takes effect of what a KafkaTopic declares. */
  readonly effective: (topic: KafkaTopic) => Effective<TopicDeclaration>;
  /** Whether this is the Kafka's controller; others are as if they were not there. Default: it is that of all. */
  readonly serves?: (kafka: Kafka) => boolean;
  /** Is told what has come of a topic, each time that it was looked at. */
  readonly onSettled?: (settled: SettledTopic) => void;
  /** How often all topics are looked at, changed or not. Default 2 minutes, as Strimzi has it. */
  readonly resyncMs?: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Topics that are looked at together; Strimzi takes up to 100. */
const batchTopicsMax = 200;

type TopicIndex = "cluster" | "topic";

/** Looks after KafkaTopics, from Kubernetes to Kafka, as Strimzi's Topic Operator does. */
export class TopicController implements Closeable {
  readonly #options: TopicControllerOptions;
  readonly #topics: Informer<KafkaTopic, TopicIndex>;
  readonly #kafkas: WatchedKafkas["kafkas"];
  readonly #events: EventRecorder;
  readonly #writer: TopicWriter;
  readonly #metrics: ReconciliationMetrics;
  readonly #controller: Controller;

  constructor(options: TopicControllerOptions) {
    this.#options = options;
    this.#kafkas = options.watched.kafkas;
    const { client, watched, namespaces, labelSelector, clock, random, logger } = options;
    const common = { client, namespaces, clock, random, logger };
    this.#topics = new Informer({ ...common, labelSelector, kind: topicKind, indexes: { cluster: clusterNames, topic: placeOf } });
    this.#events = new EventRecorder({ client, component: topicManager, clock, random, logger });
    this.#writer = new TopicWriter(client);
    this.#metrics = new ReconciliationMetrics({ kind: topicKind.kind, namespaces, selector: watched.selectorText }, () =>
      counted([...this.#topics.cache.values()].filter((topic) => !this.#isOthers(this.#kafkaOf(topic)))),
    );
    const reconciler = new TopicReconciler({ ...options, links: watched.links, writer: this.#writer, events: this.#events });
    this.#controller = new Controller({
      name: topicKind.kind,
      reconcile: (keys, { signal }) =>
        reconciler.reconcile(
          keys.flatMap((key) => this.#subject(key) ?? []),
          signal,
        ),
      laneOf: (key) => this.#laneOf(key),
      batchKeysMax: batchTopicsMax,
      metrics: this.#metrics,
      ...{ clock, random, logger },
    });
  }

  /** Resolves once all there is has been seen, and the work on it has begun. */
  async start(): Promise<void> {
    const { resyncMs = 120_000 } = this.#options;
    this.#topics.onChange(({ type, object, before }) => {
      const isNew = before === undefined || isNews(before, object);
      if (type === "removed") this.#writer.forget(keyOf(object.metadata));
      else if (isNew || this.#writer.isForeign(before, object)) this.#controller.add(keyOf(object.metadata));
      for (const concerned of isNew ? [object, before] : []) if (concerned !== undefined) this.#addRivals(concerned);
    });
    this.#kafkas.onChange(({ object, before }) => {
      const cluster = keyOf(object.metadata);
      if (before === undefined || isNews(before, object)) this.#addTopicsOf(cluster);
    });
    // Those that wait for a Kafka are not to wait for their next try as well.
    this.#options.watched.links.onChange((cluster) => this.#addTopicsOf(cluster));
    await Promise.all([this.#kafkas.start(), this.#topics.start()]);
    this.#controller.resyncEvery(resyncMs, () => this.#topics.cache.keys());
    this.#controller.start();
  }

  /** Whether nothing is to be done now. */
  get isIdle(): boolean {
    return this.#controller.isIdle;
  }

  metrics(): MetricFamily[] {
    return [...this.#metrics.families(), resourceInfo("KafkaTopic", this.#topics.cache.values())];
  }

  async close(): Promise<void> {
    await this.#controller.close();
    await Promise.all([this.#topics.close(), this.#events.close()]);
  }

  #subject(key: ObjectKey) {
    const topic = this.#topics.cache.get(key);
    if (topic === undefined) return undefined;
    const kafka = this.#kafkaOf(topic);
    if (this.#isOthers(kafka)) return undefined;
    const duty = topicDuty(topic, { kafka, rivals: this.#rivalsOf(topic) });
    return { key, topic, kafka, duty };
  }

  /** Whether another process looks after the members of a Kafka. */
  #isOthers(kafka: Kafka | undefined): boolean {
    return kafka !== undefined && !this.#options.watched.selects(kafka);
  }

  #kafkaOf(topic: KafkaTopic): Stored<Kafka> | undefined {
    return kafkaOfMember(topic, this.#kafkas.cache, topicNamespaceOf, this.#options.serves);
  }

  #rivalsOf(topic: Stored<KafkaTopic>): ReadonlyArray<Stored<KafkaTopic>> {
    const own = keyOf(topic.metadata);
    const all = placeOf(topic).flatMap((place) => this.#topics.cache.by("topic", place));
    return all.filter(({ metadata }) => keyOf(metadata) !== own);
  }

  #laneOf(key: ObjectKey): string {
    const topic = this.#topics.cache.get(key);
    const kafka = topic === undefined ? undefined : this.#kafkaOf(topic);
    return kafka === undefined ? "" : keyOf(kafka.metadata);
  }

  #addRivals(topic: Stored<KafkaTopic>): void {
    for (const { metadata } of this.#rivalsOf(topic)) this.#controller.add(keyOf(metadata));
  }

  #addTopicsOf(cluster: ObjectKey): void {
    const name = cluster.slice(cluster.indexOf("/") + 1);
    for (const { metadata } of this.#topics.cache.by("cluster", name)) this.#controller.add(keyOf(metadata));
  }
}

/** The topic of a cluster that a KafkaTopic is about. */
const placeOf = (topic: KafkaTopic): readonly string[] =>
  clusterNames(topic).map((cluster) => `${topic.metadata.namespace}/${cluster}/${managedNameOf(topic)}`);
