import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Agent, request } from "node:https";
import type { ApiServer } from "../api-server.ts";

/** A request of a client and what it was answered. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly type: string | undefined;
  readonly accept: string | undefined;
  readonly sent: string;
  readonly status: number;
  readonly warnings: readonly string[];
  readonly received: string;
}

export interface RecordingProxy {
  readonly url: string;
  /** What went through since the last time. */
  take(): readonly Exchange[];
  /** Waits until all that was asked has been answered, or was given up. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** What a client takes besides protobuf, which can't be compared field by field. */
const withoutProtobuf = (accept = "*/*"): string =>
  accept
    .split(",")
    .filter((type) => !type.includes("protobuf"))
    .join(",");

/**
 * Stands between a client and an API server, for the length of one case. It speaks plainly to the client, and adds the token.
 * `asJson`: the server answers in JSON also where the client would rather have protobuf; what it sends so, has too much of one run's own to be kept.
 */
export async function recordingProxy(server: ApiServer, { asJson = false } = {}): Promise<RecordingProxy> {
  const agent = new Agent({ keepAlive: true });
  let exchanges: Exchange[] = [];
  const open = new Set<Promise<unknown>>();
  const proxy = createServer(async (incoming, outgoing) => {
    const sent = await bytesOf(incoming);
    // Answers are kept as text, so they may not be packed.
    const { host: _, "accept-encoding": __, ...asked } = incoming.headers;
    const accept = asJson ? withoutProtobuf(asked.accept) : asked.accept;
    const headers = { authorization: `Bearer ${server.token}`, ...asked, ...(accept !== undefined && { accept }) };
    const forwarded = request(`${server.url}${incoming.url}`, { method: incoming.method, ca: server.ca, agent, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders(); // a watch may have nothing to say for long
      const relayed = relay(answer, outgoing).then((received) => {
        open.delete(relayed);
        const { method = "", url: path = "" } = incoming;
        const warnings = answer.headersDistinct.warning ?? [];
        exchanges.push({
          method,
          path,
          type: asked["content-type"],
          accept,
          sent: asJson && asked["content-type"]?.includes("protobuf") === true ? "<protobuf>" : sent.toString("utf8"),
          status: answer.statusCode ?? 0,
          warnings,
          received,
        });
      });
      open.add(relayed);
    });
    forwarded.on("error", () => outgoing.destroy());
    outgoing.on("close", () => forwarded.destroy());
    forwarded.end(sent);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = proxy.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    take() {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
    async settled() {
      while (open.size > 0) await Promise.all(open);
    },
    async close() {
      const closed = new Promise((resolve) => proxy.close(resolve));
      proxy.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Passes an answer on, and resolves with it when it has ended, by whichever side. */
function relay(answer: IncomingMessage, outgoing: ServerResponse): Promise<string> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    answer.on("data", (piece: Buffer) => {
      pieces.push(piece);
      outgoing.write(piece);
    });
    answer.on("close", () => {
      outgoing.end();
      resolve(Buffer.concat(pieces).toString("utf8"));
    });
    answer.on("error", () => {});
  });
}
