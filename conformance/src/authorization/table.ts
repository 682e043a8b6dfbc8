import { contains, definitions, parseVersions } from "@millrace/protocol/definitions";
import { Talk } from "../differential/talk.ts";
import { byVersions, verdictOf } from "../differential/verdict-of.ts";
import type { Peer } from "../peers/peer.ts";
import type { Case } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { administratorsAcls, creationOf, type Row, rowsOf } from "./grants.ts";
import { addressOf, administratorsAddress, createAcls, untilCoordinated } from "./preparation.ts";
import type { Question, Setting } from "./question.ts";

/** Lists whose order Kafka takes from hash tables. */
const unordered = [
  "topics",
  "responses",
  "results",
  "partitions",
  "partitionResponses",
  "groups",
  "coordinators",
  "configResources",
  "topicResults",
  "resultsByTopicV3AndBelow",
  "resultsByPartition",
  "replicaElectionResults",
  "transactionStates",
];
/** Fields that say of whom an element of a list is. */
const owners = ["name", "topic", "topicName", "groupId", "transactionalId"];

/** The rows of one question: who may what, asked in all versions, and the answers, each with the rows that got it. */
export function tableCase(question: Question, number: number): Case {
  return {
    name: question.name,
    timeoutMs: 600_000,
    async run(peer: Peer) {
      const administrator = new Talk(peer.bootstrapServers);
      try {
        return await new Table(question, number, peer, administrator).fill();
      } finally {
        administrator.close();
      }
    },
  };
}

class Table {
  readonly #question: Question;
  readonly #number: number;
  readonly #peer: Peer;
  readonly #administrator: Talk;

  constructor(question: Question, number: number, peer: Peer, administrator: Talk) {
    this.#question = question;
    this.#number = number;
    this.#peer = peer;
    this.#administrator = administrator;
  }

  async fill(): Promise<Verdict> {
    const { subjects, others = "ALL", isFresh = false } = this.#question;
    const rows = rowsOf(subjects, others);
    await createAcls(this.#administrator, administratorsAcls(administratorsAddress));
    await untilCoordinated(this.#administrator, subjects);
    const shared = isFresh ? undefined : await this.#setUp("");
    if (shared !== undefined) await this.#grant(rows, shared);
    const answers = new Map<string, { readonly rows: string[]; readonly verdict: Verdict }>();
    for (const [at, row] of rows.entries()) {
      const verdict = await this.#answersTo(row, at, shared);
      const key = JSON.stringify(verdict);
      const same = answers.get(key);
      if (same === undefined) answers.set(key, { rows: [row.name], verdict });
      else same.rows.push(row.name);
    }
    return Object.fromEntries(Array.from(answers.values(), ({ rows: names, verdict }) => [names.join(", "), verdict]));
  }

  async #setUp(mark: string): Promise<Setting> {
    const { name, prepare } = this.#question;
    const prefix = `auth-${this.#number}-${name.replaceAll(/[^a-zA-Z0-9]+/g, "-")}-${mark}`;
    const topic = `${prefix}t`;
    const topicId = await this.#administrator.createTopic(topic);
    const setting = { prefix, topic, topicId, group: `${prefix}g`, transaction: `${prefix}x`, absent: `${prefix}absent` };
    await prepare?.(this.#administrator, setting);
    return setting;
  }

  async #grant(rows: readonly Row[], setting: Setting): Promise<void> {
    const creations = rows.flatMap(({ grants }, at) => grants.map((grant) => creationOf(grant, setting, this.#address(at))));
    await createAcls(this.#administrator, creations);
  }

  #address(row: number): string {
    return addressOf(this.#number, row);
  }

  async #answersTo(row: Row, at: number, shared: Setting | undefined): Promise<Verdict> {
    const [first, last] = this.#question.versions;
    const versions = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const talk = new Talk(this.#peer.bootstrapServers, this.#address(at));
    const seen = new Map<number, Verdict>();
    try {
      // What is changed by the answer is asked for in the first version and the last.
      for (const version of shared === undefined ? [...new Set([first, last])] : versions) {
        const setting = shared ?? (await this.#own(row, at, version));
        seen.set(version, await this.#ask(talk, setting, version));
      }
    } finally {
      talk.close();
    }
    return byVersions(seen);
  }

  async #own(row: Row, at: number, version: number): Promise<Setting> {
    const setting = await this.#setUp(`${at}-${version}-`);
    await createAcls(
      this.#administrator,
      row.grants.map((grant) => creationOf(grant, setting, this.#address(at))),
    );
    return setting;
  }

  async #ask(talk: Talk, setting: Setting, version: number): Promise<Verdict> {
    const { api, ask, blanks = [], alsoOwn = [] } = this.#question;
    const answer = await talk.ask(api, version, known(ask(setting, version), api.request.name, version) as never);
    const words = { "the topic's id": setting.topicId, "PREFIX-": setting.prefix };
    return verdictOf(new Own(setting.prefix, alsoOwn).of(answer), { words, fields: blanks, unordered });
  }
}

/** What a version of a request has fields for. */
function known(draft: object, request: string, version: number): object {
  const fields = definitions.find(({ name }) => name === request)?.fields ?? [];
  const there = new Set(
    fields
      .filter(({ versions }) => contains(parseVersions(versions), version))
      .map(({ name }) => name.charAt(0).toLowerCase() + name.slice(1)),
  );
  return Object.fromEntries(Object.entries(draft).filter(([name]) => there.has(name)));
}

/** What every answer says of the broker. */
const ofTheBroker: ReadonlySet<string> = new Set(["throttleTimeMs", "brokers", "clusterId", "controllerId", "nodeEndpoints"]);

/** Answers without what they say of others, and texts without what Kafka writes down of a request. */
class Own {
  readonly #prefix: string;
  readonly #also: readonly string[];

  constructor(prefix: string, also: readonly string[]) {
    this.#prefix = prefix;
    this.#also = also;
  }

  of(value: unknown): unknown {
    if (typeof value === "string") return value.replace(/^Request .* needs (\w+) permission\.$/s, "Request … needs $1 permission.");
    if (Buffer.isBuffer(value) || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.filter((item) => this.#isOwn(item)).map((item) => this.of(item));
    const told = Object.entries(value).filter(([name]) => !ofTheBroker.has(name));
    return Object.fromEntries(told.map(([name, each]) => [name, this.of(each)]));
  }

  #isOwn(item: unknown): boolean {
    if (typeof item !== "object" || item === null) return true;
    const named = owners.map((owner): unknown => Reflect.get(item, owner)).filter((name) => typeof name === "string" && name !== "");
    return named.length === 0 || named.some((name) => String(name).startsWith(this.#prefix) || this.#also.includes(String(name)));
  }
}
