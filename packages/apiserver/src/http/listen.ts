import type { Server as HttpsServer } from "node:https";
import { createServer, type Server, type Socket } from "node:net";
import { type Closeable, type Logger, MillraceError, messageOf, systemCodeOf } from "@millrace/kit";
import type { ApiServer } from "../server.ts";

/** What a server shows its clients, as PEM: its certificate, with those of its issuers, and its key. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Asked for when the first client comes. */
  readonly identity: () => Promise<Identity>;
  /** Who brings it is let in, as `system:masters`. */
  readonly token: string;
  readonly logger: Logger;
}

export interface Listening extends Closeable {
  readonly port: number;
}

/**
 * Listens for clients of the API. Many platforms never see one, and TLS costs a start about 14 ms and 6 MB: so it is loaded when the first
 * comes, and takes the listening socket over.
 */
export async function listen(api: ApiServer, options: ListenOptions): Promise<Listening> {
  let https: Promise<HttpsServer> | undefined;
  const waiting = new Set<Socket>();
  const plain = createServer({ pauseOnConnect: true }, (socket) => {
    waiting.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => waiting.delete(socket));
    https ??= takeOver(plain, api, options);
    https.then(
      (server) => {
        if (waiting.delete(socket)) server.emit("connection", socket);
      },
      (failure: unknown) => {
        options.logger.error("the Kubernetes API cannot be served", { error: messageOf(failure) });
        socket.destroy();
      },
    );
  });
  await bound(plain, options);
  const address = plain.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    async close() {
      for (const socket of waiting) socket.destroy();
      const server = await https?.catch(() => undefined);
      await closed(server ?? plain);
    },
  };
}

async function takeOver(plain: Server, api: ApiServer, options: ListenOptions): Promise<HttpsServer> {
  const { httpsServer } = await import("./serve.ts");
  const server = await httpsServer(api, options);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(plain, resolve);
  });
  return server;
}

function bound(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const code = systemCodeOf(error) === "EADDRINUSE" ? "ADDRESS_IN_USE" : "IO_FAILED";
      reject(new MillraceError(code, `the Kubernetes API cannot listen at ${host}:${port}: ${messageOf(error)}`, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}

function closed(server: Server | HttpsServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
