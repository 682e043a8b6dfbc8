import assert from "node:assert/strict";
import { test } from "node:test";
import { KubeRequestError } from "@millrace/kube";
import { applyInOrder } from "../../src/cluster/apply-in-order.ts";

const object = (kind: string, name: string) => ({ apiVersion: "v1", kind, metadata: { name } });
const all = [object("Service", "s"), object("PersistentVolumeClaim", "one"), object("PersistentVolumeClaim", "two")];

/** Applies all to a Kubernetes that refuses one by some code: who was written, and what is told. */
async function applied(refused: string, code: number) {
  const written: string[] = [];
  const apply = async ({ metadata: { name } }: { readonly metadata: { readonly name: string } }): Promise<boolean> => {
    if (name === refused)
      throw new KubeRequestError({ code, reason: "R", message: "only dynamically provisioned" }, "could not be applied");
    written.push(name);
    return true;
  };
  const warnings = await applyInOrder({ apply }, all, AbortSignal.timeout(1_000));
  return { written, warnings: warnings.map(({ reason, message }) => `${reason} ${message}`) };
}

test("a claim that may not change is told of, and everything else goes on", async () => {
  for (const code of [403, 422]) {
    const { written, warnings } = await applied("one", code);
    assert.deepEqual(written, ["s", "two"]);
    assert.match(warnings.join(), /^PvcResizingWarning The PersistentVolumeClaim one stays as it is: .*only dynamically provisioned$/);
  }
});

test("anything else that is refused ends the pass", async () => {
  await assert.rejects(applied("s", 403));
  await assert.rejects(applied("one", 500));
});
