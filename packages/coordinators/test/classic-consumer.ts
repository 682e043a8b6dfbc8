import { ConsumerProtocolAssignment, ConsumerProtocolSubscription, errors, Reader, Writer } from "@millrace/protocol";
import type { Asked } from "./group-rig.ts";
import type { Rig } from "./rig.ts";

const version = 3;

type Joined = Asked<{ errorCode: number; memberId: string; generationId: number; leader: string; members: unknown[] }>;

/** A consumer that speaks the classic protocol and rebalances cooperatively, in whatever kind of group it finds itself. */
export class ClassicConsumer {
  readonly rig: Rig;
  readonly #instanceId: string | null;
  readonly #topics: readonly string[];
  #memberId = "";
  #generationId = -1;
  #leads = false;
  /** Names `topic:partition`. */
  owned: string[] = [];
  #joining: ReturnType<Rig["join"]> | undefined;
  #syncing: ReturnType<Rig["sync"]> | undefined;

  constructor(rig: Rig, topics: readonly string[], instanceId: string | null = null) {
    this.rig = rig;
    this.#topics = topics;
    this.#instanceId = instanceId;
  }

  /** Does what comes next: joins, asks for its assignment, or sends a heartbeat. */
  beat(): void {
    if (this.#joining !== undefined) this.#takeJoin(this.#joining);
    else if (this.#syncing !== undefined) this.#takeSync(this.#syncing);
    else if (this.#generationId < 0) this.#join();
    else {
      const code = this.rig.heartbeat({ memberId: this.#memberId, generationId: this.#generationId, leads: false, ...this.#instance() });
      if (code === errors.REBALANCE_IN_PROGRESS.code) this.#join();
      else if (code !== 0) this.#startOver();
    }
  }

  leave(): void {
    if (this.#memberId !== "") this.rig.leave({ memberId: this.#memberId, ...this.#instance() });
    this.#startOver();
  }

  #instance(): { instanceId?: string } {
    return this.#instanceId === null ? {} : { instanceId: this.#instanceId };
  }

  #startOver(): void {
    this.#memberId = "";
    this.#generationId = -1;
    this.#joining = undefined;
    this.#syncing = undefined;
    this.owned = [];
  }

  #join(): void {
    const protocols = [{ name: "range", metadata: subscriptionBytes(this.#topics, this.owned) }];
    this.#joining = this.rig.join({ memberId: this.#memberId, instanceId: this.#instanceId, protocols, rebalanceTimeoutMs: 30_000 });
    this.#takeJoin(this.#joining);
  }

  #takeJoin({ answer }: ReturnType<Rig["join"]>): void {
    if (answer === undefined) return;
    this.#joining = undefined;
    if (answer.errorCode === errors.MEMBER_ID_REQUIRED.code) {
      this.#memberId = answer.memberId ?? "";
      this.#join();
    } else if ((answer.errorCode ?? 0) !== 0) {
      if (answer.errorCode !== errors.REBALANCE_IN_PROGRESS.code) this.#startOver();
    } else {
      this.#memberId = answer.memberId ?? "";
      this.#generationId = answer.generationId ?? -1;
      this.#leads = answer.leader === this.#memberId;
      this.#sync(this.#leads ? assignmentsOf(this.rig, answer as NonNullable<Joined["answer"]>) : []);
    }
  }

  #sync(assignments: ReadonlyArray<{ memberId: string; assignment: Buffer }>): void {
    const sender = { memberId: this.#memberId, generationId: this.#generationId, leads: this.#leads, ...this.#instance() };
    this.#syncing = this.rig.syncWith(sender, assignments);
    this.#takeSync(this.#syncing);
  }

  #takeSync({ answer }: ReturnType<Rig["sync"]>): void {
    if (answer === undefined) return;
    this.#syncing = undefined;
    if (answer.errorCode === errors.REBALANCE_IN_PROGRESS.code) this.#join();
    else if ((answer.errorCode ?? 0) !== 0) this.#startOver();
    else this.#hold(readAssignment(Buffer.concat([answer.assignment ?? []].flat())));
  }

  /** What it has to give back it gives back by joining again (KIP-429). */
  #hold(assigned: string[]): void {
    const revokes = this.owned.some((each) => !assigned.includes(each));
    this.owned = assigned;
    if (revokes) this.#join();
  }
}

function subscriptionBytes(topics: readonly string[], owned: readonly string[]): Buffer {
  const ownedPartitions = topics.map((topic) => ({ topic, partitions: partitionsOf(owned, topic) }));
  const writer = new Writer();
  writer.int16(version);
  ConsumerProtocolSubscription.encode(writer, { topics: [...topics], ownedPartitions }, version);
  return Buffer.from(writer.toBuffer());
}

function partitionsOf(owned: readonly string[], topic: string): number[] {
  return owned.filter((each) => each.startsWith(`${topic}:`)).map((each) => Number(each.slice(topic.length + 1)));
}

function readAssignment(bytes: Buffer): string[] {
  if (bytes.length === 0) return [];
  const reader = new Reader(bytes);
  const { assignedPartitions } = ConsumerProtocolAssignment.decode(reader, Math.min(reader.int16(), version));
  return assignedPartitions.flatMap(({ topic, partitions }) => partitions.map((partition) => `${topic}:${partition}`));
}

/** As a leader assigns: all partitions of what members subscribe to, in turn. */
function assignmentsOf(rig: Rig, { members }: NonNullable<Joined["answer"]>): Array<{ memberId: string; assignment: Buffer }> {
  const all = members as ReadonlyArray<{ memberId: string; metadata: Buffer }>;
  const shares = all.map(({ memberId, metadata }) => {
    const reader = new Reader(metadata);
    return { memberId, topics: ConsumerProtocolSubscription.decode(reader, reader.int16()).topics, held: new Map<string, number[]>() };
  });
  for (const { name, partitionCount } of rig.topics.topics()) {
    const readers = shares.filter(({ topics }) => topics.includes(name));
    for (let partition = 0; partition < partitionCount; partition++) {
      const held = readers[partition % readers.length]?.held;
      held?.set(name, [...(held.get(name) ?? []), partition]);
    }
  }
  return shares.map(({ memberId, held }) => {
    const writer = new Writer();
    writer.int16(version);
    const assignedPartitions = Array.from(held, ([topic, partitions]) => ({ topic, partitions }));
    ConsumerProtocolAssignment.encode(writer, { assignedPartitions }, version);
    return { memberId, assignment: Buffer.from(writer.toBuffer()) };
  });
}
