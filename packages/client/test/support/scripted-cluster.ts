import { MillraceError } from "@millrace/kit";
import { type Api, apis, type Draft, type MetadataResponse, ZERO_UUID } from "@millrace/protocol";
import type { Connect } from "../../src/net/connect.ts";
import { ScriptedPeer } from "./scripted-peer.ts";

type Answer = (request: never, port: number) => unknown;

/** Brokers that answer what a test says, by the port at which they are asked. The node with id n listens on port 9000 + n. */
export class ScriptedCluster {
  /** `port API` of every request but those for versions. */
  readonly asked: string[] = [];
  /** Ports at which nobody listens. */
  readonly down = new Set<number>();
  readonly #answers = new Map<string, Answer>();
  readonly #peers = new Set<ScriptedPeer>();

  readonly connect: Connect = async ({ port }) => {
    if (this.down.has(port)) throw new MillraceError("CONNECTION_FAILED", `nobody listens on ${port}`);
    const peer = new ScriptedPeer();
    this.#peers.add(peer);
    void this.#serve(peer, port);
    return peer.stream;
  };

  /** Says how an API is answered; `answer` may throw to have the connection closed. */
  on<Request, Response>(api: Api<Request, Response>, answer: (request: Request, port: number) => Draft<Response>): this {
    this.#answers.set(api.name, answer as Answer);
    return this;
  }

  /** Metadata of brokers 1 to `nodes` and of topic "t", whose partition i is led by `leaders[i]`. */
  withTopic(nodes: number, leaders: () => readonly number[], controllerId = 1): this {
    return this.on(apis.metadata, ({ topics }) => ({
      brokers: Array.from({ length: nodes }, (_, at) => ({ nodeId: at + 1, host: "h", port: 9001 + at })),
      controllerId,
      topics: (topics ?? [{ name: "t" }]).map(({ name }) => topicOf(name ?? "", leaders())),
    }));
  }

  close(): void {
    for (const peer of this.#peers) peer.close();
  }

  async #serve(peer: ScriptedPeer, port: number): Promise<void> {
    for (;;) {
      const received = await peer.next();
      if (received.api.key === apis.apiVersions.key) {
        const apiKeys = Object.values(apis).map(({ key: apiKey, minVersion, maxVersion }) => ({ apiKey, minVersion, maxVersion }));
        peer.answer(received, apis.apiVersions, { apiKeys });
        continue;
      }
      this.asked.push(`${port} ${received.api.name}`);
      try {
        const draft = this.#answers.get(received.api.name)?.(received.request as never, port);
        if (draft !== undefined) peer.answer(received, received.api, draft as Draft<unknown>);
      } catch {
        peer.close();
        return;
      }
    }
  }
}

function topicOf(name: string, leaders: readonly number[]): Draft<MetadataResponse["topics"][number]> {
  if (name !== "t") return { name, errorCode: 3, topicId: ZERO_UUID };
  const partitions = leaders.map((leaderId, partitionIndex) => ({
    partitionIndex,
    leaderId,
    leaderEpoch: 5,
    replicaNodes: [leaderId],
    isrNodes: [leaderId],
  }));
  return { name, topicId: "AAAAAAAAAAAAAAAAAAAAAQ", partitions };
}
