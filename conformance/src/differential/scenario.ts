import type { Api, Draft } from "@millrace/protocol";
import type { Case } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { Talk } from "./talk.ts";
import { type Blanks, byVersions, verdictOf } from "./verdict-of.ts";

/** What a scenario tells: what was answered under which name, in order. */
export class Notes {
  readonly #notes: Record<string, Verdict> = {};
  readonly talk: Talk;
  /** Starts the names of topics, so that scenarios don't meet. */
  readonly prefix: string;
  readonly words: Record<string, string> = {};
  readonly #bootstrapServers: string;
  readonly #talks: Talk[] = [];

  constructor(bootstrapServers: string, prefix: string) {
    this.#bootstrapServers = bootstrapServers;
    this.prefix = prefix;
    this.talk = this.another();
  }

  /** Another client, on a connection of its own. */
  another(): Talk {
    const talk = new Talk(this.#bootstrapServers);
    this.#talks.push(talk);
    return talk;
  }

  close(): void {
    for (const talk of this.#talks) talk.close();
  }

  get verdict(): Verdict {
    return this.#notes;
  }

  note(name: string, value: unknown, blanks: Blanks = {}): void {
    this.#notes[name] = verdictOf(value, { ...blanks, words: { ...this.words, ...blanks.words } });
  }

  /** A topic of this scenario's own; its id is known by the topic's name in what is noted. */
  async topic(name: string, partitions = 1, configs: Readonly<Record<string, string>> = {}): Promise<{ name: string; id: string }> {
    const full = `${this.prefix}${name}`;
    const id = await this.talk.createTopic(full, partitions, configs);
    this.words[`id of ${name}`] = id;
    return { name: full, id };
  }

  /** Sends a request in each version from `first` to `last` and notes the answers. */
  async each<Request, Response>(
    name: string,
    api: Api<Request, Response>,
    [first, last]: readonly [number, number],
    draft: Draft<Request> | ((version: number) => Draft<Request> | Promise<Draft<Request>>),
    blanks: Blanks = {},
  ): Promise<void> {
    const seen = new Map<number, Verdict>();
    for (let version = first; version <= last; version++) {
      const asked = typeof draft === "function" ? await (draft as (version: number) => Draft<Request>)(version) : draft;
      seen.set(version, verdictOf(await this.talk.ask(api, version, asked), { ...blanks, words: { ...this.words, ...blanks.words } }));
    }
    this.#notes[name] = byVersions(seen);
  }
}

/** A few questions to a broker, of which the answers count. */
export interface Scenario {
  readonly name: string;
  readonly alone?: boolean;
  run(notes: Notes): Promise<void>;
}

/** A scenario as a case of a suite. */
export function cased({ name, alone = false, run }: Scenario): Case {
  return {
    name,
    alone,
    async run({ bootstrapServers }) {
      const notes = new Notes(bootstrapServers, `${name.replaceAll(/[^a-zA-Z0-9]+/g, "-")}-`);
      try {
        await run(notes);
        return notes.verdict;
      } finally {
        notes.close();
      }
    },
  };
}
