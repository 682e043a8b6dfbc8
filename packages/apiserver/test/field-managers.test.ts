import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { isJsonObject, type Json, type JsonObject, type KubeObject } from "../src/objects.ts";
import { StatusError } from "../src/status/status.ts";
import { apply, update } from "./things.ts";

interface Step {
  readonly operation: "apply" | "update";
  readonly manager: string;
  readonly force: boolean;
  readonly subresource: "" | "status";
  readonly object: KubeObject;
}

/** What Kubernetes' own field manager made of a step; texts of errors with several causes come in any order. */
interface Outcome {
  readonly object?: JsonObject;
  readonly error?: string;
  readonly causes?: readonly JsonObject[];
}

const lines = readFileSync(new URL("./fixtures/field-managers.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n");
const scenarios = lines.map((line) => JSON.parse(line) as { readonly steps: readonly Step[]; readonly outcomes: readonly Outcome[] });

/** Managers that wrote within the same second are listed by name: ours all do. */
function comparable(object: JsonObject): Json {
  const { metadata } = object;
  const { managedFields, ...others } = isJsonObject(metadata) ? metadata : {};
  const entries = (Array.isArray(managedFields) ? managedFields : []).map((entry) =>
    JSON.stringify(entry, (key, value: unknown) => {
      if (key === "time") return "<time>";
      return isJsonObject(value) ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))) : value;
    }),
  );
  return { ...object, metadata: { ...others, managedFields: entries.sort() } };
}

function outcomeOf(step: Step, live: KubeObject | undefined): { readonly object: KubeObject } | { readonly refusal: StatusError } {
  const { operation, manager, force, subresource, object } = step;
  try {
    return {
      object: operation === "apply" ? apply(live, object, manager, { force, subresource }) : update(live, object, manager, { subresource }),
    };
  } catch (refusal) {
    assert.ok(refusal instanceof StatusError, String(refusal));
    return { refusal };
  }
}

const inOrder = (causes: readonly Json[]): string[] => causes.map((cause) => JSON.stringify(cause)).sort();

describe("managed fields", () => {
  for (const [index, { steps, outcomes }] of scenarios.entries()) {
    it(`are those of Kubernetes' field manager, scenario ${index}`, () => {
      let live: KubeObject | undefined;
      for (const [at, step] of steps.entries()) {
        const outcome = outcomeOf(step, live);
        const expected = outcomes[at];
        const where = `step ${at}: ${JSON.stringify(step)}`;
        if ("object" in outcome) {
          assert.deepEqual(comparable(outcome.object), comparable(expected?.object ?? {}), where);
          live = outcome.object;
        } else {
          const { message = "", details } = outcome.refusal.status;
          assert.deepEqual(message.split("\n").sort(), expected?.error?.split("\n").sort(), where);
          const causes = (expected?.causes ?? []).map(
            ({ reason, message: said, field }) => ({ reason, message: said, field }) as JsonObject,
          );
          assert.deepEqual(inOrder(details?.causes ?? []), inOrder(causes), where);
        }
      }
    });
  }
});
