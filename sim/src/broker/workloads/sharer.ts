import type { Random } from "@millrace/kit";
import { type Place, type Verdict, verdicts } from "../deliveries.ts";
import type { Said } from "./said.ts";
import { ShareMember } from "./share-member.ts";
import { attempt, rest, type Work, type Workplace } from "./workplace.ts";

const turnsMax = 25;
const workMsMax = 40;
/** One turn in so many takes so long that others may have got the records meanwhile. */
const stuckOneIn = 10;
const stuckMsMax = 1_500;

const { accept, release, reject, renew } = verdicts;
/** What is said of a record; undefined: nothing as yet. */
const drawnVerdicts: ReadonlyArray<Verdict | undefined> = [accept, accept, accept, accept, release, release, reject, renew, undefined];

/** Reads as a member of a share group, and accepts, releases and rejects records; now and then it is gone, or stuck for too long. */
export const sharer: Work = async (place, name) => {
  const { random } = place;
  for (let life = 1; !place.isOver(); life++) {
    const member = new ShareMember(place, `${name}/${life}`);
    const work = new Sharing(place, member);
    for (let left = random.below(turnsMax); left > 0 && !member.isOut && !place.isOver(); left--) {
      if (!(await attempt(place, name, () => work.turn()))) await rest(place, 100);
    }
    if (random.below(4) > 0) {
      await attempt(place, name, () => work.finish());
      await attempt(place, name, () => member.leave());
    }
    member.close();
    await rest(place, 150);
  }
};

class Sharing {
  readonly #place: Workplace;
  readonly #member: ShareMember;
  #held: readonly Place[] = [];
  /** To be said along with the next fetch. */
  #unsaid: readonly Said[] = [];

  constructor(place: Workplace, member: ShareMember) {
    this.#place = place;
    this.#member = member;
  }

  /** Throws; a session that fails holds nothing any more, as far as its member knows. */
  async turn(): Promise<void> {
    const { random } = this.#place;
    const [held, unsaid] = [this.#held, this.#unsaid];
    this.#held = [];
    this.#unsaid = [];
    await this.#member.beat();
    if (this.#member.assigned.length === 0 && held.length === 0) return rest(this.#place, workMsMax);
    const acquired = await this.#member.fetch(unsaid, drawnLimits(random));
    await rest(this.#place, random.below(stuckOneIn) === 0 ? stuckMsMax : workMsMax);
    const said = drawnFor([...held, ...acquired], random);
    const [renewed, others] = [said.filter(isRenewal), said.filter((each) => !isRenewal(each))];
    if (renewed.length > 0) await this.#member.acknowledge(renewed, { isRenewal: true });
    if (random.below(2) === 0 && others.length > 0) await this.#member.acknowledge(others);
    else this.#unsaid = others;
    const isSettled = (place: Place) => others.some((each) => each.place === place);
    this.#held = [...held, ...acquired].filter((each) => !isSettled(each));
  }

  /** Says what it has to say, and ends its session. Throws. */
  async finish(): Promise<void> {
    await this.#member.acknowledge(this.#unsaid, { isLast: true });
  }
}

function drawnLimits(random: Random) {
  return {
    ...{ maxWaitMs: random.below(80), minBytes: 1, maxBytes: 1 << (8 + random.below(12)) },
    ...{ maxRecords: 1 + random.below(8), batchSize: 1 + random.below(8), shareAcquireMode: random.below(2) },
  };
}

function drawnFor(places: readonly Place[], random: Random): readonly Said[] {
  return places.flatMap((place) => {
    const verdict = drawnVerdicts[random.below(drawnVerdicts.length)];
    return verdict === undefined ? [] : [{ place, verdict }];
  });
}

function isRenewal({ verdict }: Said): boolean {
  return verdict === renew;
}
