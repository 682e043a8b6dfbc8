import type { Duplex } from "node:stream";
import { isDeepStrictEqual } from "node:util";
import { type Broker, type BrokerOptions, type ListenerSpec, removeBrokerData, startBroker } from "@millrace/broker";
import { type Closeable, messageOf } from "@millrace/kit";
import { checkPortsFree } from "./free-ports.ts";

/** What a broker is started with, as far as it may change. */
export interface BrokerSetup {
  readonly listeners: readonly ListenerSpec[];
  readonly properties: Readonly<Record<string, string>>;
}

export type RestartableBrokerOptions = Omit<BrokerOptions, keyof BrokerSetup | "isLocked"> & {
  /** Is told of the broker that runs from now on; of none while it starts again. */
  readonly onChange: (broker: Broker | undefined) => void;
};

/** How a change was taken: without anything, while the broker ran, by a start of a broker that did not run, or by another start, and then why. */
export type Taken = { readonly type: "unchanged" | "altered" | "started" } | { readonly type: "restarted"; readonly reason: string };

/** How long whoever connects waits for a broker that does not run: a start takes less, and who asks for its health waits longer. */
const startMsMax = 3_000;

/** The broker of this process, which starts again where a change asks for it: on the same data, at the same ports. */
export class RestartableBroker implements Closeable {
  readonly #options: RestartableBrokerOptions;
  #setup: BrokerSetup = { listeners: [], properties: {} };
  #broker: Broker | undefined;
  /** Resolves with the broker that starts next; with none if the process stops. */
  #coming = Promise.withResolvers<Broker | undefined>();
  #clusterId = "";
  #isClosed = false;
  /** Nothing is to run. */
  #hasEnded = false;
  /** One change after the other. */
  #busy: Promise<unknown> = Promise.resolve();

  /** On a data directory that is held. Throws what `startBroker` throws. */
  static async start(options: RestartableBrokerOptions, setup: BrokerSetup): Promise<RestartableBroker> {
    const restartable = new RestartableBroker(options);
    await restartable.#start(setup);
    return restartable;
  }

  private constructor(options: RestartableBrokerOptions) {
    this.#options = options;
  }

  get clusterId(): string {
    return this.#clusterId;
  }

  /** Undefined while it starts again, and once it has ended. */
  get broker(): Broker | undefined {
    return this.#broker;
  }

  /** A client's end of a connection inside the process; of a broker that is just starting again as soon as it runs. */
  async connect(): Promise<Duplex> {
    const broker = this.#broker ?? (await this.#nextBroker());
    if (broker === undefined) throw new Error("the broker does not run");
    return broker.connect();
  }

  /** Takes another setup. Throws why it can't be had: then the broker runs as before, if that can be. */
  take(setup: BrokerSetup): Promise<Taken> {
    return this.#inTurn(() => this.#take(setup));
  }

  /** Ends the broker until it takes a setup again, and its data for good unless that is kept. */
  end({ keepsData }: { readonly keepsData: boolean }): Promise<void> {
    return this.#inTurn(async () => {
      this.#hasEnded = true;
      await this.#stop();
      const { files, directory } = this.#options;
      if (!keepsData) await removeBrokerData(files, directory);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#coming.resolve(undefined);
    await this.#busy;
    await this.#stop();
  }

  /** Undefined if none runs soon. */
  async #nextBroker(): Promise<Broker | undefined> {
    const late = Promise.withResolvers<undefined>();
    const cancel = this.#options.clock.after(startMsMax, () => late.resolve(undefined));
    const broker = await Promise.race([this.#coming.promise, late.promise]);
    cancel();
    return broker;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#busy.then(work);
    this.#busy = done.catch(() => {});
    return done;
  }

  async #take(asked: BrokerSetup): Promise<Taken> {
    if (this.#isClosed) throw new Error("the platform stops");
    const setup = { ...asked, listeners: asked.listeners.map((spec) => this.#whereItWas(spec)) };
    const ran = this.#broker !== undefined;
    const reason = this.#reasonToRestart(setup);
    if (reason === undefined) {
      const type = isDeepStrictEqual(this.#setup.properties, setup.properties) ? "unchanged" : "altered";
      this.#setup = setup;
      return { type };
    }
    await this.#restart(setup);
    return ran ? { type: "restarted", reason } : { type: "started" };
  }

  /** Why the broker has to start again; if it has not, it has taken the setup. */
  #reasonToRestart({ listeners, properties }: BrokerSetup): string | undefined {
    if (this.#broker === undefined) return "it does not run";
    if (!isDeepStrictEqual(this.#setup.listeners, listeners)) return "listeners are opened when a broker starts";
    return isDeepStrictEqual(this.#setup.properties, properties) ? undefined : this.#broker.reconfigure(properties);
  }

  async #restart(setup: BrokerSetup): Promise<void> {
    const before = this.#setup;
    const open = new Set(this.#broker?.listeners.map(({ name }) => name));
    await checkPortsFree(setup.listeners.filter(({ name }) => !open.has(name)));
    await this.#stop();
    try {
      await this.#start(setup);
    } catch (thrown) {
      if (!this.#hasEnded) await this.#start(before).catch((again: unknown) => this.#failedAgain(again));
      throw thrown;
    }
  }

  #failedAgain(error: unknown): void {
    this.#options.logger.error("the broker can't start again", { error: messageOf(error) });
  }

  async #start(setup: BrokerSetup): Promise<void> {
    const broker = await startBroker({ ...this.#options, ...setup, isLocked: true });
    this.#broker = broker;
    this.#coming.resolve(broker);
    this.#hasEnded = false;
    this.#clusterId = broker.clusterId;
    this.#setup = { ...setup, listeners: setup.listeners.map((spec) => this.#whereItWas(spec)) };
    this.#options.onChange(broker);
  }

  async #stop(): Promise<void> {
    const broker = this.#broker;
    this.#broker = undefined;
    if (broker === undefined) return;
    if (!this.#isClosed) this.#coming = Promise.withResolvers();
    this.#options.onChange(undefined);
    await broker.close();
  }

  /** A listener that is open stays at its port, whoever chose that. */
  #whereItWas(spec: ListenerSpec): ListenerSpec {
    const known = this.#broker?.listeners ?? this.#setup.listeners;
    const open = known.find(({ name }) => name === spec.name);
    return open === undefined ? spec : { ...spec, port: open.port };
  }
}
