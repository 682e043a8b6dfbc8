import type { Files } from "@millrace/files";
import { MillraceError, type Random, seededRandom, sleep } from "@millrace/kit";
import { Violation } from "../simulation.ts";
import { audit } from "./audit.ts";
import { brokerInvariants } from "./broker-invariants.ts";
import { Claims } from "./claims.ts";
import { Clients } from "./clients.ts";
import { Deliveries } from "./deliveries.ts";
import { type DrawnWorld, shareLockMs } from "./drawn-world.ts";
import { Ledger } from "./ledger.ts";
import { Machine } from "./machine/machine.ts";
import { SimulatedClock } from "./machine/simulated-clock.ts";
import { SimulatedNetwork } from "./machine/simulated-network.ts";
import { mend, suffer } from "./mishaps.ts";
import { Trace } from "./trace.ts";
import { comeToRest } from "./workloads/come-to-rest.ts";
import { follower } from "./workloads/follower.ts";
import { groupMember } from "./workloads/group-member.ts";
import { sharersGroup } from "./workloads/groups.ts";
import { idempotentWriter } from "./workloads/idempotent-writer.ts";
import { overseer } from "./workloads/overseer.ts";
import { processor } from "./workloads/processor.ts";
import { drain } from "./workloads/share-drain.ts";
import { sharer } from "./workloads/sharer.ts";
import { transactionalWriter } from "./workloads/transactional-writer.ts";
import { watcher } from "./workloads/watcher.ts";
import { partitionsOf, type Work, type Workplace } from "./workloads/workplace.ts";

/** How long anything may take that has to come to an end once nothing is in its way any more. */
const endMsMax = 120_000;
/** Nothing is taken out of the logs while they are read for the last time. */
const undisturbed = { "log.cleaner.enable": "false", "log.retention.check.interval.ms": String(10 * endMsMax) };
/** So often it is asked whether a transaction is open still. */
const stabilityLooksMax = 60;

/** A broker on a machine, those who use it, and what happens to them. */
export class SimulatedWorld {
  readonly trace: Trace;
  readonly machine: Machine;
  readonly ledger: Ledger;
  readonly #world: DrawnWorld;
  readonly #clock: SimulatedClock;
  readonly #network: SimulatedNetwork;
  readonly #place: Workplace;
  readonly #topicIds = new Map<string, string>();
  readonly #over: Array<() => void> = [];
  #isOver = false;
  #isJudged = false;

  /** `disk`: what stands between the broker and its disk, for tests of what the simulation finds out. */
  constructor(world: DrawnWorld, disk: (files: Files) => Files = (files) => files) {
    const random = seededRandom(world.seed ^ 0x5eed);
    const fork = (): Random => seededRandom(random.below(1 << 30));
    this.#world = world;
    this.#clock = new SimulatedClock(fork());
    this.trace = new Trace(this.#clock);
    this.ledger = new Ledger(this.trace, this.#clock);
    const properties = () => ({ ...world.properties, ...(this.#isJudged ? undisturbed : {}) });
    const onDeath = () => {
      this.ledger.dies();
      this.#network.cut(true);
    };
    this.machine = new Machine({ clock: this.#clock, random: fork(), trace: this.trace, properties, disk, onDeath });
    this.machine.files.isHalting = world.isHalting;
    this.#network = new SimulatedNetwork(this.#clock, fork(), this.machine);
    this.#place = {
      ...{ world, clock: this.#clock, random: fork(), ledger: this.ledger },
      claims: new Claims(this.ledger, this.#clock),
      deliveries: new Deliveries(this.ledger, this.#clock, { lockMs: shareLockMs, countMax: world.deliveryCountMax }),
      topicIds: this.#topicIds,
      clients: new Clients(this.#network, this.#clock, fork()),
      isOver: () => this.#isOver,
      whenOver: (task) => void this.#over.push(task),
    };
  }

  /** From the beginning to the end. Throws Violation. */
  async play(): Promise<void> {
    await this.#until("the broker serves at last", this.#begin());
    for (const mishap of this.#world.mishaps) this.#clock.after(mishap.atMs, () => suffer(mishap, this.#sufferers));
    const works = this.#begun();
    await this.#until("time passes", sleep(this.#clock, this.#world.durationMs));
    mend(this.#sufferers);
    this.machine.heal();
    this.#isOver = true;
    for (const task of this.#over) task();
    await this.#until("whoever works comes to an end", works);
    await this.#until("the broker serves at last", this.#settle());
    if (this.#world.followers > 0) await this.#until("a group comes to rest", comeToRest(this.#place));
    await this.#judge();
  }

  get #sufferers() {
    const { deliveries } = this.#place;
    return { machine: this.machine, network: this.#network, clock: this.#clock, ledger: this.ledger, deliveries };
  }

  /** Lets things happen until `task` is done. Throws Violation, also if it never is. */
  async #until(what: string, task: Promise<unknown>): Promise<void> {
    let isDone = false;
    let failure: unknown;
    task.then(
      () => {
        isDone = true;
      },
      (thrown) => {
        isDone = true;
        failure = thrown;
      },
    );
    const untilMs = this.#clock.monotonicMs() + endMsMax;
    await quiet();
    while (!isDone) {
      if (!this.#clock.step(untilMs)) throw new Violation("everything comes to an end", what, this.trace.lines);
      await quiet();
      if (this.ledger.violation !== undefined) throw this.ledger.violation;
    }
    if (failure instanceof MillraceError)
      throw new Violation("everything comes to an end", `${what}: ${failure.message}`, this.trace.lines);
    if (failure !== undefined) throw failure;
  }

  async #begin(): Promise<void> {
    this.machine.start();
    const admin = this.#place.clients.admin();
    const topics = this.#world.topics.map((topic) => ({ ...topic, replicationFactor: 1 }));
    for (const { name, error, topicId } of await admin.createTopics(topics)) {
      if (error.code !== 0) this.ledger.fail("topics can be made", `${name}: ${error.name}`);
      this.#topicIds.set(name, topicId);
    }
    const configs = { "share.auto.offset.reset": "earliest", "share.isolation.level": this.#world.sharesIsolation };
    const changes = Object.entries(configs).map(([name, value]) => ({ name, operation: "set" as const, value }));
    for (const { error } of await admin.incrementalAlterConfigs([{ type: "group", name: sharersGroup, changes }]))
      if (error.code !== 0) this.ledger.fail("groups can be configured", error.name);
    await admin.close();
  }

  #begun(): Promise<unknown> {
    const { writers, transactionalWriters, members, followers, sharers, processors } = this.#world;
    const several = (count: number, name: string, work: Work) =>
      Array.from({ length: count }, (_, at) => work(this.#place, `${name} ${at + 1}`));
    return Promise.all([
      ...several(writers, "writer", idempotentWriter),
      ...several(transactionalWriters, "transactional", transactionalWriter),
      ...several(members, "member", groupMember),
      ...several(followers, "follower", follower),
      ...several(sharers, "sharer", sharer),
      ...several(processors, "processor", processor),
      ...several(1, "watcher of all", watcher("read_uncommitted")),
      ...several(1, "watcher of what is committed", watcher("read_committed")),
      ...several(1, "overseer", overseer),
    ]);
  }

  /** The broker starts once more, so that what is read is what it finds on its disk, and whatever was left open ends. */
  async #settle(): Promise<void> {
    const { random } = this.#place;
    const { endsInDarkness, isFlushed } = this.#world;
    await this.#untilUp();
    if (!endsInDarkness) await this.#untilStable();
    this.#isJudged = true;
    if (endsInDarkness) await this.#darken();
    else if (random.below(2) === 0) await this.machine.stop();
    else this.machine.die(isFlushed ? "losePower" : "kill");
    await this.#untilUp();
    if (!endsInDarkness) await this.#untilStable();
  }

  /** What a producer that is gone has still under way must not come to stand where the power has taken something. */
  async #darken(): Promise<void> {
    while (this.ledger.underWay > 0) await sleep(this.#clock, 10);
    this.machine.die("losePower");
    this.#place.claims.forget();
    this.#place.deliveries.forget();
  }

  async #untilUp(): Promise<void> {
    while (!this.machine.isUp) await sleep(this.#clock, 10);
  }

  /** Until no transaction is open, or for as long as they should take at most. */
  async #untilStable(): Promise<void> {
    const admin = this.#place.clients.admin();
    const latest = partitionsOf(this.#place).map((each) => ({ ...each, at: "latest" as const }));
    for (let left = stabilityLooksMax; left > 0; left--) {
      const ends = await admin.listOffsets(latest);
      const stable = await admin.listOffsets(latest, { isolation: "read_committed" });
      if (ends.every(({ offset, error }, at) => error.code === 0 && offset === stable[at]?.offset)) break;
      await sleep(this.#clock, 200);
    }
    await admin.close();
  }

  async #judge(): Promise<void> {
    const { endsInDarkness, sharers } = this.#world;
    const { deliveries } = this.#place;
    const judged = audit(this.#place).then(async (partitions) => {
      if (sharers > 0) await drain(this.#place, partitions);
      for (const { name, holdsInDarkness, broken } of brokerInvariants) {
        if (endsInDarkness && !holdsInDarkness) continue;
        const what = broken({ world: this.#world, ledger: this.ledger, deliveries, partitions });
        if (what !== undefined) this.ledger.fail(name, what);
      }
    });
    await this.#until("all is read", judged);
    if (this.ledger.violation !== undefined) throw this.ledger.violation;
  }
}

/** Resolves when nothing goes on any more but by the clock. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
