import { type Closeable, messageOf, Opened } from "@millrace/kit";
import type { MetricFamily } from "@millrace/kube";
import type { Reply, Seen } from "@millrace/observation";
import type { Renderer } from "@millrace/observation/render";

/** A program that has one task: it is at it until it is closed, or can't go on. */
export abstract class SmallProgram implements Seen, Closeable {
  /** Resolves with why, when this process can't go on. */
  readonly ended: Promise<string>;
  /** What is closed with it. */
  protected readonly opened = new Opened();
  readonly #closing = new AbortController();
  readonly #end: (why: string) => void;
  readonly #name: string;
  #renderer: Promise<Renderer> | undefined;
  #running: Promise<void> | undefined;

  /** `name`: what it is, as in a sentence. */
  constructor(name: string) {
    this.#name = name;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    this.#end = resolve;
  }

  /** Begins with the task. It can't go on if this throws. */
  protected abstract run(): Promise<void>;

  protected families(): readonly MetricFamily[] {
    return [];
  }

  abstract unready(): readonly string[];

  /** Aborted when it is closed. */
  protected get closing(): AbortSignal {
    return this.#closing.signal;
  }

  start(): void {
    this.#running ??= this.run().catch((thrown: unknown) => {
      if (!this.closing.aborted) this.#end(messageOf(thrown));
    });
  }

  failures(): readonly string[] {
    return [];
  }

  /** The room that renders is loaded when somebody asks first. */
  async metrics(): Promise<Reply> {
    this.#renderer ??= import("@millrace/observation/render").then(({ Renderer }) => new Renderer([], () => this.families()));
    return (await this.#renderer).reply();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error(`${this.#name} stops`));
    await this.#running;
    await this.opened.close();
  }
}
