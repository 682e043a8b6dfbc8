import type { Admin, Outcome } from "@millrace/client";
import type { UserAction } from "@millrace/plans";
import { principalOf } from "./observe-users.ts";

export const scramMechanism = "SCRAM-SHA-512" as const;

type Outcomes = ReadonlyArray<readonly [UserAction, Outcome]>;

/** Everything but passwords: those that go first, then all that holds a user to its rights, and the rights that go last. */
export async function carryOutUsers(admin: Admin, actions: readonly UserAction[]): Promise<Outcomes> {
  const outcomes: Array<readonly [UserAction, Outcome]> = [];
  for (const carryOut of [deleteCredentials, createAcls, limit, deleteAcls]) outcomes.push(...(await carryOut(admin, actions)));
  return outcomes;
}

function ofType<Type extends UserAction["type"]>(actions: readonly UserAction[], type: Type) {
  return actions.filter((action): action is UserAction & { type: Type } => action.type === type);
}

async function deleteCredentials(admin: Admin, actions: readonly UserAction[]): Promise<Outcomes> {
  const deletions = ofType(actions, "delete-credentials");
  if (deletions.length === 0) return [];
  const outcomes = await admin.alterUserScramCredentials(
    deletions.map(({ user }) => ({ user, mechanism: scramMechanism, password: null })),
  );
  return paired(deletions, outcomes);
}

async function createAcls(admin: Admin, actions: readonly UserAction[]): Promise<Outcomes> {
  const creations = ofType(actions, "create-acls");
  if (creations.length === 0) return [];
  const outcomes = await admin.createAcls(aclsOf(creations));
  return eachWithItsAcls(creations, outcomes);
}

async function deleteAcls(admin: Admin, actions: readonly UserAction[]): Promise<Outcomes> {
  const deletions = ofType(actions, "delete-acls");
  if (deletions.length === 0) return [];
  const outcomes = await admin.deleteAcls(aclsOf(deletions));
  return eachWithItsAcls(
    deletions,
    outcomes.map((outcome) => outcome.acls.find(({ error }) => error.code !== 0) ?? outcome),
  );
}

async function limit(admin: Admin, actions: readonly UserAction[]): Promise<Outcomes> {
  const limits = ofType(actions, "limit");
  if (limits.length === 0) return [];
  return paired(limits, await admin.alterClientQuotas(limits.map(({ user, set, remove }) => ({ entity: { user }, set, remove }))));
}

type AclAction = UserAction & { type: "create-acls" | "delete-acls" };

function aclsOf(actions: readonly AclAction[]) {
  return actions.flatMap(({ user, acls }) => acls.map((acl) => ({ ...acl, principal: principalOf(user) })));
}

/** The outcome of an action is that of its first ACL that was refused. */
function eachWithItsAcls(actions: readonly AclAction[], outcomes: readonly Outcome[]): Outcomes {
  let at = 0;
  return actions.flatMap((action) => {
    const own = outcomes.slice(at, at + action.acls.length);
    at += action.acls.length;
    const outcome = own.find(({ error }) => error.code !== 0) ?? own[0];
    return outcome === undefined ? [] : [[action, outcome] as const];
  });
}

function paired(actions: readonly UserAction[], outcomes: readonly Outcome[]): Outcomes {
  return actions.flatMap((action, at) => {
    const outcome = outcomes[at];
    return outcome === undefined ? [] : [[action, outcome] as const];
  });
}
