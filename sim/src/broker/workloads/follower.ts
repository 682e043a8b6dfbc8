import type { ConsumedBatch, Consumer } from "@millrace/client";
import { sleep } from "@millrace/kit";
import { ConsumerMembership } from "./consumer-membership.ts";
import { followersGroup } from "./groups.ts";
import { attempt, rest, type Work, type Workplace } from "./workplace.ts";

const turnsMax = 25;
const readMs = 60;
const workMsMax = 40;
/** One batch in so many takes so long that others may have got the partitions meanwhile. */
const stuckOneIn = 6;
const stuckMsMax = 1_500;

/** Reads as a member of a group of the new protocol (KIP-848), and commits what it has read; now and then it is gone, or stuck for too long. */
export const follower: Work = async (place, name) => {
  const { random } = place;
  const isStatic = random.below(3) === 0;
  for (let life = 1; !place.isOver(); life++) {
    const member = new ConsumerMembership(place, {
      memberId: `${name}/${life}`,
      instanceId: isStatic ? name : null,
      topics: random.below(3) === 0 ? ["kept", "processed"] : ["kept"],
      rebalanceTimeoutMs: 500 + random.below(500),
    });
    const reading = new Reading(place, member);
    for (let left = random.below(turnsMax); left > 0 && !member.isOut && !place.isOver(); left--) {
      if (!(await attempt(place, name, () => reading.turn()))) await rest(place, 100);
    }
    await reading.close();
    if (random.below(4) > 0) await attempt(place, name, () => member.leave());
    member.close();
    await rest(place, 150);
  }
};

/** What a member reads: from where the group has come, each time that it is given other partitions. */
class Reading {
  readonly #place: Workplace;
  readonly #member: ConsumerMembership;
  #consumer: Consumer | undefined;
  #coming: Promise<ConsumedBatch | undefined> | undefined;

  constructor(place: Workplace, member: ConsumerMembership) {
    this.#place = place;
    this.#member = member;
  }

  /** Throws. */
  async turn(): Promise<void> {
    const { ledger, random } = this.#place;
    const { memberId } = this.#member.options;
    if (await this.#member.beat()) await this.close();
    this.#consumer ??= await this.#open();
    const batch = await this.#next(this.#consumer);
    if (batch === undefined) return;
    for (const read of batch.records) {
      ledger.met(memberId, batch, read, "read_committed");
      ledger.handled(followersGroup, batch, read.offset);
    }
    await rest(this.#place, random.below(stuckOneIn) === 0 ? stuckMsMax : workMsMax);
    if (random.below(2) === 0) await this.#member.commit(batch, batch.nextOffset);
  }

  async close(): Promise<void> {
    const consumer = this.#consumer;
    this.#consumer = undefined;
    this.#coming = undefined;
    await consumer?.close();
  }

  async #open(): Promise<Consumer> {
    const committed = this.#member.assigned.length > 0 ? await this.#member.committed() : new Map();
    const consumer = this.#place.clients.consumer({ isolation: "read_committed" });
    consumer.assign([...committed].map(([each, offset]) => ({ ...each, from: offset < 0 ? "earliest" : { offset } })));
    return consumer;
  }

  /** What comes soon; what comes later is there at the next turn. */
  async #next(consumer: Consumer): Promise<ConsumedBatch | undefined> {
    if (this.#coming === undefined) {
      this.#coming = consumer.next();
      this.#coming.catch(() => {});
    }
    const batch = await Promise.race([this.#coming, sleep(this.#place.clock, readMs)]);
    if (batch !== undefined) this.#coming = undefined;
    return batch ?? undefined;
  }
}
