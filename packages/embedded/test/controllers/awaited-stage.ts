import { AwaitedController } from "@millrace/controllers";
import { type Closeable, Opened, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { KubeClient, type KubeKind, namespacedKind, type Stored, type Transport } from "@millrace/kube";
import { type AwaitedResource, awaitedKindNames, isAwaited, kinds } from "@millrace/resources";
import { eventually } from "../client/running-broker.ts";
import { namespaces } from "./topic-stage.ts";

export function awaitedKind(name: string): KubeKind<AwaitedResource> {
  if (!isAwaited(name)) throw new Error(`something looks after ${name}`);
  return namespacedKind<AwaitedResource>(kinds[name]);
}

/** The controllers of all kinds that nothing looks after yet, at work. */
export class AwaitedStage implements Closeable {
  readonly #opened = new Opened();
  readonly #controllers: readonly AwaitedController[];
  readonly client: KubeClient;
  /** What the controllers have written so far, by name. */
  readonly written: string[] = [];

  constructor(transport: Transport) {
    this.client = new KubeClient({ transport });
    const counting: Transport = (request) => {
      if (request.method !== "GET") this.written.push(request.path.split("/").at(-2) ?? "");
      return transport(request);
    };
    const common = { client: new KubeClient({ transport: counting }), clock: systemClock, random: systemRandom, logger: silentLogger };
    this.#controllers = awaitedKindNames.map((kind) => this.#opened.add(new AwaitedController({ ...common, kind })));
  }

  async start(): Promise<void> {
    await Promise.all(this.#controllers.map((controller) => controller.start()));
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  async namespace(name: string): Promise<void> {
    await this.client.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  }

  /** Waits until something was said of the resource as it is now, and gives the words. */
  async said({ kind, metadata }: AwaitedResource): Promise<{ readonly text: string; readonly object: Stored<AwaitedResource> }> {
    let object: Stored<AwaitedResource> | undefined;
    await eventually(`something is said of ${kind} ${metadata.name}`, async () => {
      object = await this.client.get(awaitedKind(kind), metadata);
      return object?.status?.observedGeneration === object?.metadata.generation;
    });
    if (object === undefined) throw new Error(`there is no ${kind} ${metadata.name}`);
    return { text: textOf(object), object };
  }
}

/** The conditions in words. */
export const textOf = ({ status }: AwaitedResource): string =>
  (status?.conditions ?? [])
    .map(({ type, status: value, reason, message }) => `${type} ${value}${reason === undefined ? "" : ` ${reason}: ${message}`}`)
    .join("; ");
