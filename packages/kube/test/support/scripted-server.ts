import type { ApiRequest, ApiResponse, Transport } from "../../src/transport/transport.ts";

/** The body of a watch, which a test writes line by line, breaks or ends. */
export class ScriptedStream implements AsyncIterable<Buffer> {
  readonly #waiting: Array<{ resolve: (result: IteratorResult<Buffer>) => void; reject: (cause: Error) => void }> = [];
  readonly #results: Array<IteratorResult<Buffer> | Error> = [];
  /** Whether whoever reads has stopped. */
  isLeft = false;

  write(...events: readonly object[]): this {
    for (const event of events) this.#give({ value: Buffer.from(`${JSON.stringify(event)}\n`), done: false });
    return this;
  }

  end(): void {
    this.#give({ value: undefined, done: true });
  }

  fail(message: string): void {
    this.#give(new Error(message));
  }

  [Symbol.asyncIterator](): AsyncIterator<Buffer> {
    return {
      next: () => {
        const result = this.#results.shift();
        if (result instanceof Error) return Promise.reject(result);
        if (result !== undefined) return Promise.resolve(result);
        return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
      },
      return: async () => {
        this.isLeft = true;
        return { value: undefined, done: true };
      },
    };
  }

  #give(result: IteratorResult<Buffer> | Error): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#results.push(result);
    else if (result instanceof Error) waiting.reject(result);
    else waiting.resolve(result);
  }
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): ApiResponse => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: Buffer.from(JSON.stringify(value)),
});

export const refusal = (code: number, reason: string): ApiResponse =>
  json(code, { kind: "Status", apiVersion: "v1", status: "Failure", code, reason, message: `${reason} it is` });

/** How a request is answered. */
export type Step = (request: ApiRequest) => ApiResponse | Promise<ApiResponse>;

/** A server that misbehaves as a test says: each request is answered by the next step. */
export function scriptedServer(...steps: readonly Step[]) {
  const left = [...steps];
  const requests: ApiRequest[] = [];
  const transport: Transport = async (request) => {
    requests.push(request);
    const step = left.shift();
    // Whoever asks too often hears nothing.
    if (step === undefined) return new Promise(() => {});
    return step(request);
  };
  return { transport, requests };
}
