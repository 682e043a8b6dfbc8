import { MillraceError } from "@millrace/kit";
import { errors } from "@millrace/protocol";
import { type Committer, commitOffsets, type OffsetToCommit } from "../admin/group-offsets.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { routed, type Stop } from "../cluster/routing.ts";
import { requestFailed } from "../errors.ts";

/** Commits a consumer's offsets, one commit after the other, so that an older offset never follows a newer one. */
export class Commits {
  readonly #cluster: Cluster;
  readonly #groupId: string | undefined;
  readonly #committer: () => Committer | undefined;
  #last: Promise<void> = Promise.resolve();

  /** `committer` gives the group's member; undefined: the group is only used for its offsets. */
  constructor(cluster: Cluster, groupId: string | undefined, committer: () => Committer | undefined) {
    this.#cluster = cluster;
    this.#groupId = groupId;
    this.#committer = committer;
  }

  /** Throws REQUEST_FAILED; CONFIG_INVALID without a group. */
  commit(offsets: readonly OffsetToCommit[]): Promise<void> {
    const committed = this.#last.then(() => this.#commit(offsets));
    this.#last = committed.catch(() => {});
    return committed;
  }

  async #commit(offsets: readonly OffsetToCommit[]): Promise<void> {
    const groupId = this.#groupId;
    if (groupId === undefined) throw new MillraceError("CONFIG_INVALID", "a consumer needs a groupId to commit");
    const committer = this.#committer() ?? { groupId, memberId: "", generationId: -1, groupInstanceId: null };
    const toCoordinator = async (
      cluster: Cluster,
      items: readonly OffsetToCommit[],
      deadlineMs: number,
    ): Promise<Array<Stop<OffsetToCommit>>> => [{ items, to: await cluster.coordinator(groupId, deadlineMs) }];
    const answers = await routed(this.#cluster, offsets, toCoordinator, (broker, items) => commitOffsets(broker, committer, items));
    for (const [position, { error }] of answers.entries()) {
      if (error === errors.NONE) continue;
      const { topic, partition, offset } = offsets[position] ?? { topic: "", partition: -1, offset: -1 };
      throw requestFailed(`offset ${offset} of ${topic}-${partition} was not committed`, error);
    }
  }
}
