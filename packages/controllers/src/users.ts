import type { Admin, Outcome } from "@millrace/client";
import { planUsers, type UserAction } from "@millrace/plans";
import type { UserDeclaration } from "@millrace/resources";
import { observeUsers } from "./observe-users.ts";
import { carryOutUsers, scramMechanism } from "./user-requests.ts";

/** An action that Kafka refused. */
export interface UserFailure {
  /** As Kafka knows the user. */
  readonly user: string;
  /** Kafka's name of the error. */
  readonly reason: string;
  readonly message: string;
}

export interface UsersOutcome {
  /** What was carried out. */
  readonly done: readonly UserAction[];
  readonly failed: readonly UserFailure[];
}

/** A user and, if it has one, its password. */
export interface DeclaredUser {
  readonly declaration: UserDeclaration;
  readonly password: string | undefined;
}

/**
 * Brings declared users about in a cluster: credentials, ACLs and quotas, and their end for those of `prune` that are not declared. Users
 * are read once; actions of one type go out in one request. A user that comes can log in only when it is held to all of its ACLs, and one
 * that goes loses its credentials first. Throws only if the cluster can't be asked at all.
 */
export async function bringUsersAbout(
  admin: Admin,
  users: readonly DeclaredUser[],
  { prune }: { readonly prune: ReadonlySet<string> },
): Promise<UsersOutcome> {
  const declared = users.map(({ declaration }) => declaration);
  const concerned = new Set([...declared.map(({ name }) => name), ...prune]);
  const actions = planUsers(declared, await observeUsers(admin, concerned), { prune });
  const outcomes = new Map(await carryOutUsers(admin, actions));
  const passwords = await setPasswords(admin, users);
  for (const action of actions) {
    const set = action.type === "create-credentials" ? passwords.get(action.user) : undefined;
    if (set !== undefined) outcomes.set(action, set);
  }
  const planned = new Set(actions.flatMap(({ type, user }) => (type === "create-credentials" ? [user] : [])));
  const setAgain = [...passwords].filter(([user]) => !planned.has(user));
  return {
    done: actions.filter((action) => outcomes.get(action)?.error.code === 0),
    failed: [
      ...actions.flatMap((action) => failureOf(action.user, outcomes.get(action)) ?? []),
      ...setAgain.flatMap(([user, outcome]) => failureOf(user, outcome) ?? []),
    ],
  };
}

/** What a password is can't be read back: each is set again at every start, so that it is as declared. */
async function setPasswords(admin: Admin, users: readonly DeclaredUser[]): Promise<ReadonlyMap<string, Outcome>> {
  const alterations = users.flatMap(({ declaration: { name: user, hasScram }, password }) =>
    hasScram && password !== undefined ? [{ user, mechanism: scramMechanism, password }] : [],
  );
  if (alterations.length === 0) return new Map();
  const outcomes = await admin.alterUserScramCredentials(alterations);
  return new Map(outcomes.map((outcome) => [outcome.user, outcome]));
}

function failureOf(user: string, outcome: Outcome | undefined): UserFailure | undefined {
  if (outcome === undefined || outcome.error.code === 0) return undefined;
  return { user, reason: outcome.error.name, message: outcome.errorMessage ?? outcome.error.message };
}
