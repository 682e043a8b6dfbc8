import { readFileSync } from "node:fs";
import { type IncomingMessage, request as overHttp } from "node:http";
import { Agent, request as overHttps } from "node:https";
import { type Clock, type Closeable, MillraceError, messageOf } from "@millrace/kit";
import type { ClusterAccess, Source } from "./kubeconfig.ts";
import type { ApiRequest, ApiResponse, Transport } from "./transport.ts";

/** How long a token from a file is good before the file is read again; tokens of service accounts change every hour or so. */
const tokenAgeMsMax = 60_000;

/** Reaches a cluster's API server over HTTPS. Connections are kept and used again. Throws FILE_UNREADABLE. */
export function httpsTransport(access: ClusterAccess, clock: Clock): { readonly transport: Transport } & Closeable {
  const { server, ca, certificate, key, serverName, insecure } = access;
  const agent = new Agent({
    keepAlive: true,
    rejectUnauthorized: !insecure,
    ...(ca === undefined ? {} : { ca: textOf(ca) }),
    ...(certificate === undefined ? {} : { cert: textOf(certificate) }),
    ...(key === undefined ? {} : { key: textOf(key) }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  });
  const authorization = authorizationOf(access, clock);
  const prefix = server.pathname.replace(/\/$/, "");
  const send = ({ method, path, query, headers, body, signal }: ApiRequest): Promise<ApiResponse> =>
    new Promise((resolve, reject) => {
      const search = query.size === 0 ? "" : `?${query}`;
      const login = authorization();
      const options = {
        ...{ method, signal, path: `${prefix}${path}${search}`, hostname: hostOf(server), port: server.port || undefined },
        headers: { ...headers, ...lengthOf(body), ...(login === undefined ? {} : { authorization: login }) },
      };
      const sent = server.protocol === "https:" ? overHttps({ ...options, agent }) : overHttp(options);
      sent.on("error", (cause) => reject(signal.aborted ? signal.reason : unreachable(server, cause)));
      sent.on("response", (response) => resolve(answerOf(response, server, signal)));
      sent.end(body);
    });
  return {
    transport: send,
    async close() {
      agent.destroy();
    },
  };
}

/** Node leaves it out of a DELETE, whose body the server would then take for the next request. */
const lengthOf = (body: Buffer | undefined) => (body === undefined ? {} : { "content-length": body.length });

function answerOf(response: IncomingMessage, server: URL, signal: AbortSignal): ApiResponse {
  const { statusCode: status = 0, headers } = response;
  const given = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { status, headers: Object.fromEntries(given), body: chunksOf(response, server, signal) };
}

async function* chunksOf(response: IncomingMessage, server: URL, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of response) yield chunk as Buffer;
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw new MillraceError("CONNECTION_CLOSED", `the connection to ${server.origin} broke: ${messageOf(cause)}`, { cause });
  }
}

/** The header that says who asks, as it is now. */
function authorizationOf({ token, basic }: ClusterAccess, clock: Clock): () => string | undefined {
  if (token === undefined) {
    const login = basic === undefined ? undefined : `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString("base64")}`;
    return () => login;
  }
  let header = "";
  let readMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock.monotonicMs() - readMs < tokenAgeMsMax) return header;
    header = `Bearer ${textOf(token).trim()}`;
    readMs = "file" in token ? clock.monotonicMs() : Number.POSITIVE_INFINITY;
    return header;
  };
}

function textOf(source: Source): string {
  if ("value" in source) return source.value;
  try {
    return readFileSync(source.file, "utf8");
  } catch (cause) {
    throw new MillraceError("FILE_UNREADABLE", `can't read ${source.file}, which the kubeconfig names: ${messageOf(cause)}`, { cause });
  }
}

/** An IPv6 address has brackets in a URL only. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, "$1");

function unreachable(server: URL, cause: Error): MillraceError {
  return new MillraceError("CONNECTION_FAILED", `can't reach the API server at ${server.origin}: ${cause.message}`, { cause });
}
