import { MillraceError, messageOf } from "@millrace/kit";
import { errors, type KafkaError } from "@millrace/protocol";
import { printable } from "./printable.ts";

/** Something that went wrong as one line on the standard error, and what to do about it as another. */
export function printFailure(thrown: unknown): void {
  process.stderr.write(`error: ${oneLine(messageOf(thrown))}\n`);
  const hint = thrown instanceof MillraceError ? thrown.hint : undefined;
  if (hint !== undefined && hint !== "") process.stderr.write(`hint: ${oneLine(hint)}\n`);
}

/** Something that the user should know, and that stops nothing, as one line on the standard error. */
export function printWarning(text: string): void {
  process.stderr.write(`warning: ${oneLine(text)}\n`);
}

/** Prints the outcomes that are failures; true if there was none. */
export function allWentWell<T extends { readonly error: KafkaError; readonly errorMessage: string | null }>(
  outcomes: readonly T[],
  what: (outcome: T) => string,
): boolean {
  const failed = outcomes.filter(({ error }) => error !== errors.NONE);
  for (const outcome of failed) {
    process.stderr.write(
      `error: ${oneLine(`${what(outcome)}: ${outcome.error.name}: ${outcome.errorMessage ?? outcome.error.message}`)}\n`,
    );
  }
  return failed.length === 0;
}

function oneLine(text: string): string {
  return printable(text.replaceAll(/\s*\n\s*/g, " "));
}
