import type { Admin } from "@millrace/client";
import { type Clock, messageOf, type Random } from "@millrace/kit";
import { type EventRecorder, keyOf, type ObjectKey, type ObjectName, type Outcome, type Stored, untilAborted } from "@millrace/kube";
import { type Reason, type UserAction, type UserDuty, type UserResult, userNamespaceOf, userStatus } from "@millrace/plans";
import {
  isHibernating,
  type Kafka,
  type KafkaUser,
  kafkaUserNames,
  type Secret,
  userDeclaration,
  userSecretName,
  type Warning,
} from "@millrace/resources";
import { inParallel } from "../in-parallel.ts";
import type { KafkaLinks } from "../kafka-links.ts";
import { CredentialSource, type Credentials } from "./credentials.ts";
import { bringUsersAbout, type UserFailure, type UsersVerdict } from "./user-batch.ts";
import type { UserMemory } from "./user-memory.ts";
import { isUserSecret, userSecret } from "./user-secret.ts";
import type { UserWriter } from "./user-writer.ts";

export interface UserReconcilerOptions {
  readonly links: KafkaLinks;
  readonly writer: UserWriter;
  readonly events: EventRecorder;
  readonly secretOf: (name: ObjectName) => Stored<Secret> | undefined;
  readonly memory?: UserMemory;
  readonly warningsOf?: (user: KafkaUser, kafka: Kafka) => readonly Warning[];
  readonly onSettled?: (settled: SettledUser) => void;
  readonly clock: Clock;
  readonly random: Random;
}

/** What has come of a user. */
export interface SettledUser {
  /** The KafkaUser's. */
  readonly key: ObjectKey;
  /** Undefined: the KafkaUser is gone, and so is the user. */
  readonly user: Stored<KafkaUser> | undefined;
  readonly result: UserResult | undefined;
  /** What was done in Kafka. */
  readonly done: readonly UserAction[];
}

/** A KafkaUser and what is to be done about it. */
export interface UserSubject {
  readonly key: ObjectKey;
  readonly user: Stored<KafkaUser>;
  readonly duty: UserDuty;
}

/** What there is to do about users of one Kafka, if there is one. */
export interface UserRound {
  readonly kafka: Stored<Kafka> | undefined;
  readonly subjects: readonly UserSubject[];
  /** Names of KafkaUsers that are gone, by the keys that stand for them. */
  readonly gone: ReadonlyMap<ObjectKey, string>;
  /** Whether a name that Kafka knows is of a user that has to go, as no KafkaUser declares it; left out if nobody has to for that. */
  readonly isUndeclared?: (kafkaName: string) => boolean;
}

type Settled = {
  readonly subject: UserSubject;
  readonly result: UserResult;
  readonly passing?: boolean;
  readonly done?: readonly UserAction[];
};
type Ready = { readonly subject: UserSubject; readonly credentials: Credentials; readonly secret: string | undefined };

/** Requests to the API server that are under way at a time. */
const writesMax = 16;

/** Works off what is to be done about KafkaUsers of one cluster, together. */
export class UserReconciler {
  readonly #options: UserReconcilerOptions;
  /** Passwords that Kafka has been given, by the Kafka's uid and the user's name. */
  readonly #passwords = new Map<string, string>();

  constructor(options: UserReconcilerOptions) {
    this.#options = options;
  }

  async reconcile(round: UserRound, signal: AbortSignal): Promise<ReadonlyMap<ObjectKey, Outcome>> {
    const work = new Work(this.#options, this.#passwords, signal);
    await work.settle(round.subjects.flatMap((subject) => simpleResult(subject) ?? []));
    const { kafka } = round;
    if (kafka === undefined) return work.outcomes;
    const ready = await work.prepare(
      kafka,
      round.subjects.filter(({ duty }) => duty.type === "manage"),
    );
    if (ready.length > 0 || round.gone.size > 0 || round.isUndeclared !== undefined) await work.inKafka(kafka, ready, round);
    return work.outcomes;
  }
}

/** What needs no Kafka. */
function simpleResult(subject: UserSubject): Settled | undefined {
  const { duty } = subject;
  switch (duty.type) {
    case "paused":
      return { subject, result: { type: "paused" } };
    case "leave":
      return { subject, result: { type: "left", reason: duty.reason, message: duty.message } };
    case "refuse":
      return failed(subject, { reason: duty.reason, message: duty.message }, undefined);
    case "manage":
      return undefined;
  }
}

/** One batch. What can't be written fails by itself, and the others go on. */
class Work {
  readonly #options: UserReconcilerOptions;
  readonly #passwords: Map<string, string>;
  readonly #signal: AbortSignal;
  readonly outcomes = new Map<ObjectKey, Outcome>();

  constructor(options: UserReconcilerOptions, passwords: Map<string, string>, signal: AbortSignal) {
    this.#options = options;
    this.#passwords = passwords;
    this.#signal = signal;
  }

  /** Finds or makes credentials. A Secret is written before Kafka knows what it holds, so that no password is ever lost. */
  async prepare(kafka: Stored<Kafka>, subjects: readonly UserSubject[]): Promise<readonly Ready[]> {
    const source = new CredentialSource(kafka, this.#options);
    const ready: Ready[] = [];
    const refused: Settled[] = [];
    await this.#each(subjects, async (subject) => {
      const outcome = await source.of(subject.user);
      const reason = outcome.type === "refused" ? outcome : await this.#keepSecret(kafka, subject.user, outcome);
      if (reason !== undefined) refused.push(failed(subject, { reason: reason.reason, message: reason.message }, undefined));
      if (reason !== undefined || outcome.type === "refused") return;
      const secret = outcome.entries === undefined ? undefined : userSecretName(kafka, subject.user.metadata.name);
      ready.push({ subject, credentials: outcome, secret });
    });
    await this.settle(refused);
    return ready;
  }

  /** Brings users and their end about. A Kafka that can't be reached is told of each of them. */
  async inKafka(kafka: Stored<Kafka>, ready: readonly Ready[], round: UserRound): Promise<void> {
    // Looked at again when it is woken.
    if (isHibernating(kafka)) return;
    const link = this.#options.links.of(kafka);
    const both = AbortSignal.any([this.#signal, link.signal]);
    const verdict = async (): Promise<UsersVerdict | string> => {
      if (link.trouble !== undefined) return link.trouble;
      try {
        return await untilAborted(both, this.#bringAbout(kafka, link.admin, { ready, round }, both));
      } catch (thrown) {
        this.#signal.throwIfAborted();
        return messageOf(thrown);
      }
    };
    const came = await verdict();
    const { warningsOf = () => [] } = this.#options;
    await this.settle(ready.map((each) => settledBy(each, came, warningsOf(each.subject.user, kafka))));
    await this.#finish(kafka, round.gone, came);
  }

  /** Writes statuses, and tells what happened. */
  async settle(settled: readonly Settled[]): Promise<void> {
    const bySubject = new Map(settled.map((each) => [each.subject, each]));
    await this.#each([...bySubject.keys()], async (subject) => {
      const each = bySubject.get(subject);
      if (each === undefined) return;
      const { user, key } = subject;
      const { result, done = [], passing = false } = each;
      const { writer, clock, onSettled } = this.#options;
      const isNews = await writer.write(user, (current) => userStatus(current, result, clock.now()), this.#signal);
      this.#tell(each, isNews);
      onSettled?.({ key, user, result, done });
      const isFailure = result.type === "failed";
      this.outcomes.set(key, isFailure ? { type: passing ? "failed" : "terminal", message: result.message } : { type: "done" });
    });
  }

  async #bringAbout(
    kafka: Stored<Kafka>,
    admin: Admin,
    { ready, round }: { readonly ready: readonly Ready[]; readonly round: UserRound },
    signal: AbortSignal,
  ): Promise<UsersVerdict> {
    const wanted = ready.map(({ subject: { user }, credentials: { password } }) => {
      const isNewPassword = password !== undefined && this.#passwords.get(passwordKey(kafka, user.metadata.name)) !== password;
      return { declaration: userDeclaration(user), password, isNewPassword };
    });
    await this.#options.memory?.add(
      kafka,
      ready.map(({ subject }) => subject.user.metadata.name),
    );
    // A user that has a certificate now and had a password before has another name: what the other name has goes.
    const own = new Set([...ready.map(({ subject }) => subject.user.metadata.name), ...round.gone.values()].flatMap(namesOf));
    const prunes = (name: string): boolean => own.has(name) || round.isUndeclared?.(name) === true;
    const verdict = await bringUsersAbout(admin, wanted, { prunes, clock: this.#options.clock, signal });
    for (const { declaration, password } of wanted) {
      if (password !== undefined && verdict.withPassword.has(declaration.name))
        this.#passwords.set(passwordKey(kafka, declaration.name), password);
    }
    return verdict;
  }

  /** Secrets of users that are gone go last: until Kafka has let a user go, somebody may have to look. */
  async #finish(kafka: Stored<Kafka>, gone: ReadonlyMap<ObjectKey, string>, came: UsersVerdict | string): Promise<void> {
    const ended: string[] = [];
    await inParallel([...gone], writesMax, async ([key, name]) => {
      const failure = typeof came === "string" ? came : namesOf(name).flatMap((each) => came.failed.get(each)?.message ?? [])[0];
      try {
        if (failure !== undefined) throw new Error(failure);
        await this.#removeSecret(kafka, userNamespaceOf(kafka), name);
        this.#passwords.delete(passwordKey(kafka, name));
        ended.push(name);
        this.#options.onSettled?.({
          key: keyOf({ namespace: userNamespaceOf(kafka), name }),
          user: undefined,
          result: undefined,
          done: doneFor(name, came),
        });
        this.outcomes.set(key, { type: "done" });
      } catch (thrown) {
        this.outcomes.set(key, { type: "failed", message: messageOf(thrown) });
      }
    });
    await this.#options.memory?.delete(kafka, ended);
  }

  /** Why the Secret can't be written; undefined when it is as it should be. */
  async #keepSecret(kafka: Kafka, user: Stored<KafkaUser>, { entries }: Credentials): Promise<Reason | undefined> {
    const { namespace, name } = user.metadata;
    if (entries === undefined) {
      await this.#removeSecret(kafka, namespace, name);
      return undefined;
    }
    const wanted = userSecret(kafka, user, entries);
    const live = this.#options.secretOf(wanted.metadata);
    if (live !== undefined && !isUserSecret(live, name)) {
      const message = `Secret ${wanted.metadata.name} exists and does not belong to this KafkaUser: it is not overwritten`;
      return { reason: "ResourceConflict", message };
    }
    await this.#options.writer.keepSecret(wanted, live, this.#signal);
    return undefined;
  }

  async #removeSecret(kafka: Kafka, namespace: string | undefined, user: string): Promise<void> {
    const live = this.#options.secretOf({ namespace, name: userSecretName(kafka, user) });
    if (live !== undefined && isUserSecret(live, user)) await this.#options.writer.removeSecret(live, this.#signal);
  }

  async #each(subjects: readonly UserSubject[], work: (subject: UserSubject) => Promise<void>): Promise<void> {
    await inParallel(subjects, writesMax, async (subject) => {
      try {
        await work(subject);
      } catch (thrown) {
        this.outcomes.set(subject.key, { type: "failed", message: messageOf(thrown) });
      }
    });
  }

  #tell({ subject: { user }, result, done = [] }: Settled, isNews: boolean): void {
    const { events } = this.#options;
    for (const { type, text: message } of done) {
      const reason = type === "create-credentials" ? "UserCreated" : "UserChanged";
      events.record(user, { type: "Normal", reason, message });
    }
    if (!isNews || (result.type !== "failed" && result.type !== "left")) return;
    events.record(user, { type: "Warning", reason: result.reason, message: result.message });
  }
}

const passwordKey = ({ metadata }: Stored<Kafka>, user: string): string => `${metadata.uid} ${user}`;

function namesOf(name: string): readonly string[] {
  const { byPassword, byCertificate } = kafkaUserNames(name);
  return [byPassword, byCertificate];
}

function doneFor(name: string, came: UsersVerdict | string): readonly UserAction[] {
  const names = namesOf(name);
  return typeof came === "string" ? [] : came.done.filter(({ user }) => names.includes(user));
}

function failed(subject: UserSubject, { reason, message }: Reason, secret: string | undefined, passing = false): Settled {
  return { subject, result: { type: "failed", reason, message, secret }, passing };
}

function settledBy({ subject, secret }: Ready, came: UsersVerdict | string, warnings: readonly Warning[]): Settled {
  const { user } = subject;
  const { name } = user.metadata;
  const failure: UserFailure | undefined =
    typeof came === "string"
      ? { reason: "KafkaError", message: came, passing: true }
      : namesOf(name).flatMap((each) => came.failed.get(each) ?? [])[0];
  const done = doneFor(name, came);
  if (failure !== undefined) return { ...failed(subject, failure, secret, failure.passing), done };
  const username = userDeclaration(user).name;
  return { subject, result: { type: "ready", username, secret, warnings }, done };
}
