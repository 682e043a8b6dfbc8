import type { Sent, Talk } from "../talk.ts";

/** Something that is said to an API server, in a namespace of its own. */
export interface ApiCase {
  readonly name: string;
  run(talk: Talk): Promise<unknown>;
}

/** A request and, if it has any, what goes with it. */
export type Request = readonly [method: string, path: string, sent?: Sent];

/** Requests one after the other. */
export function inTurn(name: string, requests: readonly Request[]): ApiCase {
  return {
    name,
    async run(talk) {
      for (const [method, path, sent] of requests) await talk.send(method, path, sent);
    },
  };
}

/** Requests one after the other, behind others that only prepare and have to succeed. */
export function given(preparations: readonly Request[], name: string, requests: readonly Request[]): ApiCase {
  return inTurn(name, [...preparations.map(([method, path, sent]) => [method, path, { ...sent, aside: true }] as const), ...requests]);
}
