import { MillraceError, messageOf } from "@millrace/kit";
import type { CaseResult } from "./run-suite.ts";

function indented(failures: readonly string[]): string {
  return failures.map((failure) => failure.replace(/^/gm, "       ")).join("\n");
}

/** Counts what was tried and prints it as it comes. */
export class Report {
  readonly #write: (line: string) => void;
  readonly #failed: string[] = [];
  #passed = 0;
  #triedAgain = 0;
  #skipped = 0;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  heading(text: string): void {
    this.#write(`\n${text}`);
  }

  note(text: string): void {
    this.#write(`  ${text}`);
  }

  case(group: string, { name, tookMs, failures, known }: CaseResult): void {
    if (failures.length === 0) this.passed(name, tookMs, known.map(({ reason }) => `; differs as known: ${reason}`).join(""));
    else this.failed(group, name, failures);
  }

  passed(name: string, tookMs: number, remark = ""): void {
    this.#passed += 1;
    this.#write(`  ok   ${name} (${tookMs} ms)${remark}`);
  }

  /** Passed if there is nothing to complain of. */
  verdict(group: string, name: string, failures: readonly string[]): void {
    if (failures.length > 0) this.failed(group, name, failures);
    else {
      this.#passed += 1;
      this.#write(`  ok   ${name}`);
    }
  }

  failed(group: string, name: string, failures: readonly string[]): void {
    this.#failed.push(`${group}: ${name}`);
    this.#write(`  FAIL ${name}\n${indented(failures)}`);
  }

  /** Of a case that is tried again: what went wrong is shown, and doesn't count yet. */
  triedAgain(name: string, failures: readonly string[]): void {
    this.#triedAgain += 1;
    this.#write(`  again ${name}\n${indented(failures)}`);
  }

  /** Its tools could not be had: skipped with the reason; a failure where everything has to be there. */
  withoutTools(name: string, thrown: unknown): void {
    const missing = thrown instanceof MillraceError && thrown.code === "NOT_FOUND";
    const reason = missing ? `${thrown.message}. ${thrown.hint ?? ""}` : messageOf(thrown);
    if (missing && process.env.CI !== "true") this.skipped(name, reason);
    else this.failed(name, "its tools", [reason]);
  }

  skipped(name: string, reason: string): void {
    this.#skipped += 1;
    this.#write(`  skip ${name}: ${reason}`);
  }

  /** Adds what another test runner counted. */
  counted(counts: { passed: number; failed: number; skipped: number }, name: string): void {
    this.#passed += counts.passed;
    this.#skipped += counts.skipped;
    for (let each = 0; each < counts.failed; each += 1) this.#failed.push(name);
  }

  /** Prints the totals as the last line; whether all is well. */
  close(): boolean {
    if (this.#failed.length > 0) this.#write(`\nFailed:\n${this.#failed.map((name) => `  ${name}`).join("\n")}`);
    const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : "";
    const again = this.#triedAgain > 0 ? `, ${this.#triedAgain} tried again on Apache Kafka` : "";
    this.#write(`\n${this.#passed} passed, ${this.#failed.length} failed${skipped}${again}`);
    return this.#failed.length === 0 && this.#passed > 0;
  }
}
