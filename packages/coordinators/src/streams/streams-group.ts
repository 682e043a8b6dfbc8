import type { StreamsGroupTopologyValue } from "@millrace/protocol";
import { ModernGroup } from "../modern/modern-group.ts";
import { isReconciled } from "../modern/reconcile.ts";
import type { StreamsMember } from "./streams-member.ts";
import type { TaskRole } from "./tasks.ts";
import { roleOf, subtopologyOf } from "./tasks.ts";

/** Kafka's names, as StreamsGroupDescribe and ListGroups print them. */
export type StreamsGroupState = "Empty" | "NotReady" | "Assigning" | "Reconciling" | "Stable";

export type Topology = StreamsGroupTopologyValue;
export type Subtopology = Topology["subtopologies"][number];

/** Who has a task, by the processes of those that have it or have yet to give it back. */
export type TaskProcesses = (role: TaskRole, subtopologyId: string, partition: number) => ReadonlySet<string>;

const nobody: ReadonlySet<string> = new Set();

/** A streams group (KIP-1071). Changed by replayed records alone. */
export class StreamsGroup extends ModernGroup<StreamsMember> {
  readonly type = "streams";
  readonly protocolType = "streams";
  topology: Topology | undefined;
  /** Version of the topology whose topics were all there as they have to be; -1 if none. */
  validatedTopologyEpoch = -1;
  /** Settings that the group had at its epoch. */
  assignmentConfigs: ReadonlyMap<string, string> = new Map();

  get state(): StreamsGroupState {
    if (this.size === 0) return "Empty";
    if (this.topology?.epoch !== this.validatedTopologyEpoch) return "NotReady";
    if (this.epoch > this.assignmentEpoch) return "Assigning";
    for (const member of this.members()) if (!isReconciled(member, this.assignmentEpoch)) return "Reconciling";
    return "Stable";
  }

  /** Who has which task. Gathered from all members: worth it only where a member is to move. */
  taskProcesses(): TaskProcesses {
    const processes = new Map<string, Set<string>>();
    for (const { assigned, revoking, processId } of this.members()) {
      for (const [key, partitions] of [...assigned, ...revoking]) {
        for (const partition of partitions.keys()) {
          const place = placeOf(roleOf(key), subtopologyOf(key), partition);
          const there = processes.get(place);
          if (there === undefined) processes.set(place, new Set([processId]));
          else there.add(processId);
        }
      }
    }
    return (role, subtopologyId, partition) => processes.get(placeOf(role, subtopologyId, partition)) ?? nobody;
  }

  /** The subtopology that reads the topic. */
  readerOf(topic: string): Subtopology | undefined {
    return this.topology?.subtopologies.find(
      ({ sourceTopics, repartitionSourceTopics }) =>
        sourceTopics.includes(topic) || repartitionSourceTopics.some(({ name }) => name === topic),
    );
  }

  isSubscribedTo(topic: string): boolean {
    return this.size > 0 && this.readerOf(topic) !== undefined;
  }
}

const placeOf = (role: TaskRole, subtopologyId: string, partition: number) => `${role}:${partition}:${subtopologyId}`;
