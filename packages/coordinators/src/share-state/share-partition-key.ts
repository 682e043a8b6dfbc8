/** A partition of a topic as a share group sees it (KIP-932): each group has a place of its own in it. */
export interface SharePartitionKey {
  readonly groupId: string;
  readonly topicId: string;
  readonly partition: number;
}

/** What leads to the partition of `__share_group_state` that has the state. */
export function coordinatorKey({ groupId, topicId, partition }: SharePartitionKey): string {
  return `${groupId}:${topicId}:${partition}`;
}

const keyText = /^(?=.*\S.*:.*:).+:[A-Za-z0-9_-]{22}:[+-]?\d{1,10}$/s;

/** Whether FindCoordinator may be asked by this text. */
export function isCoordinatorKey(text: string): boolean {
  return keyText.test(text);
}
