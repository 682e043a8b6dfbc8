import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { hasField, noFields, pathsOf, union } from "../src/managed-fields/field-set.ts";
import { readManagers } from "../src/managed-fields/managers.ts";
import type { KubeObject } from "../src/objects.ts";
import { StatusError } from "../src/status/status.ts";
import { apply, sameFields, spec, thing, update } from "./things.ts";

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

const fieldsOf = (object: KubeObject, manager: string, operation = "Apply") => {
  const found = [...readManagers(object.metadata.managedFields).values()].find(
    ({ key }) => key.manager === manager && key.operation === operation,
  );
  return found?.fields ?? noFields;
};
const timesOf = ({ metadata }: KubeObject) => (metadata.managedFields ?? []).map(({ manager, time }) => [manager, time]);

function refusalOf(act: () => unknown): StatusError {
  let refusal: unknown;
  try {
    act();
  } catch (thrown) {
    refusal = thrown;
  }
  assert.ok(refusal instanceof StatusError, `not refused: ${String(refusal)}`);
  return refusal;
}

describe("server-side apply", () => {
  it("makes what is not there, owned by whoever applies it", () => {
    const made = apply(undefined, thing({ text: "p" }), "ann");
    assert.deepEqual(made.spec, { text: "p" });
    assert.deepEqual(made.metadata.managedFields, [
      {
        manager: "ann",
        operation: "Apply",
        apiVersion: "example.org/v1",
        time: "2026-01-01T00:00:00Z",
        fieldsType: "FieldsV1",
        fieldsV1: { "f:spec": { "f:text": {} } },
      },
    ]);
  });

  it("refuses to change what others manage, and says whose it is", () => {
    const live = update(
      apply(undefined, thing({ text: "p", texts: { k: "p" } }), "ann"),
      thing({ text: "p", texts: { k: "p" }, count: 1 }),
      "eve",
    );
    const one = refusalOf(() => apply(live, thing({ text: "q" }), "bob"));
    assert.equal(one.message, 'Apply failed with 1 conflict: conflict with "ann": .spec.text');
    assert.equal(one.code, 409);
    assert.deepEqual(one.status.details?.causes, [{ reason: "FieldManagerConflict", message: 'conflict with "ann"', field: ".spec.text" }]);
    const several = refusalOf(() => apply(live, thing({ text: "q", texts: { k: "q" }, count: 2 }), "bob"));
    assert.equal(
      several.message,
      'Apply failed with 3 conflicts: conflicts with "ann":\n- .spec.text\n- .spec.texts.k\nconflicts with "eve" using example.org/v1:\n- .spec.count',
    );
  });

  it("takes what others manage when forced, and shares what is the same", () => {
    const live = apply(undefined, thing({ text: "p", count: 1 }), "ann");
    const forced = apply(live, thing({ text: "q", count: 1 }), "bob", { force: true });
    assert.deepEqual(pathsOf(fieldsOf(forced, "ann")), [["f:spec", "f:count"]]);
    assert.deepEqual(pathsOf(fieldsOf(forced, "bob")), [
      ["f:spec", "f:count"],
      ["f:spec", "f:text"],
    ]);
  });

  it("goes over from kubectl's own annotation without force, where nobody has changed anything since", () => {
    const annotation = JSON.stringify(thing({ text: "p", count: 1 }));
    const annotated = thing({ text: "p", count: 1 }, { annotations: { [lastApplied]: annotation } });
    const live = update(undefined, annotated, "kubectl-client-side-apply");
    const applied = apply(live, thing({ text: "q", count: 1 }), "kubectl");
    assert.deepEqual(applied.spec, { text: "q", count: 1 });
    assert.deepEqual(JSON.parse(applied.metadata.annotations?.[lastApplied] ?? "").spec, { text: "q", count: 1 });
    const changed = update(live, { ...annotated, spec: { text: "q", count: 1 } }, "eve");
    assert.equal(refusalOf(() => apply(changed, thing({ text: "<r>" }), "kubectl")).code, 409);
    assert.equal(refusalOf(() => apply(live, thing({ text: "q" }), "another")).code, 409);
  });

  it("lets an update with [{}] take away all managers, and an apply after it begin anew", () => {
    const live = apply(undefined, thing({ text: "p" }), "ann");
    const reset = update(live, thing({ text: "p" }, { uid: "uid", managedFields: [{}] }), "eve");
    assert.equal(reset.metadata.managedFields, undefined);
    const again = apply(reset, thing({ count: 1 }), "bob");
    assert.deepEqual(pathsOf(fieldsOf(again, "before-first-apply", "Update")), [["f:spec"], ["f:spec", "f:text"]]);
  });

  it("refuses what can't be merged: unknown fields, wrong types, items that are there twice, managed fields", () => {
    const said = (object: KubeObject) => refusalOf(() => apply(undefined, object, "ann")).message;
    const start = "failed to create typed patch object (here/thing; example.org/v1, Kind=Thing): ";
    assert.equal(said(thing({ what: 1 })), `${start}.spec.what: field not declared in schema`);
    assert.equal(said(thing({ count: "1" })), `${start}.spec.count: expected numeric (int or float), got string`);
    assert.equal(said(thing({ set: ["p", "p"] })), `${start}.spec.set: duplicate entries for key [="p"]`);
    assert.equal(said(thing({}, { managedFields: [] })), "metadata.managedFields must be nil");
    assert.equal(said({ ...thing({}), kind: "Other" }), "invalid object type: example.org/v1, Kind=Other");
  });

  it("changes nothing when it is repeated, not even a time", () => {
    fc.assert(
      fc.property(spec, spec, fc.boolean(), (first, second, isUpdate) => {
        const live = isUpdate ? update(undefined, thing(first), "eve") : apply(undefined, thing(first), "bob");
        const once = apply(live, thing(second), "ann", { force: true });
        const twice = apply(once, thing(second), "ann", { now: "2026-01-02T00:00:00Z" });
        assert.deepEqual(twice.spec, once.spec);
        assert.deepEqual(timesOf(twice), timesOf(once));
      }),
    );
  });

  it("gives what is applied, whatever was there, when forced", () => {
    fc.assert(
      fc.property(spec, spec, (first, second) => {
        const applied = apply(apply(undefined, thing(first), "bob"), thing(second), "ann", { force: true });
        const again = apply(applied, thing(second), "ann");
        for (const path of pathsOf(fieldsOf(applied, "ann"))) assert.ok(hasField(fieldsOf(again, "ann"), path));
        assert.deepEqual(
          apply(undefined, thing(second), "ann").metadata.managedFields,
          apply(undefined, thing(second), "ann").metadata.managedFields,
        );
      }),
    );
  });

  it("removes what its only manager applies no longer, and keeps what another has too", () => {
    fc.assert(
      fc.property(spec, spec, (first, second) => {
        const alone = apply(undefined, thing(first), "ann");
        const emptied = apply(alone, thing({}), "ann");
        assert.deepEqual(Object.keys(emptied.spec ?? {}), []);
        const both = apply(alone, thing(second), "bob", { force: true });
        const left = apply(both, thing({}), "ann");
        assert.ok(sameFields(fieldsOf(left, "bob"), fieldsOf(both, "bob")));
        const withoutAnn = apply(undefined, thing(second), "bob");
        assert.ok(sameFields(fieldsOf(left, "bob"), fieldsOf(withoutAnn, "bob")));
      }),
    );
  });

  it("leaves nothing unowned that somebody wrote", () => {
    fc.assert(
      fc.property(spec, spec, (first, second) => {
        const live = update(update(undefined, thing(first), "eve"), thing(second), "joe");
        const all = [...readManagers(live.metadata.managedFields).values()].reduce((sum, { fields }) => union(sum, fields), noFields);
        const only = fieldsOf(update(undefined, thing(second), "joe"), "joe", "Update");
        for (const path of pathsOf(only)) assert.ok(hasField(all, path) || path.length === 1, JSON.stringify(path));
      }),
    );
  });
});
