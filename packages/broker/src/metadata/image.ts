import { assert } from "@millrace/kit";
import type { RegisterBrokerRecord } from "@millrace/protocol";
import { AclIndex, QuotaStore } from "@millrace/security";
import { StoredTokens } from "./delegation-tokens.ts";
import { ScramCredentials } from "./scram-credentials.ts";

/** A topic as the metadata log declares it. */
export interface Topic {
  readonly name: string;
  /** 22 characters of unpadded base64url. */
  readonly id: string;
  partitionCount: number;
  /** Number of the broker's start in which the topic's first partition was made; leader epochs are counted from it. */
  createdAtStart: number;
  /** Overridden configs by name. */
  configs: Readonly<Record<string, string>>;
}

/** Kafka's names for what configs belong to, with the bytes that stand for them in records and requests. */
export const configResourceType = { topic: 2, broker: 4, brokerLogger: 8, clientMetrics: 16, group: 32 } as const;

/**
 * What the metadata log says, as of its last record. Changed by `apply…` only, which replaying the log calls; everything
 * else reads.
 */
export class MetadataImage {
  readonly scramCredentials = new ScramCredentials();
  readonly tokens = new StoredTokens();
  readonly clientQuotas = new QuotaStore();
  readonly #byName = new Map<string, Topic>();
  readonly #byId = new Map<string, Topic>();
  readonly #configs = new Map<string, Readonly<Record<string, string>>>();
  readonly #features = new Map<string, number>();
  readonly acls: AclIndex = new AclIndex();
  #nextProducerId = 0;
  #starts = 0;
  #topicsVersion = 0;
  #newTopicsVersion = 0;
  #registration: RegisterBrokerRecord | undefined;

  topic(name: string): Topic | undefined {
    return this.#byName.get(name);
  }

  topicById(id: string): Topic | undefined {
    return this.#byId.get(id);
  }

  /** In the order of their creation. */
  topics(): Iterable<Topic> {
    return this.#byName.values();
  }

  get topicCount(): number {
    return this.#byName.size;
  }

  get partitionCount(): number {
    let count = 0;
    for (const topic of this.#byName.values()) count += topic.partitionCount;
    return count;
  }

  /** Grows with each topic that is made, grown or removed. */
  get topicsVersion(): number {
    return this.#topicsVersion;
  }

  /** The same as of the last topic that was made. */
  get newTopicsVersion(): number {
    return this.#newTopicsVersion;
  }

  /** How often a broker has been started on this log: what a restarted leader's epoch grows by. */
  get starts(): number {
    return this.#starts;
  }

  /**
   * The epoch of a partition's only leader. A leader that comes back is a new one (KIP-101): each start since the topic was
   * made counts, without a record for each partition.
   */
  leaderEpoch(topic: Topic): number {
    return this.#starts - topic.createdAtStart;
  }

  /** Overrides of a broker (its id, or "" for the cluster-wide default), a group or another resource that isn't a topic. */
  overrides(resourceType: number, name: string): Readonly<Record<string, string>> {
    return this.#configs.get(`${resourceType}:${name}`) ?? {};
  }

  /** Everything apart from topics for which something is set. */
  *resources(): Iterable<{ readonly type: number; readonly name: string; readonly overrides: Readonly<Record<string, string>> }> {
    for (const [key, overrides] of this.#configs) {
      const colon = key.indexOf(":");
      yield { type: Number(key.slice(0, colon)), name: key.slice(colon + 1), overrides };
    }
  }

  /** What the broker said of itself when it was started last. */
  get registration(): RegisterBrokerRecord | undefined {
    return this.#registration;
  }

  get nextProducerId(): number {
    return this.#nextProducerId;
  }

  /** Level of a feature that is in force; 0 where it is off. `kraft.version` is none of these records. */
  featureLevel(name: string): number {
    return this.#features.get(name) ?? 0;
  }

  /** Levels of all features that are on. */
  featureLevels(): Iterable<readonly [name: string, level: number]> {
    return this.#features;
  }

  applyTopic(name: string, id: string): void {
    const topic: Topic = { name, id, partitionCount: 0, createdAtStart: this.#starts, configs: {} };
    this.#byName.set(name, topic);
    this.#byId.set(id, topic);
    this.#newTopicsVersion = ++this.#topicsVersion;
  }

  /** The first partition's epoch is that of all: those that come later are led from then on as if they had always been there. */
  applyPartition(topicId: string, partition: number, leaderEpoch: number): void {
    const topic = this.#byId.get(topicId);
    assert(topic !== undefined, `the metadata log has a partition of an unknown topic ${topicId}`);
    topic.partitionCount = Math.max(topic.partitionCount, partition + 1);
    this.#topicsVersion++;
    if (partition === 0) topic.createdAtStart = this.#starts - leaderEpoch;
  }

  applyRemoveTopic(topicId: string): void {
    const topic = this.#byId.get(topicId);
    if (topic === undefined) return;
    this.#byId.delete(topicId);
    this.#byName.delete(topic.name);
    this.#topicsVersion++;
  }

  /** A null value takes the override away. */
  applyConfig(resourceType: number, resourceName: string, name: string, value: string | null): void {
    if (resourceType === configResourceType.topic) {
      const topic = this.#byName.get(resourceName);
      if (topic !== undefined) topic.configs = withOverride(topic.configs, name, value);
      return;
    }
    const key = `${resourceType}:${resourceName}`;
    const overrides = withOverride(this.#configs.get(key) ?? {}, name, value);
    if (Object.keys(overrides).length === 0) this.#configs.delete(key);
    else this.#configs.set(key, overrides);
  }

  applyFeatureLevel(name: string, level: number): void {
    if (level === 0) this.#features.delete(name);
    else this.#features.set(name, level);
  }

  applyProducerIds(nextProducerId: number): void {
    this.#nextProducerId = nextProducerId;
  }

  applyBrokerStart(registration: RegisterBrokerRecord): void {
    this.#starts++;
    this.#registration = registration;
  }

  /** Before a snapshot is applied that was taken after so many starts, the last of which it has a record of. */
  resumeAfter(starts: number): void {
    this.#starts = starts - 1;
  }
}

function withOverride(overrides: Readonly<Record<string, string>>, name: string, value: string | null): Readonly<Record<string, string>> {
  const { [name]: _, ...rest } = overrides;
  return value === null ? rest : { ...rest, [name]: value };
}
