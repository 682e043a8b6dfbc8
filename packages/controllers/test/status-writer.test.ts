import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KubeClient, type KubeObject, namespacedKind } from "@millrace/kube";
import { StatusWriter } from "../src/status-writer.ts";

interface Told extends KubeObject {
  readonly status?: { readonly said: string };
}

const kind = namespacedKind<Told>({ apiVersion: "test/v1", kind: "Told", plural: "tolds" });
const metadata = { namespace: "one", name: "it", uid: "1", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };
const seen = { apiVersion: kind.apiVersion, kind: kind.kind, metadata };
const { signal } = new AbortController();

/** Writes a status through an API server that answers all requests so. */
function write(code: number): Promise<boolean> {
  const body = Buffer.from(JSON.stringify({ kind: "Status", code, reason: "Test", message: "as the test has it" }));
  const client = new KubeClient({ transport: async () => ({ status: code, headers: {}, body }) });
  return new StatusWriter<Told, { readonly said: string }>(client, kind, "test").write(seen, () => ({ said: "yes" }), signal);
}

describe("writing a status", () => {
  it("of something that was deleted meanwhile is no failure, and nothing was written", async () => {
    assert.equal(await write(404), false);
  });

  it("fails for any other refusal", async () => {
    await assert.rejects(write(403), /as the test has it/);
  });
});
