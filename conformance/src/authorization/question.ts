import type { Api, Draft } from "@millrace/protocol";
import type { Talk } from "../differential/talk.ts";
import type { Grant, Names, Subject } from "./grants.ts";

/** What a question is put with: names, and what they have come to be on a broker. */
export interface Setting extends Names {
  /** Of the topic. */
  readonly topicId: string;
  /** A name that nothing has, and no ACL is literally for; it begins like the others. */
  readonly absent: string;
}

/** A request, and what has to be allowed for it. */
export interface Question {
  readonly name: string;
  readonly api: Api;
  readonly versions: readonly [first: number, last: number];
  readonly subjects: readonly Subject[];
  /** What is granted on the other subjects, where that is not everything. */
  readonly others?: Grant["operation"] | "nothing";
  /** Names of topics that belong to the question besides its own. */
  readonly alsoOwn?: readonly string[];
  /** Whether each row and version needs things of its own, since the answer changes them. */
  readonly isFresh?: boolean;
  /** What must be there, besides the topic with a record. */
  readonly prepare?: (administrator: Talk, setting: Setting) => Promise<void>;
  readonly ask: (setting: Setting, version: number) => object;
  /** Names of fields of which only the sort of value counts. */
  readonly blanks?: readonly string[];
}

/** Keeps a question's types while a table holds them all. */
export function question<Request, Response>(
  name: string,
  api: Api<Request, Response>,
  definition: Omit<Question, "name" | "api" | "ask" | "versions"> & {
    readonly versions?: readonly [first: number, last: number];
    readonly ask: (setting: Setting, version: number) => Draft<Request>;
  },
): Question {
  const { minVersion, maxVersion } = api;
  return { name, versions: [minVersion, maxVersion], ...definition, api: api as unknown as Api, ask: definition.ask as Question["ask"] };
}
