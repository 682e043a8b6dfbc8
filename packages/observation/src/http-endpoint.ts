import { createServer, type Server } from "node:http";
import { isIP } from "node:net";
import { addressText, type Closeable, isLoopback, type Logger, MillraceError, messageOf, systemCodeOf } from "@millrace/kit";

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export type Route = () => Reply | Promise<Reply>;

const methods: readonly string[] = ["GET", "HEAD"];
/** Scrapers and probes are few; more connections than this are turned away. */
const connectionsMax = 64;
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

/** A small HTTP server that only answers GET and HEAD. */
export class HttpEndpoint implements Closeable {
  readonly #server: Server;
  /** `http://host:port` */
  readonly url: string;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** Binds. Throws ADDRESS_IN_USE, or IO_FAILED for an address that can't be bound. */
  static async listen(place: Place, routes: ReadonlyMap<string, Route>, logger: Logger): Promise<HttpEndpoint> {
    const { host, port } = place;
    const server = createServer(async (request, response) => {
      const { status, contentType, body } =
        host !== undefined && isLoopback(host) && !isOfThisMachine(request.headers.host ?? "")
          ? jsonReply(421, { error: "this is for this machine: ask for localhost, or for the address" })
          : await answer(request.method ?? "", request.url ?? "", routes, logger);
      const allow = status === 405 ? { allow: methods.join(", ") } : {};
      response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(body), ...allow });
      response.end(request.method === "HEAD" ? undefined : body);
    });
    server.maxConnections = connectionsMax;
    const bound = await new Promise<number>((resolve, reject) => {
      server.on("error", (cause) => reject(bindFailure(place, cause)));
      server.listen(host === undefined ? { port } : { host, port }, () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
    return new HttpEndpoint(server, `http://${addressText({ host: host ?? everyHost, port: bound })}`);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

/** A page of somebody else's can have its own name lead here, and would read what is told; no page can have an address or `localhost` as its own. */
function isOfThisMachine(hostHeader: string): boolean {
  const name = hostHeader.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  return name === "" || isIP(name) !== 0 || name.toLowerCase() === "localhost";
}

async function answer(method: string, url: string, routes: ReadonlyMap<string, Route>, logger: Logger): Promise<Reply> {
  const path = url.split("?", 1)[0] ?? "";
  const route = routes.get(path);
  if (route === undefined) return jsonReply(404, { error: `there is nothing at ${path}`, paths: [...routes.keys()] });
  if (!methods.includes(method)) return jsonReply(405, { error: `${path} answers GET only` });
  try {
    return await route();
  } catch (error) {
    logger.error("an answer over HTTP failed", { path, error: error instanceof Error ? error.stack : error });
    return jsonReply(500, { error: messageOf(error) });
  }
}

function bindFailure({ host = everyHost, port, portSetting }: Place, cause: Error): MillraceError {
  const where = addressText({ host, port });
  if (systemCodeOf(cause) !== "EADDRINUSE") {
    return new MillraceError("IO_FAILED", `metrics can't be told at ${where}: ${cause.message}`, { cause });
  }
  const hint = `Stop what listens there, or choose another port with ${portSetting} (0 takes a free one).`;
  return new MillraceError("ADDRESS_IN_USE", `${where}, where metrics are told, is already in use`, { hint, cause });
}
