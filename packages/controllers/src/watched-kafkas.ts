import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import { Informer, type KubeClient, keyOf, type ObjectKey } from "@millrace/kube";
import type { Kafka, KafkaNodePool, Secret } from "@millrace/resources";
import { clusterNames } from "./cluster-members.ts";
import { KafkaLinks, type KafkaLinksOptions } from "./kafka-links.ts";
import { kafkaKind, nodePoolKind, secretKind } from "./kinds.ts";

/** Kafkas that there are, and what changes of them. */
export type KafkaSource = Pick<Informer<Kafka>, "cache" | "onChange" | "start" | "close">;

export interface WatchedKafkasOptions {
  readonly client: KubeClient;
  /** Default: those that the API server has. */
  readonly kafkas?: KafkaSource;
  /** Left out: all there are. */
  readonly namespaces?: readonly string[];
  /** Labels of the Kafkas that are looked after here; others are somebody else's. Default: all are. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly addressOf: KafkaLinksOptions["addressOf"];
  readonly asksAtOnce?: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Helm keeps a whole chart in a Secret for each state of each release: they hold nothing for a Kafka, and would be most of what is kept in memory. */
const withoutReleases = "type!=helm.sh/release.v1";

/** Kafkas, their node pools, Secrets and connections to Kafkas, once for all controllers of a process: each watch begins with the first that asks for it. */
export class WatchedKafkas implements Closeable {
  readonly kafkas: KafkaSource;
  readonly nodePools: Informer<KafkaNodePool, "kafka">;
  readonly secrets: Informer<Secret>;
  readonly links: KafkaLinks;
  readonly #selector: ReadonlyArray<readonly [name: string, value: string]>;

  constructor(options: WatchedKafkasOptions) {
    this.#selector = Object.entries(options.selector ?? {});
    this.kafkas = options.kafkas ?? new Informer({ ...options, kind: kafkaKind });
    this.nodePools = new Informer({ ...options, kind: nodePoolKind, indexes: { kafka: kafkaOfPool } });
    this.secrets = new Informer({ ...options, kind: secretKind, fieldSelector: withoutReleases });
    this.links = new KafkaLinks(options);
    this.kafkas.onChange(({ type, object }) => {
      if (type === "removed") void this.links.drop(keyOf(object.metadata));
    });
  }

  /** Whether a Kafka is looked after here. */
  selects({ metadata }: Kafka): boolean {
    return this.#selector.every(([name, value]) => metadata.labels?.[name] === value);
  }

  /** As on a command line: `team=data,stage=prod`. */
  get selectorText(): string {
    return this.#selector.map(([name, value]) => `${name}=${value}`).join(",");
  }

  /** Controllers that use it are closed first. */
  async close(): Promise<void> {
    await Promise.all([this.kafkas, this.nodePools, this.secrets, this.links].map((part) => part.close()));
  }
}

/** The Kafka that a pool belongs to. */
export function kafkaOfPool(pool: KafkaNodePool): readonly ObjectKey[] {
  return clusterNames(pool).map((name) => keyOf({ namespace: pool.metadata.namespace, name }));
}
