import type { Api, Draft } from "@millrace/protocol";
import type { SaslCredentials } from "../connecting/credentials.ts";
import { type Answer, Talk } from "../differential/talk.ts";
import { type Blanks, verdictOf } from "../differential/verdict-of.ts";
import { addressOf, type Peer } from "../peers/peer.ts";
import type { Case } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { RawConnection } from "../wire/connection.ts";
import { loggedIn, logIn } from "../wire/login.ts";
import { type Accounts, accountsOn } from "./accounts.ts";

/** What was said on a few connections, and what was answered. */
export class Transcript {
  readonly peer: Peer;
  readonly accounts: Accounts;
  readonly #notes: Record<string, Verdict> = {};
  readonly #talks: Talk[] = [];

  constructor(peer: Peer, accounts: Accounts) {
    this.peer = peer;
    this.accounts = accounts;
  }

  get verdict(): Verdict {
    return this.#notes;
  }

  /** A new connection to a listener. */
  talk(listener: string | undefined): Talk {
    return this.#kept(new Talk(addressOf(this.peer, listener)));
  }

  /** A client that is known to the broker, on as many connections as it needs. */
  known(credentials: SaslCredentials, listener = "sasl"): Talk {
    return this.#kept(Talk.over(() => loggedIn(addressOf(this.peer, listener), credentials)));
  }

  /** A connection that is logged in to now, and for how long, in milliseconds. Throws AUTHENTICATION_FAILED if the broker refuses. */
  async logIn(credentials: SaslCredentials, listener = "sasl"): Promise<{ readonly talk: Talk; readonly lifetimeMs: number }> {
    const connection = await RawConnection.open(addressOf(this.peer, listener));
    const lifetimeMs = await logIn(connection, credentials);
    return { talk: this.#kept(Talk.over(async () => connection)), lifetimeMs };
  }

  #kept(talk: Talk): Talk {
    this.#talks.push(talk);
    return talk;
  }

  note(name: string, value: unknown, blanks: Blanks = {}): void {
    this.#notes[name] = verdictOf(value, blanks);
  }

  /** Asks and notes the answer; undefined if none came, which ends the connection. */
  async say<Request, Response>(
    name: string,
    talk: Talk,
    api: Api<Request, Response>,
    version: number,
    draft: Draft<Request>,
    blanks: Blanks = {},
  ): Promise<Response | undefined> {
    const answer: Answer<Response> = await talk.ask(api, version, draft);
    this.note(name, answer, blanks);
    return answer === "closed" || answer === "silent" ? undefined : answer;
  }

  close(): void {
    for (const talk of this.#talks) talk.close();
  }
}

/** Something that is said to a broker with SASL, of which the answers count. */
export interface SaslScenario {
  readonly name: string;
  run(transcript: Transcript): Promise<void>;
}

export function saslCase({ name, run }: SaslScenario): Case {
  return {
    name,
    async run(peer) {
      const transcript = new Transcript(peer, await accountsOn(peer));
      try {
        await run(transcript);
        return transcript.verdict;
      } finally {
        transcript.close();
      }
    },
  };
}
