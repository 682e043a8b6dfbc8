import type { Admin, Outcome } from "@millrace/client";
import { type Clock, sleep } from "@millrace/kit";
import { planUsers, type Reason, type UserAction } from "@millrace/plans";
import type { UserDeclaration } from "@millrace/resources";
import { observeUsers } from "./observe-users.ts";
import { carryOutUsers, setPasswords } from "./user-requests.ts";

/** A user, and its password if it has one. */
export interface WantedUser {
  readonly declaration: UserDeclaration;
  readonly password: string | undefined;
  /** What a password is can't be read back: whether it has to be set although the user has one. */
  readonly isNewPassword: boolean;
}

export type UserFailure = Reason & { readonly passing: boolean };

/** What has come of users, by the names by which Kafka knows them. */
export interface UsersVerdict {
  /** What was carried out. */
  readonly done: readonly UserAction[];
  readonly failed: ReadonlyMap<string, UserFailure>;
  /** Users that have the passwords now that are wanted for them. */
  readonly withPassword: ReadonlySet<string>;
}

export interface UserBatchOptions {
  /** Whether what Kafka has of a user that is not wanted has to go. */
  readonly prunes: (name: string) => boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** How long Kafka may take to show what it has done, and the pauses between looks. */
const showMsMax = 5_000;
const pauseMsMax = 500;

/**
 * Brings users about, or their end: all are read, changed and read back together. A user that comes can log in only when it is held to all
 * of its ACLs, and one that goes loses its password first. Throws only if the cluster can't be asked.
 */
export async function bringUsersAbout(admin: Admin, wanted: readonly WantedUser[], options: UserBatchOptions): Promise<UsersVerdict> {
  const { clock, signal } = options;
  const batch = new Batch(admin, wanted, options.prunes);
  await batch.carryOut(await batch.pending(), signal);
  if (batch.done.length === 0) return batch;
  const endMs = clock.monotonicMs() + showMsMax;
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMsMax, pauseMs * 2)) {
    const pending = await batch.pending();
    signal.throwIfAborted();
    if (pending.length === 0) return batch;
    if (clock.monotonicMs() >= endMs) return batch.giveUp(pending);
    // What is not hidden, somebody else has changed meanwhile.
    const hidden = new Set(batch.done.map(({ text }) => text));
    const fresh = pending.filter(({ text }) => !hidden.has(text));
    if (fresh.length > 0) await batch.carryOut(fresh, signal);
    await sleep(clock, pauseMs);
  }
}

class Batch implements UsersVerdict {
  readonly #admin: Admin;
  readonly #wanted: readonly WantedUser[];
  readonly #names: ReadonlySet<string>;
  readonly #prunes: (name: string) => boolean;
  readonly done: UserAction[] = [];
  readonly failed = new Map<string, UserFailure>();
  readonly withPassword = new Set<string>();

  constructor(admin: Admin, wanted: readonly WantedUser[], prunes: (name: string) => boolean) {
    this.#admin = admin;
    this.#wanted = wanted;
    this.#names = new Set(wanted.map(({ declaration }) => declaration.name));
    this.#prunes = prunes;
  }

  /** What there is to do by what Kafka has now, except for users of which something was refused. */
  async pending(): Promise<readonly UserAction[]> {
    const observed = await observeUsers(this.#admin, (name) => this.#names.has(name) || this.#prunes(name));
    const declared = this.#wanted.map(({ declaration }) => declaration);
    const prune = new Set(observed.map(({ name }) => name).filter(this.#prunes));
    return planUsers(declared, observed, { prune }).filter(({ user }) => !this.failed.has(user));
  }

  async carryOut(actions: readonly UserAction[], signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const succeeded = new Set<UserAction>();
    for (const [action, outcome] of await carryOutUsers(this.#admin, actions)) {
      if (outcome.error.code === 0) succeeded.add(action);
      else this.failed.set(action.user, kafkaError(outcome));
    }
    await this.#setPasswords(new Set(actions.flatMap(({ type, user }) => (type === "create-credentials" ? [user] : []))));
    for (const action of actions) {
      if (succeeded.has(action) || (action.type === "create-credentials" && this.withPassword.has(action.user))) this.done.push(action);
    }
  }

  giveUp(hidden: readonly UserAction[]): UsersVerdict {
    const message = `Kafka has taken the changes but does not show them after ${showMsMax} ms`;
    for (const { user } of hidden) this.failed.set(user, { reason: "KafkaError", message, passing: true });
    return this;
  }

  async #setPasswords(lacking: ReadonlySet<string>): Promise<void> {
    const due = this.#wanted.flatMap(({ declaration: { name: user }, password, isNewPassword }) => {
      const isNew = isNewPassword && !this.withPassword.has(user);
      const isDue = !this.failed.has(user) && (isNew || lacking.has(user));
      return isDue && password !== undefined ? [{ user, password }] : [];
    });
    for (const { user, ...outcome } of await setPasswords(this.#admin, due)) {
      if (outcome.error.code === 0) this.withPassword.add(user);
      else this.failed.set(user, kafkaError(outcome));
    }
  }
}

/** What Kafka says, as a condition says it. */
function kafkaError({ error, errorMessage }: Outcome): UserFailure {
  return { reason: "KafkaError", message: `${error.name}: ${errorMessage ?? error.message}`, passing: error.retriable };
}
