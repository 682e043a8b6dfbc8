import { createServer, type Server } from "node:https";
import { type Closeable, type Logger, MillraceError, messageOf } from "@millrace/kit";
import { bodyOf, close, listen } from "@millrace/observation";
import type { Value } from "@millrace/resources";
import type { WebhookKeys } from "./webhook-keys.ts";

export interface WebhookOptions {
  readonly host: string | undefined;
  /** 0 takes a free one. */
  readonly port: number;
  readonly keys: WebhookKeys;
  /** The answer to what was sent to `/drainer`; undefined if there is no sense in it. */
  readonly answer: (review: Value) => Promise<object | undefined>;
  readonly logger: Logger;
}

/** Much more than an AdmissionReview of an eviction has. */
const bodyBytesMax = 1_000_000;
const answerMsMax = 10_000;

/** A webhook that an API server asks. */
export class WebhookServer implements Closeable {
  readonly #server: Server;
  readonly port: number;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  /** Throws IO_FAILED for a port that can't be had. */
  static async listen({ host, port, keys, answer, logger }: WebhookOptions): Promise<WebhookServer> {
    const server = createServer({ key: keys.key, cert: keys.certificate, requestTimeout: answerMsMax }, async (request, response) => {
      const reply = (status: number, value: object): void => {
        const body = `${JSON.stringify(value)}\n`;
        response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
        response.end(body);
      };
      if (request.method !== "POST" || request.url?.split("?")[0] !== "/drainer") return reply(404, { error: "there is POST /drainer" });
      try {
        const body = await bodyOf(request, bodyBytesMax);
        if (body === undefined) return reply(400, { error: `expected at most ${bodyBytesMax} bytes` });
        const review = await answer(JSON.parse(body) as Value);
        if (review === undefined) return reply(400, { error: "expected an AdmissionReview of an eviction" });
        return reply(200, review);
      } catch (thrown) {
        if (thrown instanceof SyntaxError) return reply(400, { error: messageOf(thrown) });
        logger.warn("an eviction was not looked at", { why: messageOf(thrown) });
        return reply(500, { error: messageOf(thrown) });
      }
    });
    const bound = await listen(server, { host, port }).catch((cause: Error) => {
      throw new MillraceError("IO_FAILED", `port ${port} can't be listened at: ${messageOf(cause)}`, { cause });
    });
    return new WebhookServer(server, bound);
  }

  /** What it shows from now on. */
  show({ key, certificate }: WebhookKeys): void {
    this.#server.setSecureContext({ key, cert: certificate });
  }

  close(): Promise<void> {
    return close(this.#server);
  }
}
