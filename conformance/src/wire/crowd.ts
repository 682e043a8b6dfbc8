import { assert } from "@millrace/kit";
import { RawConnection } from "./connection.ts";
import { apiVersionsFrame } from "./requests.ts";

/** What becomes of a client that has asked something. */
export type Fate = "answered" | "closed" | "silent";

/** Longer than any broker takes to answer a client that it serves. */
const answerMs = 20_000;
/** Who hears nothing for so long waits for something else. */
export const silenceMs = 1_000;

/** How it goes on for a client that has asked something: an answer, the end, or neither in `withinMs`. */
export async function fateOf(client: RawConnection, withinMs = answerMs): Promise<Fate> {
  const answer = await client.next(withinMs);
  return typeof answer === "string" ? answer : "answered";
}

/** Asks a small question. */
export function askAndSee(client: RawConnection, withinMs = answerMs): Promise<Fate> {
  client.send(apiVersionsFrame(0));
  return fateOf(client, withinMs);
}

/** Clients in the order in which they came. */
export class Row {
  readonly #clients: RawConnection[];

  constructor(clients: readonly RawConnection[]) {
    this.#clients = [...clients];
  }

  /** Each asks, one after the other has heard. */
  async ask(): Promise<Fate[]> {
    const fates: Fate[] = [];
    for (const client of this.#clients) fates.push(await askAndSee(client));
    return fates;
  }

  /** How it goes on for all that have asked, if nothing else happens. */
  waiting(): Promise<Fate[]> {
    return Promise.all(this.#clients.map((client) => fateOf(client, silenceMs)));
  }

  /** How it goes on for the one in front, who steps out of the row. */
  front(): Promise<Fate> {
    return fateOf(this.#shift());
  }

  /** It is the turn of the one in front: how it goes on for it, and then for those behind it. */
  async turn(): Promise<Fate[]> {
    return [await this.front(), ...(await this.waiting())];
  }

  /** The one in front leaves. */
  leave(): void {
    this.#shift().close();
  }

  #shift(): RawConnection {
    const client = this.#clients.shift();
    assert(client !== undefined, "somebody is in the row");
    return client;
  }
}

/** Connections of one case. */
export class Crowd {
  readonly #bootstrapServers: string;
  readonly #clients: RawConnection[] = [];

  private constructor(bootstrapServers: string) {
    this.#bootstrapServers = bootstrapServers;
  }

  /** Nobody stays longer than `act` takes. */
  static async during<T>(bootstrapServers: string, act: (crowd: Crowd) => Promise<T>): Promise<T> {
    const crowd = new Crowd(bootstrapServers);
    try {
      return await act(crowd);
    } finally {
      crowd.#leave();
    }
  }

  async one(address: string): Promise<RawConnection> {
    const client = await RawConnection.open(this.#bootstrapServers, address);
    this.#clients.push(client);
    return client;
  }

  /** `count` clients from an address, each of which has asked before the next one comes. */
  async asking(count: number, address: string): Promise<Row> {
    const clients: RawConnection[] = [];
    for (let at = 0; at < count; at += 1) {
      const client = await this.one(address);
      client.send(apiVersionsFrame(0));
      clients.push(client);
    }
    return new Row(clients);
  }

  /** `count` clients from an address, each of which has been answered before the next one comes. */
  async served(count: number, address: string): Promise<Row> {
    const clients: RawConnection[] = [];
    for (let at = 0; at < count; at += 1) {
      const client = await this.one(address);
      const fate = await askAndSee(client);
      if (fate !== "answered") throw new Error(`client ${at + 1} of ${count} from ${address} is not served: ${fate}`);
      clients.push(client);
    }
    return new Row(clients);
  }

  #leave(): void {
    for (const client of this.#clients) client.close();
  }
}
