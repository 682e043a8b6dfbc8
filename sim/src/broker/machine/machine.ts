import type { Duplex } from "node:stream";
import { type Broker, startBroker } from "@millrace/broker";
import { FaultyFiles, type Files } from "@millrace/files";
import { jsonLogger, MillraceError, messageOf, type Random, seededRandom, sleep } from "@millrace/kit";
import type { Trace } from "../trace.ts";
import { clockOf, type SimulatedClock } from "./simulated-clock.ts";
import { type Fates, SimulatedDisk } from "./simulated-disk.ts";
import type { Host } from "./simulated-network.ts";

export type Death = "kill" | "losePower";

export interface MachineOptions {
  readonly clock: SimulatedClock;
  readonly random: Random;
  readonly trace: Trace;
  /** What the broker is started with. */
  readonly properties: () => Readonly<Record<string, string>>;
  readonly disk: (files: Files) => Files;
  /** What else happens as the process dies. */
  readonly onDeath: (death: Death) => void;
}

const directory = "/data";
const listener = { name: "PLAIN", host: "broker", port: 9092 };
/** After a death the process is started again so much later at most, in milliseconds. */
const downMsMax = 60;

/** A machine with a disk, and on it one broker, which is started again whenever it has died. */
export class Machine implements Host {
  readonly files: FaultyFiles;
  slownessMs: ReturnType<Fates["slownessMs"]> = { flush: 1, call: 0 };
  readonly #options: MachineOptions;
  #process: { isAlive: boolean } = { isAlive: false };
  #broker: Broker | undefined;
  #doom: { callsLeft: number; readonly death: Death } | undefined;
  #starts = 0;

  constructor(options: MachineOptions) {
    this.#options = options;
    this.files = new FaultyFiles(options.clock, seededRandom(options.random.below(1 << 30)));
  }

  get isUp(): boolean {
    return this.#broker !== undefined;
  }

  accept(): Duplex | undefined {
    return this.#broker?.connect();
  }

  /** Starts the broker, again and again until it serves. */
  start(): void {
    const process = { isAlive: true };
    this.#process = process;
    this.#startBroker(process).then(
      (broker) => {
        if (!process.isAlive) return;
        this.#options.trace.note("the broker serves");
        this.#broker = broker;
      },
      (failure) => {
        if (!process.isAlive) return;
        this.#options.trace.note(`the broker could not start: ${messageOf(failure)}`);
        this.die("kill");
      },
    );
  }

  /** The process ends as when it is told to, if it runs; resolves when it has, or has died meanwhile. True: cleanly. */
  async stop(): Promise<boolean> {
    const [broker, process] = [this.#broker, this.#process];
    if (broker === undefined) return false;
    const { clock, trace } = this.#options;
    trace.note("the broker stops");
    this.#broker = undefined;
    let isClean = false;
    broker.close().then(
      () => {
        isClean = process.isAlive && broker.health().failures.length === 0;
        this.#ended(process);
      },
      (failure) => {
        if (process.isAlive) trace.note(`the broker could not stop cleanly: ${messageOf(failure)}`);
        this.#ended(process);
      },
    );
    while (process.isAlive) await sleep(clock, 1);
    return isClean;
  }

  /** Everything the process was doing ends here and now; it is started again later. */
  die(death: Death): void {
    if (!this.#process.isAlive) return;
    const { clock, random, trace, onDeath } = this.#options;
    trace.note(death === "kill" ? "the process dies" : "the power goes");
    this.#process.isAlive = false;
    this.#broker = undefined;
    this.#doom = undefined;
    this.files[death]();
    onDeath(death);
    clock.after(random.below(downMsMax), () => this.start());
  }

  /** Somebody starts a broker anew that says that it can't go on with its disk. */
  heal(): void {
    if ((this.#broker?.health().failures.length ?? 0) > 0) this.die("kill");
  }

  /** The process dies in one of the next calls that it makes of its disk. */
  doom(callsLeft: number, death: Death): void {
    this.#doom = { callsLeft, death };
  }

  spare(): void {
    this.#doom = undefined;
  }

  #ended(process: { isAlive: boolean }): void {
    if (process.isAlive) this.die("kill");
  }

  #startBroker(process: { isAlive: boolean }): Promise<Broker> {
    const { clock, random, trace, properties, disk } = this.#options;
    const start = ++this.#starts;
    const isAlive = () => process.isAlive;
    const own = clockOf({ isAlive }, clock);
    const write = (line: string) => {
      if (process.isAlive) trace.note(`broker ${start}: ${line.trim()}`);
    };
    const fates: Fates = {
      slownessMs: () => this.slownessMs,
      dies: () => process.isAlive && this.#isDue(),
      die: () => {
        this.die(this.#doom?.death ?? "kill");
        throw new MillraceError("IO_FAILED", "the process is dead");
      },
      stall: (forMs) => clock.stall(forMs),
    };
    return startBroker({
      files: new SimulatedDisk(disk(this.files.process()), own, seededRandom(random.below(1 << 30)), fates),
      directory,
      nodeId: 0,
      listeners: [listener],
      listen: async ({ host, port }) => ({ address: { host, port }, close: async () => {} }),
      properties: properties(),
      clock: own,
      random: seededRandom(random.below(1 << 30)),
      logger: jsonLogger({ level: "warn", now: () => clock.now(), write }),
    });
  }

  #isDue(): boolean {
    return this.#doom !== undefined && this.#doom.callsLeft-- <= 0;
  }
}
