import { type Clock, type Closeable, type Logger, messageOf, type Random } from "@millrace/kit";
import type { KubeClient } from "../client/client.ts";
import { isNotFound } from "../client/errors.ts";
import type { KubeObject, ObjectName } from "../client/kube-object.ts";
import { events, type KubeEvent } from "./kube-event.ts";

export interface EventRecorderOptions {
  readonly client: KubeClient;
  /** Who tells the events: `millrace-topic-operator`. */
  readonly component: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface Happening {
  readonly type: "Normal" | "Warning";
  /** One word in CamelCase, for programs. */
  readonly reason: string;
  readonly message: string;
}

/** Known events; what is older is told as new. As client-go has it. */
const knownMax = 4096;
/** Events of one object: so many at once, then one in five minutes. As client-go has it. */
const burst = 25;
const refillMs = 300_000;
/** Events that wait to be written; more are left out. */
const waitingMax = 2_000;
/** Writes that are under way at a time. */
const writesMax = 4;

interface Told {
  readonly name: ObjectName;
  readonly count: number;
}

/**
 * Tells what happens to objects as Events. What happens again raises the count of the Event that is there. Nobody waits for it, and what
 * can't be told is let go: no work depends on it.
 */
export class EventRecorder implements Closeable {
  readonly #options: EventRecorderOptions;
  readonly #told = new Map<string, Told>();
  readonly #allowances = new Map<string, { left: number; atMs: number }>();
  readonly #waiting: Array<() => Promise<void>> = [];
  readonly #writing = new Set<Promise<void>>();

  constructor(options: EventRecorderOptions) {
    this.#options = options;
  }

  record(object: KubeObject, happening: Happening): void {
    if (this.#waiting.length >= waitingMax || !this.#allows(object)) return;
    this.#waiting.push(() => this.#write(object, happening));
    this.#pump();
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing);
  }

  #pump(): void {
    while (this.#writing.size < writesMax) {
      const write = this.#waiting.shift();
      if (write === undefined) return;
      const writing: Promise<void> = write().finally(() => {
        this.#writing.delete(writing);
        this.#pump();
      });
      this.#writing.add(writing);
    }
  }

  async #write(object: KubeObject, happening: Happening): Promise<void> {
    const key = [object.metadata.uid ?? object.metadata.name, happening.type, happening.reason, happening.message].join("\n");
    const told = this.#told.get(key);
    try {
      const count = told === undefined ? 1 : told.count + 1;
      const name = told === undefined ? await this.#create(object, happening) : await this.#raise(told, count, object, happening);
      remember(this.#told, key, { name, count: name === told?.name ? count : 1 });
    } catch (thrown) {
      this.#options.logger.debug("an event could not be told", { reason: happening.reason, error: messageOf(thrown) });
    }
  }

  async #create({ apiVersion, kind, metadata }: KubeObject, happening: Happening): Promise<ObjectName> {
    const { client, component, clock, random } = this.#options;
    const { namespace = "default", name, uid, resourceVersion } = metadata;
    const now = timeOf(clock.now());
    const own = { namespace, name: `${name}.${random.bytes(8).toString("hex")}` };
    const event: KubeEvent = {
      ...{ apiVersion: events.apiVersion, kind: events.kind, metadata: own },
      involvedObject: {
        ...{ apiVersion, kind, name },
        ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
        ...(uid === undefined ? {} : { uid }),
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
      },
      ...happening,
      ...{ source: { component }, reportingComponent: component, reportingInstance: "" },
      ...{ firstTimestamp: now, lastTimestamp: now, count: 1 },
    };
    await client.create(events, event);
    return own;
  }

  /** Events don't live for ever: one that is gone is told anew. */
  async #raise({ name }: Told, count: number, object: KubeObject, happening: Happening): Promise<ObjectName> {
    const { client, clock } = this.#options;
    try {
      await client.patch(events, name, { count, lastTimestamp: timeOf(clock.now()) }, { type: "merge" });
      return name;
    } catch (thrown) {
      if (isNotFound(thrown)) return this.#create(object, happening);
      throw thrown;
    }
  }

  #allows({ metadata }: KubeObject): boolean {
    const key = metadata.uid ?? `${metadata.namespace}/${metadata.name}`;
    const nowMs = this.#options.clock.monotonicMs();
    const before = this.#allowances.get(key) ?? { left: burst, atMs: nowMs };
    const left = Math.min(burst, before.left + (nowMs - before.atMs) / refillMs);
    remember(this.#allowances, key, { left: left < 1 ? left : left - 1, atMs: nowMs });
    return left >= 1;
  }
}

const timeOf = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

/** Keeps what was used last; the oldest goes when there are too many. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > knownMax && oldest !== undefined) map.delete(oldest);
}
