import { MillraceError, messageOf, sleep, systemClock, systemRandom } from "@millrace/kit";
import { type Api, apis, type Draft, ZERO_UUID } from "@millrace/protocol";
import { decodeReply, frameOf } from "../differential/talk.ts";
import { noteAnswer } from "../exercised.ts";
import type { Peer } from "../peers/peer.ts";
import type { Verdict } from "../verdicts.ts";
import { RawConnection } from "../wire/connection.ts";
import { AnswerReader } from "./answers.ts";
import { Bindings } from "./bindings.ts";
import { prefixLength } from "./field-values.ts";
import { absentTopic, type Damage, type Sequence, type Step, topicNames, transactionalNames } from "./sequence.ts";
import type { Settler } from "./settler.ts";

const answerTimeoutMs = 20_000;
const clientId = "referee";

/** Requests whose answer may have to wait for other requests. */
const mayWait: ReadonlySet<string> = new Set(["joinGroup", "syncGroup"]);
/** Requests after which topics or configs may be others. */
const changes: ReadonlySet<string> = new Set([
  "createTopics",
  "deleteTopics",
  "createPartitions",
  "alterConfigs",
  "incrementalAlterConfigs",
  "metadata",
]);

/** Requests that end a transaction, whose markers are written after the answer. */
const endsTransactions: ReadonlySet<string> = new Set(["endTxn", "initProducerId"]);

interface Sent {
  readonly step: Step;
  readonly answer: Promise<unknown>;
  settled: boolean;
  value?: unknown;
}

export interface PlayerOptions {
  readonly peer: Pick<Peer, "name" | "bootstrapServers">;
  /** Waits until the broker knows what it was told; nothing where it knows at once. */
  readonly settler: Settler | undefined;
  /** How long an answer that may wait for other requests is given before the next request is sent. */
  readonly patienceMs: number;
  /** Begins all names: two brokers that get the same put groups and transactions into the same partitions. */
  readonly prefix?: string;
}

/** Begins names that nobody used before. */
export function newPrefix(): string {
  const letters = systemRandom.uuid().replaceAll(/[^a-zA-Z0-9]/g, "x");
  return `q${letters.slice(0, prefixLength - 2)}-`;
}

/** Plays one sequence on one broker, under names that nobody used before. */
export class Player {
  readonly #options: PlayerOptions;
  readonly #bindings: Bindings;
  readonly #idle: RawConnection[] = [];
  #correlationId = 0;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#bindings = new Bindings(options.prefix ?? newPrefix());
  }

  /** What was answered to each step. */
  async play({ steps }: Pick<Sequence, "steps">): Promise<Verdict[]> {
    const sent: Sent[] = [];
    try {
      for (const step of steps) {
        sent.push(await this.#take(step));
        if (changes.has(step.api)) await this.#settle();
        if (endsTransactions.has(step.api)) await this.#untilTransactionsEnd();
      }
      for (const each of sent) if (!each.settled) await Promise.race([each.answer, sleep(systemClock, this.#options.patienceMs)]);
      return this.#read(sent);
    } finally {
      await this.#cleanUp();
    }
  }

  async #take(step: Step): Promise<Sent> {
    const sent: Sent = { step, answer: this.#ask(step), settled: false };
    const done = sent.answer.then((value) => {
      const isAnswer = typeof value === "object" || value === "closed" || value === "silent";
      if (isAnswer && step.damage === undefined) noteAnswer(apis[step.api as keyof typeof apis] as unknown as Api, step.version, value);
      sent.settled = true;
      sent.value = value;
      this.#learn(step, value);
    });
    await (mayWait.has(step.api) ? Promise.race([done, sleep(systemClock, this.#options.patienceMs)]) : done);
    return sent;
  }

  async #ask(step: Step): Promise<unknown> {
    const api = apis[step.api as keyof typeof apis] as unknown as Api<unknown, unknown>;
    const connection = this.#idle.pop() ?? (await RawConnection.open(this.#options.peer.bootstrapServers));
    const correlationId = ++this.#correlationId;
    let frame: Buffer;
    try {
      const draft = this.#bindings.resolve(step.body) as Draft<unknown>;
      frame = spoilt(frameOf(api, step.version, draft, { correlationId, clientId }), step.damage, step);
    } catch (failure) {
      this.#idle.push(connection);
      return `can't be written: ${messageOf(failure)}`;
    }
    connection.send(frame);
    const answered = await this.#answerOf(connection, step);
    if (typeof answered === "string") {
      if (answered === "no answer") this.#idle.push(connection);
      else connection.close();
      return answered;
    }
    this.#idle.push(connection);
    try {
      return decodeReply(api, step.version, answered.frame, correlationId);
    } catch (failure) {
      return `can't be read: ${messageOf(failure)}`;
    }
  }

  /** A Produce request with `acks=0` has no answer: the next request's comes in its place. */
  async #answerOf(connection: RawConnection, step: Step): Promise<{ frame: Buffer } | string> {
    if (step.api !== "produce" || step.body.acks !== 0) return connection.next(answerTimeoutMs);
    const probe = ++this.#correlationId;
    connection.send(frameOf(apis.apiVersions, 0, {}, { correlationId: probe, clientId }));
    const answer = await connection.next(answerTimeoutMs);
    if (typeof answer === "string") return answer;
    if (answer.frame.readInt32BE(0) === probe) return "no answer";
    await connection.next(answerTimeoutMs);
    return answer;
  }

  #learn({ api, as }: Step, value: unknown): void {
    if (as === undefined || typeof value !== "object" || value === null) return;
    const { memberId, generationId, memberEpoch, producerId, producerEpoch, sessionId } = value as Readonly<
      Record<string, string | number | undefined>
    >;
    const bindings = this.#bindings;
    if (api === "joinGroup" && memberId !== undefined && memberId !== "") bindings.bind("memberId", as, memberId);
    if (api === "joinGroup" && generationId !== undefined && Number(generationId) >= 0) {
      const [group = ""] = as.split("/");
      for (const member of ["m0", "m1", "m2"]) bindings.bind("generation", `${group}/${member}`, generationId);
    }
    if (api === "consumerGroupHeartbeat" && Number(memberEpoch) > 0) {
      bindings.bind("generation", as, Number(memberEpoch));
      bindings.bind("memberId", as, String(memberId));
      const { assignment } = value as { assignment: { topicPartitions: unknown } | null };
      if (assignment !== null) bindings.assigned.set(as, assignment.topicPartitions);
    }
    if (api === "shareGroupHeartbeat" && Number(memberEpoch) > 0) bindings.bind("generation", as, Number(memberEpoch));
    if ((api === "initProducerId" || api === "endTxn") && Number(producerId) >= 0) {
      bindings.bind("producerId", as, Number(producerId));
      bindings.bind("producerEpoch", as, Number(producerEpoch));
    }
    if (api === "fetch" && Number(sessionId) > 0) bindings.bind("sessionId", as, Number(sessionId));
  }

  /** Waits until changes are known everywhere, and looks up the topics' ids. */
  async #settle(): Promise<void> {
    await this.#options.settler?.settle();
    const names = [...topicNames, absentTopic];
    const topics = names.map((name) => ({ name: `${this.#bindings.prefix}${name}` }));
    const answer = await this.#ask({ api: "metadata", version: 12, body: { topics, allowAutoTopicCreation: false } });
    if (typeof answer !== "object" || answer === null) return;
    for (const { name, topicId } of (answer as { topics: ReadonlyArray<{ name: string | null; topicId: string }> }).topics)
      if (name !== null && topicId !== ZERO_UUID) this.#bindings.bind("topicId", name.slice(this.#bindings.prefix.length), topicId);
  }

  async #untilTransactionsEnd(): Promise<void> {
    const transactionalIds = transactionalNames.map((name) => `${this.#bindings.prefix}${name}`);
    for (let isEnding = true; isEnding; ) {
      const answer = await this.#ask({ api: "describeTransactions", version: 0, body: { transactionalIds } });
      if (typeof answer !== "object" || answer === null) return;
      const { transactionStates } = answer as { transactionStates: ReadonlyArray<{ transactionState: string }> };
      isEnding = transactionStates.some(({ transactionState }) => /^Prepare|Dead/.test(transactionState));
    }
  }

  #read(sent: readonly Sent[]): Verdict[] {
    const reader = new AnswerReader();
    const nowMs = systemClock.now();
    return sent.map(({ step, settled, value }) =>
      settled
        ? reader.read(value, { bindings: this.#bindings, nowMs, onlyOwn: asksForAll(step), isDamaged: step.damage !== undefined })
        : "waits",
    );
  }

  /** Nothing of a sequence's own stays, so that brokers don't fill up. */
  async #cleanUp(): Promise<void> {
    const topicNamesOwn = [...topicNames, absentTopic].map((name) => `${this.#bindings.prefix}${name}`);
    try {
      await this.#ask({ api: "deleteTopics", version: 5, body: { topicNames: topicNamesOwn, timeoutMs: 10_000 } });
    } finally {
      for (const connection of this.#idle) connection.close();
    }
  }
}

/** Whether the answer covers the whole broker. */
function asksForAll({ api, version, body, damage }: Step): boolean {
  if (damage !== undefined) return true; // who knows what it asks for
  const topics = body.topics as readonly unknown[] | null | undefined;
  if (api === "listGroups" || api === "listTransactions" || api === "listConfigResources") return true;
  if (api === "electLeaders") return body.topicPartitions === null;
  if (api === "metadata") return topics === null || (version === 0 && topics?.length === 0);
  if (api === "describeTopicPartitions") return topics?.length === 0;
  return api === "describeLogDirs" && topics === null;
}

/** A frame whose body is not what its codec wrote. */
function spoilt(frame: Buffer, damage: Damage | undefined, step: Step): Buffer {
  if (damage === undefined) return frame;
  const bodyStart = 4 + 8 + 2 + clientId.length;
  let bytes = Buffer.from(frame);
  if ("cutBytes" in damage) bytes = bytes.subarray(0, Math.max(bodyStart, bytes.length - damage.cutBytes));
  else if ("appended" in damage) bytes = Buffer.concat([bytes, Buffer.from(damage.appended, "hex")]);
  else if (bodyStart + damage.at < bytes.length) bytes[bodyStart + damage.at] = damage.byte;
  else throw new MillraceError("USAGE", `${step.api} has no byte ${damage.at}`);
  bytes.writeInt32BE(bytes.length - 4, 0);
  return bytes;
}
