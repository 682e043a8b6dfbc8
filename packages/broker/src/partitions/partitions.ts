import type { Files } from "@millrace/files";
import type { Closeable } from "@millrace/kit";
import type { LogConfig, LogDirectory } from "@millrace/log";
import { writeTopicId } from "../directory/orphans.ts";
import type { Topic } from "../metadata/image.ts";
import type { BrokerCounts } from "../metrics/broker-counts.ts";
import { Partition } from "./partition.ts";

/** The partitions that this node leads: all there are. */
export class Partitions implements Closeable {
  readonly #directory: LogDirectory;
  readonly #files: Files;
  readonly #configOf: (topic: Topic) => LogConfig;
  readonly #leaderEpochOf: (topic: Topic) => number;
  readonly #counts: BrokerCounts;
  readonly #byName = new Map<string, Partition[]>();
  readonly #byId = new Map<string, Partition[]>();

  constructor(options: {
    directory: LogDirectory;
    files: Files;
    configOf: (topic: Topic) => LogConfig;
    leaderEpochOf: (topic: Topic) => number;
    counts: BrokerCounts;
  }) {
    this.#directory = options.directory;
    this.#files = options.files;
    this.#configOf = options.configOf;
    this.#leaderEpochOf = options.leaderEpochOf;
    this.#counts = options.counts;
  }

  get directory(): LogDirectory {
    return this.#directory;
  }

  get(topic: string, index: number): Partition | undefined {
    return this.#byName.get(topic)?.[index];
  }

  getById(topicId: string, index: number): Partition | undefined {
    return this.#byId.get(topicId)?.[index];
  }

  of(topic: string): readonly Partition[] {
    return this.#byName.get(topic) ?? [];
  }

  *all(): Iterable<Partition> {
    for (const partitions of this.#byName.values()) yield* partitions;
  }

  /** Opens the logs that the topic should have and does not have open yet. */
  open(topic: Topic): void {
    let partitions = this.#byId.get(topic.id);
    if (partitions === undefined) {
      partitions = [];
      this.#byId.set(topic.id, partitions);
      this.#byName.set(topic.name, partitions);
    }
    const config = this.#configOf(topic);
    for (let index = partitions.length; index < topic.partitionCount; index++) {
      const log = this.#directory.open(topic.name, index, config);
      writeTopicId(this.#files, log.directory, topic);
      partitions.push(new Partition(topic, index, this.#leaderEpochOf(topic), log, this.#counts.topic(topic.name)));
    }
  }

  /** Takes a deleted topic's logs away; their files go later. */
  delete(topic: Topic): void {
    const partitions = this.#byId.get(topic.id) ?? [];
    this.#byId.delete(topic.id);
    this.#byName.delete(topic.name);
    this.#counts.deleteTopic(topic.name);
    for (const partition of partitions) {
      this.#directory.delete(topic.name, partition.index);
      partition.leave();
    }
  }

  /** Ends all waiting: the broker stops. Their logs are closed by whoever opened them. */
  async close(): Promise<void> {
    const all = [...this.all()];
    this.#byId.clear();
    this.#byName.clear();
    for (const partition of all) partition.leave();
  }

  /** Applies changed settings to the topic's open logs. */
  reconfigure(topic: Topic): void {
    const config = this.#configOf(topic);
    for (const partition of this.of(topic.name)) partition.log.reconfigure(config);
  }
}
