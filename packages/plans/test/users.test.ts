import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AclDeclaration, aclText, type UserDeclaration } from "@millrace/resources";
import fc from "fast-check";
import { planUsers, type UserAction, type UserState } from "../src/users/plan.ts";

const user = (name: string, more: Partial<UserDeclaration> = {}): UserDeclaration & UserState => ({
  name,
  hasScram: false,
  acls: [],
  quotas: {},
  ...more,
});
const acl = (operation: AclDeclaration["operation"], more: Partial<AclDeclaration> = {}): AclDeclaration => ({
  permission: "allow",
  operation,
  resourceType: "topic",
  resourceName: "orders",
  patternType: "literal",
  host: "*",
  ...more,
});
const nothing = { prune: new Set<string>() };
const texts = (actions: readonly UserAction[]) => actions.map(({ text }) => text);

describe("planUsers", () => {
  it("creates what a new user has, and says all of it", () => {
    const declared = user("alice", {
      hasScram: true,
      acls: [
        acl("Read"),
        acl("Describe"),
        acl("Read", { resourceType: "group", resourceName: "a-", patternType: "prefixed" }),
        acl("Write", { resourceName: "*", permission: "deny", host: "10.0.0.1" }),
        acl("All", { resourceType: "cluster", resourceName: "kafka-cluster" }),
        acl("Write", { resourceType: "transactional-id", resourceName: "t" }),
      ],
      quotas: { producer_byte_rate: 1024 },
    });
    const plan = planUsers([declared], [], nothing);
    assert.deepEqual(texts(plan), [
      "user alice: create SCRAM-SHA-512 credentials",
      "user alice: create 6 ACLs: allow Read, Describe on topic orders; allow Read on every group that begins with a-; deny Write on every topic from 10.0.0.1; allow All on the cluster; allow Write on transactional id t",
      "user alice: producer_byte_rate (unlimited) → 1024",
    ]);
    assert.deepEqual(
      plan.map(({ type }) => type),
      ["create-credentials", "create-acls", "limit"],
    );
  });

  it("does nothing for a user that is as declared, in whatever order", () => {
    const acls = [acl("Read"), acl("Write")];
    const declared = user("alice", { hasScram: true, acls, quotas: { producer_byte_rate: 0 } });
    assert.deepEqual(planUsers([declared], [{ ...declared, acls: acls.toReversed() }], nothing), []);
  });

  it("takes away what is not declared", () => {
    const state = user("CN=bob", {
      hasScram: true,
      acls: [acl("Read"), acl("Write")],
      quotas: { request_percentage: 50, producer_byte_rate: 1 },
    });
    const plan = planUsers([user("CN=bob", { acls: [acl("Read")], quotas: { producer_byte_rate: 2 } })], [state], nothing);
    assert.deepEqual(plan, [
      { type: "delete-credentials", user: "CN=bob", text: "user CN=bob: delete SCRAM-SHA-512 credentials" },
      { type: "delete-acls", user: "CN=bob", acls: [acl("Write")], text: "user CN=bob: delete 1 ACL: allow Write on topic orders" },
      {
        type: "limit",
        user: "CN=bob",
        set: { producer_byte_rate: 2 },
        remove: ["request_percentage"],
        text: "user CN=bob: producer_byte_rate 1 → 2, request_percentage 50 → (unlimited)",
      },
    ]);
  });

  it("leaves users alone that are not declared, but for those that may be pruned", () => {
    const observed = [user("alice", { hasScram: true }), user("bob", { acls: [acl("Read")] }), user("carol", { hasScram: true })];
    assert.deepEqual(planUsers([], observed, nothing), []);
    const plan = planUsers([user("carol", { hasScram: true })], observed, { prune: new Set(["bob", "carol", "nobody"]) });
    assert.deepEqual(texts(plan), ["user bob: delete 1 ACL: allow Read on topic orders"]);
  });

  it("leads from any state to the declared one, and then nowhere", () => {
    const name = fc.constantFrom("a", "b", "constructor");
    const acls = fc.uniqueArray(
      fc.record({
        permission: fc.constantFrom("allow" as const, "deny" as const),
        operation: fc.constantFrom("Read" as const, "Write" as const),
        resourceType: fc.constantFrom("topic" as const, "group" as const),
        resourceName: fc.constantFrom("x", "y"),
        patternType: fc.constantFrom("literal" as const, "prefixed" as const),
        host: fc.constantFrom("*", "::1"),
      }),
      { selector: aclText },
    );
    const quotas = fc.dictionary(fc.constantFrom("producer_byte_rate", "request_percentage"), fc.nat(3));
    const users = fc.uniqueArray(fc.record({ name, hasScram: fc.boolean(), acls, quotas }), { selector: (each) => each.name });
    fc.assert(
      fc.property(users, users, (desired, observed) => {
        const after = carriedOut(planUsers(desired, observed, nothing), observed);
        assert.deepEqual(
          desired.map((each) => normal(each)),
          desired.map((each) => normal(after.get(each.name) ?? user(each.name))),
        );
        assert.deepEqual(planUsers(desired, [...after.values()], nothing), []);
      }),
    );
  });
});

const normal = ({ name, hasScram, acls, quotas }: UserState) => ({ name, hasScram, acls: acls.map(aclText).sort(), quotas: { ...quotas } });

function carriedOut(actions: readonly UserAction[], observed: readonly UserState[]): Map<string, UserState> {
  const states = new Map(observed.map((state) => [state.name, state]));
  for (const action of actions) {
    const state = states.get(action.user) ?? user(action.user);
    states.set(action.user, applied(action, state));
  }
  return states;
}

function applied(action: UserAction, state: UserState): UserState {
  switch (action.type) {
    case "create-credentials":
    case "delete-credentials":
      return { ...state, hasScram: action.type === "create-credentials" };
    case "create-acls":
      return { ...state, acls: [...state.acls, ...action.acls] };
    case "delete-acls": {
      const gone = new Set(action.acls.map(aclText));
      return { ...state, acls: state.acls.filter((each) => !gone.has(aclText(each))) };
    }
    case "limit": {
      const kept = Object.entries(state.quotas).filter(([key]) => !action.remove.includes(key));
      return { ...state, quotas: { ...Object.fromEntries(kept), ...action.set } };
    }
  }
}
