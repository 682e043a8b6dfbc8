import { createServer, type IncomingMessage, type Server } from "node:http";
import { isIP } from "node:net";
import { addressText, type Closeable, isLoopback, type Logger, MillraceError, messageOf, systemCodeOf } from "@millrace/kit";
import { bodyOf, close, listen } from "./server-parts.ts";

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export type Route = () => Reply | Promise<Reply>;

/** Answers a request that has a body. */
export type PostRoute = (body: string) => Promise<Reply>;

const reading: readonly string[] = ["GET", "HEAD"];
/** Scrapers and probes are few; more connections than this are turned away. */
const connectionsMax = 64;
/** The largest body of a request: resources of a Kafka are much smaller. */
const bodyBytesMax = 1_000_000;
/** How every address is written. */
const everyHost = "0.0.0.0";

export interface Place {
  /** Undefined: every address of this machine. */
  readonly host: string | undefined;
  /** 0 takes a free one. */
  readonly port: number;
  /** What says the port, for whoever has to choose another. */
  readonly portSetting: string;
}

export function jsonReply(status: number, value: object): Reply {
  return { status, contentType: "application/json; charset=utf-8", body: `${JSON.stringify(value)}\n` };
}

export interface Routes {
  /** By GET and HEAD. */
  readonly get: ReadonlyMap<string, Route>;
  readonly post?: ReadonlyMap<string, PostRoute>;
}

/** A small HTTP server. */
export class HttpEndpoint implements Closeable {
  readonly #server: Server;
  /** `http://host:port` */
  readonly url: string;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** Binds. Throws ADDRESS_IN_USE, or IO_FAILED for an address that can't be bound. */
  static async listen(place: Place, routes: Routes, logger: Logger): Promise<HttpEndpoint> {
    const { host, port } = place;
    const server = createServer(async (request, response) => {
      const { status, contentType, body } =
        host !== undefined && isLoopback(host) && !isOfThisMachine(request.headers.host ?? "")
          ? jsonReply(421, { error: "this is for this machine: ask for localhost, or for the address" })
          : await answer(request, routes, logger);
      const allow = status === 405 ? { allow: methodsAt(pathOf(request), routes).join(", ") } : {};
      response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(body), ...allow });
      response.end(request.method === "HEAD" ? undefined : body);
    });
    server.maxConnections = connectionsMax;
    const bound = await listen(server, { host, port }).catch((cause: Error) => {
      throw bindFailure(place, cause);
    });
    return new HttpEndpoint(server, `http://${addressText({ host: host ?? everyHost, port: bound })}`);
  }

  close(): Promise<void> {
    return close(this.#server);
  }
}

/** A page of somebody else's can have its own name lead here, and would read what is told; no page can have an address or `localhost` as its own. */
function isOfThisMachine(hostHeader: string): boolean {
  const name = hostHeader.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  return name === "" || isIP(name) !== 0 || name.toLowerCase() === "localhost";
}

const pathOf = ({ url }: IncomingMessage): string => (url ?? "").split("?", 1)[0] ?? "";

const methodsAt = (path: string, { get, post }: Routes): readonly string[] => [
  ...(get.has(path) ? reading : []),
  ...(post?.has(path) === true ? ["POST"] : []),
];

async function answer(request: IncomingMessage, routes: Routes, logger: Logger): Promise<Reply> {
  const path = pathOf(request);
  const methods = methodsAt(path, routes);
  if (methods.length === 0) return jsonReply(404, { error: `there is nothing at ${path}`, paths: [...routes.get.keys()] });
  try {
    return (await answered(request, routes)) ?? jsonReply(405, { error: `${path} answers ${methods.join(", ")} only` });
  } catch (error) {
    logger.error("an answer over HTTP failed", { path, error: error instanceof Error ? error.stack : error });
    return jsonReply(500, { error: messageOf(error) });
  }
}

/** Undefined for a method that its path does not answer. */
async function answered(request: IncomingMessage, { get, post }: Routes): Promise<Reply | undefined> {
  const path = pathOf(request);
  if (request.method !== "POST") return reading.includes(request.method ?? "") ? get.get(path)?.() : undefined;
  const route = post?.get(path);
  if (route === undefined) return undefined;
  const body = await bodyOf(request, bodyBytesMax);
  return body === undefined ? jsonReply(413, { error: `a body may have ${bodyBytesMax} bytes` }) : route(body);
}

function bindFailure({ host = everyHost, port, portSetting }: Place, cause: Error): MillraceError {
  const where = addressText({ host, port });
  if (systemCodeOf(cause) !== "EADDRINUSE") {
    return new MillraceError("IO_FAILED", `metrics can't be told at ${where}: ${cause.message}`, { cause });
  }
  const hint = `Stop what listens there, or choose another port with ${portSetting} (0 takes a free one).`;
  return new MillraceError("ADDRESS_IN_USE", `${where}, where metrics are told, is already in use`, { hint, cause });
}
