import type { CreateAclsRequest } from "@millrace/protocol";
import { contains, definitions, parseVersions } from "@millrace/protocol/definitions";
import { Talk } from "../differential/talk.ts";
import { byVersions, verdictOf } from "../differential/verdict-of.ts";
import type { Peer } from "../peers/peer.ts";
import type { Case } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { administratorsAcls, creationOf, type Names, rowsOf } from "./grants.ts";
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

/** Whoever asks in one row of a table. */
export interface Asker {
  readonly name: string;
  /** What they are granted. */
  aclsFor(names: Names): CreateAclsRequest["creations"];
  connect(peer: Peer): Talk | Promise<Talk>;
}

export interface TablePlan {
  readonly question: Question;
  /** Of the question, among all of the suite. */
  readonly number: number;
  readonly askers: readonly Asker[];
  readonly administratorsAcls: CreateAclsRequest["creations"];
  /** What has a topic, a group and a transaction of its own. */
  readonly each: "question" | "asker" | "request";
  readonly versions: readonly number[];
}

/** The rows of one question: who may what, asked in all versions, and the answers, each with the rows that got it. */
export function tableCase(question: Question, number: number): Case {
  const { subjects, others = "ALL", isFresh = false } = question;
  const [first, last] = question.versions;
  const askers = rowsOf(subjects, others).map(({ name, grants }, at): Asker => {
    const address = addressOf(number, at);
    return {
      name,
      aclsFor: (names) => grants.map((grant) => creationOf(grant, names, address)),
      connect: ({ bootstrapServers }) => new Talk(bootstrapServers, address),
    };
  });
  return plannedCase({
    question,
    number,
    askers,
    administratorsAcls: administratorsAcls(administratorsAddress),
    each: isFresh ? "request" : "question",
    // What is changed by the answer is asked for in the first version and the last.
    versions: isFresh ? [...new Set([first, last])] : Array.from({ length: last - first + 1 }, (_, index) => first + index),
  });
}

export function plannedCase(plan: TablePlan): Case {
  return {
    name: plan.question.name,
    async run(peer: Peer) {
      const administrator = new Talk(peer.bootstrapServers);
      try {
        return await new Table(plan, peer, administrator).fill();
      } finally {
        administrator.close();
      }
    },
  };
}

class Table {
  readonly #plan: TablePlan;
  readonly #peer: Peer;
  readonly #administrator: Talk;

  constructor(plan: TablePlan, peer: Peer, administrator: Talk) {
    this.#plan = plan;
    this.#peer = peer;
    this.#administrator = administrator;
  }

  async fill(): Promise<Verdict> {
    const { question, askers, administratorsAcls: own, each } = this.#plan;
    await createAcls(this.#administrator, own);
    await untilCoordinated(this.#administrator, question.subjects);
    const shared = each === "question" ? await this.#setUp("", askers) : undefined;
    const answers = new Map<string, { readonly rows: string[]; readonly verdict: Verdict }>();
    for (const [at, asker] of askers.entries()) {
      const verdict = await this.#answersTo(asker, at, shared);
      const key = JSON.stringify(verdict);
      const same = answers.get(key);
      if (same === undefined) answers.set(key, { rows: [asker.name], verdict });
      else same.rows.push(asker.name);
    }
    return Object.fromEntries(Array.from(answers.values(), ({ rows: names, verdict }) => [names.join(", "), verdict]));
  }

  /** Makes what is asked about, and grants `askers` what they are granted of it. */
  async #setUp(mark: string, askers: readonly Asker[]): Promise<Setting> {
    const { number, question } = this.#plan;
    const prefix = `auth-${number}-${question.name.replaceAll(/[^a-zA-Z0-9]+/g, "-")}-${mark}`;
    const topic = `${prefix}t`;
    const topicId = await this.#administrator.createTopic(topic);
    const setting = { prefix, topic, topicId, group: `${prefix}g`, transaction: `${prefix}x`, absent: `${prefix}absent` };
    await question.prepare?.(this.#administrator, setting);
    await createAcls(
      this.#administrator,
      askers.flatMap((asker) => asker.aclsFor(setting)),
    );
    return setting;
  }

  async #answersTo(asker: Asker, at: number, shared: Setting | undefined): Promise<Verdict> {
    const { each, versions } = this.#plan;
    const own = shared ?? (each === "asker" ? await this.#setUp(`${at}-`, [asker]) : undefined);
    const talk = await asker.connect(this.#peer);
    const seen = new Map<number, Verdict>();
    try {
      for (const version of versions) {
        const setting = own ?? (await this.#setUp(`${at}-${version}-`, [asker]));
        seen.set(version, await this.#ask(talk, setting, version));
      }
    } finally {
      talk.close();
    }
    return byVersions(seen);
  }

  async #ask(talk: Talk, setting: Setting, version: number): Promise<Verdict> {
    const { api, ask, blanks = [], alsoOwn = [] } = this.#plan.question;
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
