import type { Admin, Outcome } from "@millrace/client";
import type { UserAction } from "@millrace/plans";
import { principalOf } from "./observe-users.ts";

const scramMechanism = "SCRAM-SHA-512" as const;
/** Passwords that are hashed at a time: that takes a millisecond or more each, and others have to get a turn. */
const passwordsAtATime = 25;
/** A controller of Kafka writes 10,000 records at once at most. */
const aclsMax = 5_000;

type Outcomes = ReadonlyArray<readonly [UserAction, Outcome]>;

/** Everything but passwords: those that go first, then all that holds a user to its rights, and the rights that go last. */
export async function carryOutUsers(admin: Admin, actions: readonly UserAction[]): Promise<Outcomes> {
  const outcomes: Array<readonly [UserAction, Outcome]> = [];
  for (const carryOut of [deleteCredentials, createAcls, limit, deleteAcls]) outcomes.push(...(await carryOut(admin, actions)));
  return outcomes;
}

/** Passwords of users: those that are new, and others in place of those that users have. */
export async function setPasswords(
  admin: Admin,
  passwords: ReadonlyArray<{ readonly user: string; readonly password: string }>,
): Promise<ReadonlyArray<Outcome & { readonly user: string }>> {
  const outcomes: Array<Outcome & { readonly user: string }> = [];
  for (let at = 0; at < passwords.length; at += passwordsAtATime) {
    const some = passwords.slice(at, at + passwordsAtATime);
    outcomes.push(...(await admin.alterUserScramCredentials(some.map((each) => ({ ...each, mechanism: scramMechanism })))));
  }
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
  return aclsAtATime(ofType(actions, "create-acls"), (acls) => admin.createAcls(acls));
}

async function deleteAcls(admin: Admin, actions: readonly UserAction[]): Promise<Outcomes> {
  return aclsAtATime(ofType(actions, "delete-acls"), async (acls) => {
    const outcomes = await admin.deleteAcls(acls);
    return outcomes.map((outcome) => outcome.acls.find(({ error }) => error.code !== 0) ?? outcome);
  });
}

/** In as few requests as Kafka takes. */
async function aclsAtATime(
  actions: readonly AclAction[],
  alter: (acls: ReturnType<typeof aclsOf>) => Promise<readonly Outcome[]>,
): Promise<Outcomes> {
  const outcomes: Array<readonly [UserAction, Outcome]> = [];
  for (const some of slices(actions)) outcomes.push(...eachWithItsAcls(some, await alter(aclsOf(some))));
  return outcomes;
}

function slices(actions: readonly AclAction[]): readonly AclAction[][] {
  const parts: AclAction[][] = [];
  let room = 0;
  for (const action of actions) {
    room -= action.acls.length;
    if (parts.length === 0 || room < 0) {
      parts.push([]);
      room = aclsMax - action.acls.length;
    }
    parts.at(-1)?.push(action);
  }
  return parts;
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
