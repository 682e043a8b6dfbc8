import { addressText, MillraceError } from "@millrace/kit";
import { type Api, apis } from "@millrace/protocol";
import { ClientClosedError, isPassing, requestFailed } from "../errors.ts";
import type { Address } from "../net/address.ts";
import { Broker, type DraftFor, type RequestOptions } from "../net/broker.ts";
import { ProcessHold } from "../net/process-hold.ts";
import { type ClientOptions, type ClusterOptions, clusterOptions } from "../options.ts";
import { type BrokerMetadata, isTopic, type MetadataAnswer, metadataOf, type TopicAnswer, type TopicMetadata } from "./metadata.ts";
import { Again, retrying } from "./retrying.ts";

interface Remembered {
  readonly topic: TopicMetadata;
  readonly atMs: number;
}

/** What coordinators look after, with the numbers that FindCoordinator has for it. */
const coordinatorKeyTypes = { group: 0, transaction: 1 } as const;
export type CoordinatorKind = keyof typeof coordinatorKeyTypes;

/**
 * A cluster as one client sees it: the brokers and the connections to them, and what is known about topics. Requests that may
 * wait long at the broker go over a lane of their own, because replies come in the order of the requests.
 */
export class Cluster {
  readonly options: ClusterOptions;
  readonly #bootstrap: readonly Broker[];
  /** By lane and node id. */
  readonly #brokers = new Map<string, Broker>();
  readonly #topics = new Map<string, Remembered>();
  readonly #topicNames = new Map<string, string>();
  #nodes: readonly BrokerMetadata[] = [];
  #controllerId = -1;
  readonly #hold = new ProcessHold();
  #closed = false;

  constructor(options: ClientOptions) {
    this.options = clusterOptions(options);
    this.#bootstrap = this.options.bootstrap.map((address) => new Broker(address, this.options));
  }

  /** When an operation that begins now has to be given up. */
  deadlineMs(timeoutMs = this.options.operationTimeoutMs): number {
    return this.options.clock.monotonicMs() + timeoutMs;
  }

  /** Finds a broker that answers. Throws CONNECTION_FAILED at once if none of the bootstrap servers does. */
  async connect(): Promise<void> {
    await this.askMetadata([]);
  }

  /** Brokers as last heard of. */
  get nodes(): readonly BrokerMetadata[] {
    return this.#nodes;
  }

  /** The broker with `nodeId`, if it is known. */
  node(nodeId: number, lane = ""): Broker | undefined {
    const address = this.#nodes.find((node) => node.id === nodeId);
    return address === undefined ? undefined : this.#brokerAt(nodeId, address, lane);
  }

  /** The id of the node that a broker is, or -1. */
  nodeIdOf({ address }: Broker): number {
    return this.#nodes.find(({ host, port }) => host === address.host && port === address.port)?.id ?? -1;
  }

  /** Sends a request to any broker that answers. Throws what the last one tried threw. */
  async requestAny<Request, Response>(
    api: Api<Request, Response>,
    draft: DraftFor<Request>,
    options: RequestOptions = {},
  ): Promise<Response> {
    let failure: MillraceError | undefined;
    for (const broker of this.#anyOf()) {
      this.#use();
      try {
        return await broker.request(api, draft, options);
      } catch (thrown) {
        if (!isPassing(thrown)) throw thrown;
        failure = thrown;
      }
    }
    throw this.#unreachable(failure);
  }

  /** Asks for topics (null: all) and remembers what is said. */
  async askMetadata(names: readonly string[] | null, allowAutoTopicCreation = false): Promise<MetadataAnswer> {
    const topics = names === null ? null : names.map((name) => ({ name }));
    const answer = metadataOf(await this.requestAny(apis.metadata, () => ({ topics, allowAutoTopicCreation })));
    this.#remember(answer);
    return answer;
  }

  /** What is known about `names`, asked for where it is not known, old, or `anew`. */
  async topics(names: readonly string[], anew = false): Promise<Map<string, TopicAnswer>> {
    const answers = new Map<string, TopicAnswer>();
    const unknown = names.filter((name) => anew || this.cachedTopic(name) === undefined);
    const asked = unknown.length > 0 ? (await this.askMetadata(unknown)).topics : new Map<string, TopicAnswer>();
    for (const name of names) {
      const answer = asked.get(name) ?? this.cachedTopic(name);
      if (answer !== undefined) answers.set(name, answer);
    }
    return answers;
  }

  /** A topic as last heard of, if that is not too long ago. */
  cachedTopic(name: string): TopicMetadata | undefined {
    const remembered = this.#topics.get(name);
    if (remembered === undefined || this.options.clock.monotonicMs() - remembered.atMs > this.options.metadataMaxAgeMs) return undefined;
    return remembered.topic;
  }

  /** The name of the topic with an id, as last heard of. */
  topicName(topicId: string): string | undefined {
    return this.#topicNames.get(topicId);
  }

  /** Makes the next look at a topic ask for it. */
  forgetTopic(name: string): void {
    this.#topics.delete(name);
  }

  /** The broker that takes changes of the cluster. Throws after the deadline if there is none. */
  controller(deadlineMs: number, anew = false): Promise<Broker> {
    return retrying({ ...this.options, deadlineMs }, async (attempts) => {
      if (anew || attempts > 0 || this.node(this.#controllerId) === undefined) await this.askMetadata([]);
      return this.node(this.#controllerId) ?? new Again(new MillraceError("CONNECTION_FAILED", "the cluster has no controller now"));
    });
  }

  /** The broker that coordinates a group or a transactional id. Throws after the deadline if there is none. */
  coordinator(id: string, deadlineMs: number, lane = "", kind: CoordinatorKind = "group"): Promise<Broker> {
    const keyType = coordinatorKeyTypes[kind];
    return retrying({ ...this.options, deadlineMs }, async () => {
      const reply = await this.requestAny(apis.findCoordinator, (version) =>
        version >= 4 ? { keyType, coordinatorKeys: [id] } : { keyType, key: id },
      );
      const found = reply.coordinators[0] ?? reply;
      if (found.errorCode === 0) return this.#brokerAt(found.nodeId, found, lane);
      const failure = requestFailed(`the coordinator of ${kind} ${id} was not found`, found.errorCode, found.errorMessage);
      if (!failure.error.retriable) throw failure;
      return new Again(failure);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#hold.release();
    for (const broker of [...this.#bootstrap, ...this.#brokers.values()]) broker.close(new ClientClosedError());
  }

  #brokerAt(nodeId: number, { host, port }: Address, lane: string): Broker {
    this.#use();
    const key = `${lane}/${nodeId}`;
    const known = this.#brokers.get(key);
    if (known?.address.host === host && known.address.port === port) return known;
    known?.close(new MillraceError("CONNECTION_CLOSED", `broker ${nodeId} has moved from ${addressText(known.address)}`));
    const broker = new Broker({ host, port }, this.options);
    this.#brokers.set(key, broker);
    return broker;
  }

  /** All brokers in the order to try them: connected ones, those of the cluster, those that were given. */
  #anyOf(): Broker[] {
    const known = this.#nodes.map((node) => this.#brokerAt(node.id, node, ""));
    const all = [...known, ...this.#bootstrap];
    return [...all.filter((broker) => broker.connected), ...all.filter((broker) => !broker.connected)];
  }

  #remember(answer: MetadataAnswer): void {
    const atMs = this.options.clock.monotonicMs();
    if (answer.brokers.length > 0) this.#nodes = answer.brokers;
    this.#controllerId = answer.controllerId;
    for (const [name, topic] of answer.topics) {
      if (isTopic(topic)) {
        this.#topics.set(name, { topic, atMs });
        this.#topicNames.set(topic.topicId, name);
      } else {
        this.#topics.delete(name);
      }
    }
  }

  #use(): void {
    if (this.#closed) throw new ClientClosedError();
    if (this.options.holdsProcess) this.#hold.take();
  }

  #unreachable(failure: MillraceError | undefined): MillraceError {
    if (this.#bootstrap.length === 1 && failure !== undefined) return failure;
    const tried = this.#bootstrap.map((broker) => addressText(broker.address)).join(", ");
    return new MillraceError("CONNECTION_FAILED", `none of the brokers ${tried} answers: ${failure?.message ?? "none is known"}`, {
      hint: failure?.hint ?? "is one of them running?",
      cause: failure,
    });
  }
}
