import { type AclDeclaration, aclText, type UserDeclaration } from "@millrace/resources";
import { aclsText } from "./acl-texts.ts";

/** A user as Kafka has it. */
export interface UserState {
  readonly name: string;
  /** Whether there are credentials for SCRAM-SHA-512. */
  readonly hasScram: boolean;
  readonly acls: readonly AclDeclaration[];
  readonly quotas: Readonly<Record<string, number>>;
}

/** One thing to do, and the line that says so to people. */
export type UserAction = { readonly user: string; readonly text: string } & (
  | { readonly type: "create-credentials" | "delete-credentials" }
  | { readonly type: "create-acls" | "delete-acls"; readonly acls: readonly AclDeclaration[] }
  | { readonly type: "limit"; readonly set: Readonly<Record<string, number>>; readonly remove: readonly string[] }
);

/**
 * What has to be done so that the users are as declared, in the order of the declarations, removals last. What a user has and is not
 * declared goes. `prune` names the users of which everything goes when they are not declared; all others that are not declared are left
 * alone. What a password is cannot be observed: that it is as declared is not planned for.
 */
export function planUsers(
  desired: readonly UserDeclaration[],
  observed: readonly UserState[],
  { prune }: { readonly prune: ReadonlySet<string> },
): readonly UserAction[] {
  const states = new Map(observed.map((state) => [state.name, state]));
  const declared = new Set(desired.map(({ name }) => name));
  return [
    ...desired.flatMap((declaration) => changes(declaration, states.get(declaration.name) ?? nothingOf(declaration.name))),
    ...observed.filter(({ name }) => prune.has(name) && !declared.has(name)).flatMap((state) => changes(nothingOf(state.name), state)),
  ];
}

const nothingOf = (name: string): UserState => ({ name, hasScram: false, acls: [], quotas: {} });

function changes(to: UserDeclaration, from: UserState): readonly UserAction[] {
  return [
    credentialChange(to, from),
    aclChange("create-acls", to.name, without(to.acls, from.acls)),
    aclChange("delete-acls", to.name, without(from.acls, to.acls)),
    quotaChange(to, from),
  ].filter((action) => action !== undefined);
}

function credentialChange({ name, hasScram }: UserDeclaration, from: UserState): UserAction | undefined {
  if (hasScram === from.hasScram) return undefined;
  if (hasScram) return { type: "create-credentials", user: name, text: `user ${name}: create SCRAM-SHA-512 credentials` };
  return { type: "delete-credentials", user: name, text: `user ${name}: delete SCRAM-SHA-512 credentials` };
}

function without(acls: readonly AclDeclaration[], others: readonly AclDeclaration[]): readonly AclDeclaration[] {
  const known = new Set(others.map(aclText));
  return acls.filter((acl) => !known.has(aclText(acl)));
}

function aclChange(type: "create-acls" | "delete-acls", user: string, acls: readonly AclDeclaration[]): UserAction | undefined {
  if (acls.length === 0) return undefined;
  const count = `${type === "create-acls" ? "create" : "delete"} ${acls.length} ${acls.length === 1 ? "ACL" : "ACLs"}`;
  return { type, user, acls, text: `user ${user}: ${count}: ${aclsText(acls)}` };
}

function quotaChange({ name, quotas: to }: UserDeclaration, { quotas: from }: UserState): UserAction | undefined {
  const changed = Object.entries(to).filter(([key, value]) => from[key] !== value);
  const remove = Object.keys(from).filter((key) => to[key] === undefined);
  if (changed.length === 0 && remove.length === 0) return undefined;
  const parts = [
    ...changed.map(([key, value]) => `${key} ${from[key] ?? "(unlimited)"} → ${value}`),
    ...remove.map((key) => `${key} ${from[key]} → (unlimited)`),
  ];
  return { type: "limit", user: name, set: Object.fromEntries(changed), remove, text: `user ${name}: ${parts.join(", ")}` };
}
