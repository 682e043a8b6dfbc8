import { Agent, request } from "node:https";
import type { ApiServer } from "./api-server.ts";

export interface ApiRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Instead of the administrator's; an empty one is none. */
  readonly token?: string;
  readonly signal?: AbortSignal;
}

export interface ApiAnswer {
  readonly status: number;
  /** Those that came more than once, in their order. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends a request, and reads its answer until it ends; `received` is told of each piece of it. */
export function requestOf(
  { url, ca, token: administrator }: Pick<ApiServer, "url" | "ca" | "token">,
  { method, path, headers = {}, body, token = administrator, signal }: ApiRequest,
  received: (piece: string) => void = () => {},
): Promise<ApiAnswer> {
  // Node leaves it out of what deletes, and the rest of the body would be taken for the next request.
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const authorization = token === "" ? {} : { authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const options = { method, ca, agent, headers: { ...authorization, ...length, ...headers }, ...(signal && { signal }) };
    const sent = request(`${url}${path}`, options, (response) => {
      response.setEncoding("utf8");
      let text = "";
      response.on("data", (piece: string) => {
        text += piece;
        received(piece);
      });
      response.on("end", () => {
        const distinct = response.headersDistinct;
        const read = Object.fromEntries(Object.entries(distinct).map(([name, values]) => [name, values ?? []]));
        resolve({ status: response.statusCode ?? 0, headers: read, body: text });
      });
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
