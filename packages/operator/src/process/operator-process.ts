import { type Clock, type Closeable, type Logger, messageOf, type Random } from "@millrace/kit";
import { KubeClient, type MetricFamily, type Transport } from "@millrace/kube";
import { ApiBrowser } from "@millrace/kube/browse";
import { jsonReply, type Reply, type Routes, type Seen } from "@millrace/observation";
import type { Renderer } from "@millrace/observation/render";
import { discover } from "./discover.ts";
import type { FoundKinds } from "./found-kinds.ts";
import { type Leadership, takePart } from "./leadership.ts";
import { Operation } from "./operation.ts";
import { planPath } from "./plan-route.ts";
import { RequestCounts } from "./request-counts.ts";
import { modelSettings, type OperatorSettings } from "./settings.ts";

export interface OperatorProcessOptions {
  readonly settings: OperatorSettings;
  /** The way to the API server. */
  readonly transport: Transport;
  /** Names this candidate for leadership, unless a setting does. */
  readonly hostName: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

const allNamespaces = "*";

/** The operator as a process: it looks for what its cluster has, stands by, and works while it leads. */
export class OperatorProcess implements Seen, Closeable {
  /** Resolves with why, when this process can't go on. */
  readonly ended: Promise<string>;
  readonly #options: OperatorProcessOptions;
  readonly #requests: RequestCounts;
  readonly #client: KubeClient;
  readonly #closing = new AbortController();
  readonly #end: (why: string) => void;
  #running: Promise<void> | undefined;
  #leadership: Leadership | undefined;
  #operation: Operation | undefined;
  #waitsFor: string | undefined = "the Kubernetes cluster has not answered yet";
  #renderer: Promise<Renderer> | undefined;

  constructor(options: OperatorProcessOptions) {
    this.#options = options;
    this.#requests = new RequestCounts(options.transport);
    this.#client = new KubeClient({ ...options, transport: this.#requests.transport });
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    this.#end = resolve;
  }

  /** A plan is worked out by whoever leads: another one has seen nothing. */
  readonly routes: Pick<Routes, "post"> = {
    post: new Map([
      [
        planPath,
        async (body) => this.#operation?.plans.answer(body) ?? jsonReply(503, { error: this.#waitsFor ?? "another operator leads" }),
      ],
    ]),
  };

  start(): void {
    this.#running ??= this.#run();
  }

  /** It has nothing that another process would do better. */
  failures(): readonly string[] {
    return [];
  }

  unready(): readonly string[] {
    if (this.#waitsFor !== undefined) return [this.#waitsFor];
    return this.#leadership?.isDecided === true ? [] : ["it is not known yet which operator leads"];
  }

  /** The room that renders is loaded when somebody asks first. */
  async metrics(): Promise<Reply> {
    this.#renderer ??= import("@millrace/observation/render").then(({ Renderer }) => new Renderer([], () => this.#families()));
    return (await this.#renderer).reply();
  }

  /** Ends what is under way, and gives the lease back. */
  async close(): Promise<void> {
    this.#closing.abort(new Error("the operator stops"));
    await this.#running;
    await this.#leadership?.close();
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#closing;
    const browser = new ApiBrowser({ transport: this.#requests.transport, clock });
    const onTrouble = (why: string): void => {
      this.#waitsFor = why;
    };
    const found = await discover({ ...this.#options, browser, onTrouble, signal }).catch(() => undefined); // it was closed
    if (found === undefined) return;
    this.#waitsFor = undefined;
    this.#leadership = takePart({ ...this.#options, client: this.#client, lead: (leading) => this.#lead(found, leading) });
  }

  /** Works until the signal is aborted. Whoever has led once does not stand by again: a fresh process has nothing to forget. */
  async #lead(found: FoundKinds, signal: AbortSignal): Promise<void> {
    this.#waitsFor = "the operator starts: it has not seen yet what there is";
    const starting = this.#start(found, signal);
    try {
      this.#operation = await starting;
      this.#waitsFor = undefined;
      this.#options.logger.info("the operator works", { namespaces: this.#options.settings.namespaces });
      await aborted(signal);
    } catch (thrown) {
      if (!signal.aborted) this.#end(messageOf(thrown));
    }
    this.#waitsFor = "the operator stops";
    this.#operation = undefined;
    const started = await starting.catch(() => undefined); // told above, or it was closed
    await started?.close();
    if (!this.#closing.signal.aborted) this.#end("it no longer leads: its Lease could not be renewed, or another has it");
  }

  #start(found: FoundKinds, signal: AbortSignal): Promise<Operation> {
    const { settings, clock, random, logger } = this.#options;
    const { selector, resyncMs, operationTimeoutMs } = settings;
    return Operation.start({
      ...{ client: this.#client, found, selector, resyncMs, operationTimeoutMs, signal, clock, random, logger },
      ...(settings.namespaces.includes(allNamespaces) ? {} : { namespaces: settings.namespaces }),
      settings: modelSettings(settings, found.isOpenShift),
    });
  }

  #families(): readonly MetricFamily[] {
    return [this.#requests, this.#operation, this.#leadership].flatMap((source) => source?.metrics() ?? []);
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
