import assert from "node:assert/strict";
import { type Files, MemoryFiles } from "@millrace/files";
import { type Clock, type Random, systemClock, systemRandom } from "@millrace/kit";
import { ApiServer, type ApiUser } from "../src/index.ts";

const admin: ApiUser = { name: "admin", groups: ["system:masters"] };
export const kafka = "/apis/kafka.strimzi.io/v1";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers as any client does
  readonly body: any;
}

/** A server in memory, asked as clients ask it. */
export class Running {
  readonly api: ApiServer;
  readonly files: Files;

  private constructor(api: ApiServer, files: Files) {
    this.api = api;
    this.files = files;
  }

  static async start(
    { clock = systemClock, random = systemRandom }: { clock?: Clock; random?: Random } = {},
    files: Files = new MemoryFiles(clock),
  ): Promise<Running> {
    return new Running(await ApiServer.open({ files, directory: "/data/resources", clock, random }), files);
  }

  async ask(method: string, url: string, body?: unknown, headers: Readonly<Record<string, string>> = {}, user?: ApiUser): Promise<Answer> {
    const { pathname, searchParams } = new URL(url, "https://localhost");
    const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    const response = await this.api.handle({
      method,
      path: pathname,
      query: searchParams,
      headers: { "content-type": "application/json", ...headers },
      ...(bytes === undefined ? {} : { body: bytes }),
      user: user ?? admin,
    });
    assert.ok(Buffer.isBuffer(response.body), "a watch is asked for with `watch`");
    const text = response.body.toString();
    const isJson = String(response.headers["content-type"]).startsWith("application/json");
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  /** What `ask` answers with, if it is a success. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  async get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<any> {
    const { status, body } = await this.ask("GET", url, undefined, headers);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  async make(url: string, object: unknown): Promise<any> {
    const { status, body } = await this.ask("POST", url, object);
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  }

  /** A watch: each call of `next` gives its next event. */
  async watch(url: string, headers: Readonly<Record<string, string>> = {}) {
    const { pathname, searchParams } = new URL(url, "https://localhost");
    searchParams.set("watch", "true");
    const gone = new AbortController();
    const response = await this.api.handle({
      method: "GET",
      path: pathname,
      query: searchParams,
      headers,
      user: admin,
      signal: gone.signal,
    });
    assert.equal(response.status, 200);
    assert.ok(!Buffer.isBuffer(response.body));
    const lines = response.body[Symbol.asyncIterator]();
    return {
      // biome-ignore lint/suspicious/noExplicitAny: as above
      async next(): Promise<any> {
        const { value, done } = await lines.next();
        return done === true ? undefined : JSON.parse(value.toString());
      },
      stop: () => gone.abort(),
    };
  }

  /** Asks again and again until the answer is as it has to be. */
  async until(url: string, holds: (answer: Answer) => boolean): Promise<Answer> {
    for (let turn = 0; ; turn++) {
      const answer = await this.ask("GET", url);
      if (holds(answer)) return answer;
      assert.ok(turn < 5_000, `not as it has to be: ${JSON.stringify(answer.body)}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  close(): Promise<void> {
    return this.api.close();
  }
}

export const topic = (name: string, more: object = {}) => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaTopic",
  metadata: { name },
  spec: { partitions: 1 },
  ...more,
});
