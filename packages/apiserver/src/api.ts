/** Who asks, as authentication found out. */
export interface ApiUser {
  readonly name: string;
  readonly groups: readonly string[];
}

/** A request to the API server, wherever it comes from: a socket, or this process itself. */
export interface ApiRequest {
  /** `GET`, `POST`, … */
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: Buffer;
  /** Undefined: nobody knows, and all but health and version is refused. */
  readonly user: ApiUser | undefined;
  /** Aborted when whoever asks has gone: it ends a watch. */
  readonly signal?: AbortSignal;
}

export interface ApiResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** A watch's answer goes on for as long as it is read. */
  readonly body: Buffer | AsyncIterable<Buffer>;
}
