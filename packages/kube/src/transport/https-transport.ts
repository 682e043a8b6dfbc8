import { type IncomingMessage, request as overHttp } from "node:http";
import { Agent, request as overHttps } from "node:https";
import { type Clock, type Closeable, MillraceError, messageOf, systemCodeOf } from "@millrace/kit";
import { authorizationOf } from "./authorization.ts";
import type { ClusterAccess } from "./kubeconfig.ts";
import { textOf } from "./source.ts";
import type { ApiRequest, ApiResponse, Transport } from "./transport.ts";

/** Reaches a cluster's API server over HTTPS. Connections are kept and used again. Throws FILE_UNREADABLE; requests also AUTHENTICATION_FAILED. */
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
  const send = async ({ method, path, query, headers, body, signal }: ApiRequest): Promise<ApiResponse> => {
    const login = await authorization.header();
    return new Promise((resolve, reject) => {
      const search = query.size === 0 ? "" : `?${query}`;
      const options = {
        ...{ method, signal, path: `${prefix}${path}${search}`, hostname: hostOf(server), port: server.port || undefined },
        headers: { ...headers, ...lengthOf(body), ...(login === undefined ? {} : { authorization: login }) },
      };
      const sent = server.protocol === "https:" ? overHttps({ ...options, agent }) : overHttp(options);
      sent.on("error", (cause) => reject(signal.aborted ? signal.reason : unreachable(server, cause)));
      sent.on("response", (response) => {
        if (response.statusCode === 401) authorization.forget();
        resolve(answerOf(response, server, signal));
      });
      sent.end(body);
    });
  };
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

/** An IPv6 address has brackets in a URL only. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, "$1");

/** What TLS has against a server, by OpenSSL's and Node's codes, and what to do about it. */
const distrust: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      "SELF_SIGNED_CERT_IN_CHAIN",
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ].map((code) => [code, "is its authority the kubeconfig's certificate-authority?"]),
  ),
  CERT_SIGNATURE_FAILURE: "is its authority the kubeconfig's certificate-authority?",
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet; is the clock right?",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate has another name; the kubeconfig's tls-server-name says which is expected",
};

function unreachable(server: URL, cause: Error): MillraceError {
  const hint = distrust[systemCodeOf(cause) ?? ""];
  const message = `can't reach the API server at ${server.origin}: ${cause.message}`;
  return new MillraceError("CONNECTION_FAILED", message, { cause, ...(hint !== undefined && { hint }) });
}
