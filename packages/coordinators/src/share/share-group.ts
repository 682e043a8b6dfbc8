import { ModernGroup } from "../modern/modern-group.ts";
import { type KnownPartitions, noKnownPartitions } from "./known-partitions.ts";
import type { ShareMember } from "./share-member.ts";

/** Kafka's names, as ShareGroupDescribe and ListGroups print them. */
export type ShareGroupState = "Empty" | "Stable";

/** A share group (KIP-932). Changed by replayed records alone. */
export class ShareGroup extends ModernGroup<ShareMember> {
  readonly type = "share";
  readonly protocolType = "share";
  known: KnownPartitions = noKnownPartitions;

  get state(): ShareGroupState {
    return this.size === 0 ? "Empty" : "Stable";
  }

  /** Whether anything has been stored of partitions, though it may be that there are none. */
  get isKnown(): boolean {
    return this.known !== noKnownPartitions;
  }

  isSubscribedTo(topic: string): boolean {
    return this.isNamed(topic);
  }
}
