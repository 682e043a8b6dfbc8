import type { Outcome } from "@millrace/client";
import { errors, type KafkaError } from "@millrace/protocol";
import { allWentWell } from "./failures.ts";
import type { OutputOptions } from "./options.ts";
import { output } from "./output.ts";

interface Deleting extends OutputOptions {
  readonly kind: "topic" | "group";
  /** The outcome for one that is not there. */
  readonly missing: KafkaError;
  readonly ifExists: boolean;
}

/** Prints what was deleted and what was not. Gives the exit code. */
export async function reportDeleted(outcomes: ReadonlyArray<Outcome & { readonly name: string }>, deleting: Deleting): Promise<number> {
  const { kind, missing, ifExists } = deleting;
  const deleted = outcomes.filter(({ error }) => error === errors.NONE);
  if (deleting.output === "json") {
    await output.json(outcomes.map(({ name, error }) => ({ name, deleted: error === errors.NONE, error: error.name })));
  } else {
    for (const { name } of deleted) await output.line(`${kind} ${name} deleted`);
  }
  const failures = outcomes.filter(({ error }) => !(ifExists && error === missing));
  return allWentWell(failures, ({ name }) => `${kind} ${name} was not deleted`) ? 0 : 1;
}
