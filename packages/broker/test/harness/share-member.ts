import {
  apis,
  type Draft,
  decodeRecords,
  type ShareAcknowledgeRequest,
  type ShareFetchRequest,
  type ShareFetchResponse,
  splitBatches,
} from "@millrace/protocol";
import type { RawClient } from "./raw-client.ts";
import type { TestBroker } from "./test-broker.ts";

/** What a member says of offsets, both ends included; `types` as in the request. */
export type Said = readonly [first: number, last: number, ...types: number[]];

export const accept = 1;
export const release = 2;
export const reject = 3;
export const renew = 4;

/** A member of a share group as clients have it, on a connection of its own, with one partition: it keeps count of its session's epoch. */
export class ShareMember {
  readonly client: RawClient;
  readonly groupId: string;
  readonly memberId: string;
  readonly topicId: string;
  epoch = 0;

  constructor(client: RawClient, groupId: string, memberId: string, topicId: string) {
    this.client = client;
    this.groupId = groupId;
    this.memberId = memberId;
    this.topicId = topicId;
  }

  /** Fetches, and says something of records along with it. */
  fetch(said: readonly Said[] = [], overrides: Draft<ShareFetchRequest> = {}, version = 2): Promise<ShareFetchResponse> {
    return this.client.receive(apis.shareFetch, version, this.send(said, overrides, version));
  }

  /** Sends a fetch without waiting for its answer. */
  send(said: readonly Said[] = [], overrides: Draft<ShareFetchRequest> = {}, version = 2): number {
    const { groupId, memberId, epoch: shareSessionEpoch } = this;
    const limits = { maxWaitMs: 0, minBytes: 1, maxRecords: 500, batchSize: 500 };
    const request = { groupId, memberId, shareSessionEpoch, ...limits, topics: this.topics(said), ...overrides };
    this.epoch = this.epoch < 0 ? this.epoch : this.epoch + 1;
    return this.client.send(apis.shareFetch, version, request);
  }

  async receive(id: number): Promise<ShareFetchResponse> {
    return this.client.receive(apis.shareFetch, 2, id);
  }

  async acknowledge(said: readonly Said[], overrides: Draft<ShareAcknowledgeRequest> = {}, version = 2) {
    const { groupId, memberId, epoch: shareSessionEpoch } = this;
    this.epoch = this.epoch < 0 ? this.epoch : this.epoch + 1;
    const request = { groupId, memberId, shareSessionEpoch, topics: this.topics(said), ...overrides };
    return this.client.call(apis.shareAcknowledge, version, request);
  }

  topics(said: readonly Said[]) {
    const acknowledgementBatches = said.map(([firstOffset, lastOffset, ...acknowledgeTypes]) => ({
      firstOffset,
      lastOffset,
      acknowledgeTypes,
    }));
    return [{ topicId: this.topicId, partitions: [{ partitionIndex: 0, acknowledgementBatches }] }];
  }
}

/** What was acquired, as `first-last x deliveries`, or the error. */
export function acquiredIn({ errorCode, responses }: ShareFetchResponse): string {
  const [partition] = responses[0]?.partitions ?? [];
  const code = errorCode || (partition?.errorCode ?? 0);
  if (code !== 0) return `error ${code}`;
  const acquired = partition?.acquiredRecords ?? [];
  return acquired.map(({ firstOffset, lastOffset, deliveryCount }) => `${firstOffset}-${lastOffset}x${deliveryCount}`).join(" ");
}

/** Values of all records that were sent along, whoever holds them. */
export function valuesIn({ responses }: ShareFetchResponse): string[] {
  const records = responses[0]?.partitions[0]?.records ?? Buffer.alloc(0);
  return splitBatches(records).flatMap((batch) => decodeRecords(batch).map(({ value }) => String(value)));
}

/** Has the group begin in a partition, as its coordinator does before it assigns one. */
export async function initializeShare(
  broker: TestBroker,
  groupId: string,
  topicId: string,
  { stateEpoch = 1, startOffset = -1, partition = 0 } = {},
): Promise<void> {
  await broker.call(apis.findCoordinator, 6, { keyType: 2, coordinatorKeys: [`${groupId}:${topicId}:${partition}`] });
  const topics = [{ topicId, partitions: [{ partition, stateEpoch, startOffset }] }];
  const { results } = await broker.call(apis.initializeShareGroupState, 0, { groupId, topics });
  const code = results[0]?.partitions[0]?.errorCode;
  if (code !== 0) throw new Error(`the share partition could not be initialized: error ${code}`);
}

/** Sets configs of a group. */
export async function setGroupConfigs(broker: TestBroker, groupId: string, configs: Readonly<Record<string, string>>): Promise<void> {
  const altered = Object.entries(configs).map(([name, value]) => ({ name, value, configOperation: 0 }));
  const { responses } = await broker.call(apis.incrementalAlterConfigs, 1, {
    resources: [{ resourceType: 32, resourceName: groupId, configs: altered }],
  });
  const [answer] = responses;
  if (answer?.errorCode !== 0) throw new Error(`the group's configs could not be set: ${answer?.errorMessage}`);
}
