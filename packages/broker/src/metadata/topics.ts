import { MillraceError, type Random } from "@millrace/kit";
import { type CreatePartitionsRequest, type CreateTopicsRequest, errors } from "@millrace/protocol";
import type { BrokerConfigs } from "../broker-configs.ts";
import type { Partitions } from "../partitions/partitions.ts";
import type { Topic } from "./image.ts";
import type { Metadata } from "./metadata.ts";
import type { MetadataRecord } from "./metadata-records.ts";
import { topicNameProblem } from "./topic-names.ts";
import {
  type Admits,
  type PlannedTopic,
  planPartitions,
  planTopic,
  quotaExceeded,
  type Refusal,
  removalRecord,
  tooManyPartitions,
} from "./topic-requests.ts";

type CreatableTopic = CreateTopicsRequest["topics"][number];
type CreatablePartitions = CreatePartitionsRequest["topics"][number];

/** Makes, grows and removes topics: first the metadata log, then the partitions' logs. */
export class Topics {
  readonly #nodeId: number;
  readonly #random: Random;
  readonly #metadata: Metadata;
  readonly #partitions: Partitions;
  readonly #configs: BrokerConfigs;
  readonly #onRemoved: Array<(topic: Topic) => void> = [];

  constructor(options: { nodeId: number; random: Random; metadata: Metadata; partitions: Partitions; configs: BrokerConfigs }) {
    this.#nodeId = options.nodeId;
    this.#random = options.random;
    this.#metadata = options.metadata;
    this.#partitions = options.partitions;
    this.#configs = options.configs;
  }

  /** `react` runs when a topic has been removed. */
  onRemoved(react: (topic: Topic) => void): void {
    this.#onRemoved.push(react);
  }

  /** Why the topics of one request can't be created, whatever they are. */
  refuseTogether(asked: readonly CreatableTopic[]): Refusal | undefined {
    return tooManyPartitions(asked, this.#configs.broker.numPartitions);
  }

  /** Checks a topic to be created; nothing is changed. */
  plan(asked: CreatableTopic, admits: Admits): PlannedTopic | Refusal {
    return planTopic(this.#metadata.image, asked, {
      admits,
      nodeId: this.#nodeId,
      random: this.#random,
      numPartitions: this.#configs.broker.numPartitions,
      checkConfigs: (configs) => this.#configs.checkTopic(configs),
    });
  }

  /** Creates a topic; its partitions can be used at once, the promise resolves when it is durable. */
  async create(asked: CreatableTopic, admits: Admits): Promise<PlannedTopic | Refusal> {
    const planned = this.plan(asked, admits);
    if ("error" in planned) return planned;
    const refusal = await this.#change(planned.records, () => this.#open(asked.name));
    return refusal ?? planned;
  }

  async grow(asked: CreatablePartitions, validateOnly: boolean, admits: Admits): Promise<Refusal | undefined> {
    const planned = planPartitions(this.#metadata.image, asked, this.#nodeId, admits);
    if ("error" in planned) return planned;
    if (validateOnly) return undefined;
    return this.#change(planned, () => this.#open(asked.name));
  }

  async remove(topic: Topic, admits: Admits): Promise<Refusal | undefined> {
    if (!admits(topic.partitionCount)) return quotaExceeded;
    return this.#change([removalRecord(topic)], () => {
      if (this.#metadata.image.topicById(topic.id) !== undefined) return;
      this.#partitions.delete(topic);
      for (const react of this.#onRemoved) react(topic);
    });
  }

  /** Creates a topic that a client asked about, if it can be; what it answers, Metadata answers. */
  async createAutomatically(name: string, admits: Admits): Promise<Refusal | undefined> {
    if (topicNameProblem(name) !== undefined) return { error: errors.INVALID_TOPIC_EXCEPTION, message: null };
    const created = await this.create(this.#configs.internalTopic(name) ?? automaticTopic(name), admits);
    if (!("error" in created) || created.error === errors.TOPIC_ALREADY_EXISTS) return undefined;
    return created;
  }

  #open(name: string): void {
    const topic = this.#metadata.image.topic(name);
    if (topic !== undefined) this.#partitions.open(topic);
  }

  /** Writes a change and carries it out at once. The row if the disk refuses either; what was written is carried out at the next start. */
  async #change(records: readonly MetadataRecord[], carryOut: () => void): Promise<Refusal | undefined> {
    const committed = this.#metadata.commit(records);
    try {
      await Promise.all([committed, (async () => carryOut())()]);
      return undefined;
    } catch (error) {
      if (error instanceof MillraceError) return { error: errors.KAFKA_STORAGE_ERROR, message: error.message };
      throw error;
    }
  }
}

function automaticTopic(name: string): CreatableTopic {
  return { name, numPartitions: -1, replicationFactor: -1, assignments: [], configs: [] };
}
