/** A request to an API server, whether it goes over a socket or stays in this process. */
export interface ApiRequest {
  /** `GET`, `POST`, … */
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Ends the request, a watch as well. */
  readonly signal: AbortSignal;
}

export interface ApiResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** A watch's answer goes on for as long as it is read. */
  readonly body: Buffer | AsyncIterable<Buffer>;
}

/**
 * How an API server is reached. Whatever it answers is returned, refusals too; throws CONNECTION_FAILED or CONNECTION_CLOSED if there is no
 * answer, and what the signal was aborted with.
 */
export type Transport = (request: ApiRequest) => Promise<ApiResponse>;

/** The whole of a body. */
export async function wholeBody(body: ApiResponse["body"]): Promise<Buffer> {
  if (Buffer.isBuffer(body)) return body;
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
