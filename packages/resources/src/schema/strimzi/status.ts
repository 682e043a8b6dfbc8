import { type Field, integer, list, object, shape, text } from "../field.ts";

const condition = shape("Condition", {
  type: text("What it is about: `Ready`, `Warning`, …"),
  status: text("`True`, `False` or `Unknown`."),
  lastTransitionTime: text("When the status changed, in UTC, such as `2026-01-31T12:00:00Z`."),
  reason: text("Why, as one word in CamelCase."),
  message: text("Why, as a sentence."),
});

/** What every status begins with. */
export const statusFields: Readonly<Record<"conditions" | "observedGeneration", Field>> = {
  conditions: list("What is well and what is not.", object(undefined, condition)),
  observedGeneration: integer("Generation of the resource that this status is about."),
};
