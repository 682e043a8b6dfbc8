import { createHash, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { messageOf } from "@millrace/kit";
import type { ApiRequest, ApiResponse, ApiUser } from "../api.ts";
import { refusal } from "../rest/respond.ts";
import { type ApiServer, bodyBytesMax } from "../server.ts";
import { entityTooLarge } from "../status/refusals.ts";
import type { StatusError } from "../status/status.ts";
import type { ListenOptions } from "./listen.ts";

const administrator: ApiUser = { name: "millrace:admin", groups: ["system:masters", "system:authenticated"] };

/** Time for a request's head, and for all of it: whoever is slower holds nothing up. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 60_000;
const idleTimeoutMs = 120_000;
const connectionsMax = 1_000;

/** An HTTPS server for the API, which does not listen yet: HTTP/1.1 with connections that stay. */
export async function httpsServer(api: ApiServer, { identity, token, logger }: ListenOptions): Promise<Server> {
  const tokenHash = sha256(token);
  const { certificate, key } = await identity();
  const server = createServer(
    {
      cert: certificate,
      key,
      minVersion: "TLSv1.2",
      ALPNProtocols: ["http/1.1"],
      handshakeTimeout: headersTimeoutMs,
      keepAlive: true,
      noDelay: true,
    },
    (incoming, outgoing) => {
      respond(api, incoming, outgoing, tokenHash).catch((failure: unknown) => {
        logger.debug("an answer of the Kubernetes API could not be sent", { error: messageOf(failure) });
        outgoing.destroy();
      });
    },
  );
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.keepAliveTimeout = idleTimeoutMs;
  server.maxConnections = connectionsMax;
  // Strangers who speak no TLS are hung up on.
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  return server;
}

async function respond(api: ApiServer, incoming: IncomingMessage, outgoing: ServerResponse, tokenHash: Buffer): Promise<void> {
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  const read = await requestOf(incoming, tokenHash, gone.signal);
  const response = "refused" in read ? await refusal(read.refused, read.request) : await api.handle(read.request);
  await send(response, outgoing, incoming.method === "HEAD");
}

type Read = { readonly request: ApiRequest } | { readonly request: ApiRequest; readonly refused: StatusError };

async function requestOf(incoming: IncomingMessage, tokenHash: Buffer, signal: AbortSignal): Promise<Read> {
  const target = incoming.url ?? "/";
  const [path = "/", ...queries] = target.split("?");
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
  const request: ApiRequest = {
    method: incoming.method ?? "GET",
    path,
    query: new URLSearchParams(queries.join("?")),
    headers,
    user: userOf(headers.authorization, tokenHash),
    signal,
  };
  // Of those who are nobody, nothing is kept: they are refused whatever they send.
  const body = await bodyOf(incoming, request.user === undefined ? 0 : bodyBytesMax);
  if (body === undefined && request.user === undefined) return { request };
  if (body === undefined) return { request, refused: entityTooLarge(bodyBytesMax) };
  return { request: body.length === 0 ? request : { ...request, body } };
}

function userOf(authorization: string | undefined, tokenHash: Buffer): ApiUser | undefined {
  const [, token] = /^bearer\s+(\S+)\s*$/i.exec(authorization ?? "") ?? [];
  return token !== undefined && timingSafeEqual(sha256(token), tokenHash) ? administrator : undefined;
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

/** All of a body; undefined as soon as it is larger than that. The rest is read, and dropped, so that the answer reaches whoever is still sending. */
function bodyOf(incoming: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve(undefined);
      }
    });
    incoming.on("end", () => resolve(Buffer.concat(chunks)));
    incoming.on("error", reject);
  });
}

async function send({ status, headers, body }: ApiResponse, outgoing: ServerResponse, headOnly: boolean): Promise<void> {
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, typeof value === "string" ? value : [...value]);
  outgoing.statusCode = status;
  if (Buffer.isBuffer(body)) {
    outgoing.setHeader("content-length", body.length);
    outgoing.end(headOnly ? undefined : body);
    return;
  }
  outgoing.flushHeaders();
  // A watcher that does not read is waited for, and holds no more than one event.
  for await (const chunk of body) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(chunk)) await Promise.race([once(outgoing, "drain"), once(outgoing, "close")]);
  }
  outgoing.end();
}
