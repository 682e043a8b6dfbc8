// Prints failures in full, skipped tests with their reasons, and one line of totals at the end.
import { inspect } from "node:util";

/** A test of node:test with tests inside is reported too; only the innermost count. */
const isSuite = (data) => data.details?.type === "suite";

function failure({ name, file, line, details }) {
  const error = details.error?.cause ?? details.error;
  return `\n✖ ${name}\n  ${file}:${line}\n${inspect(error).replaceAll(/^/gm, "  ")}\n`;
}

class Totals {
  passed = 0;
  skipped = [];
  failed = [];

  /** Counts an event; returns what is to be printed at once. */
  take(type, data) {
    if (data.skip !== undefined) this.skipped.push(`- skipped: ${data.name}: ${data.skip === true ? "no reason given" : data.skip}\n`);
    else if (type === "test:fail") return this.#fail(data);
    else if (!isSuite(data)) this.passed++;
    return "";
  }

  #fail(data) {
    // A suite or parent fails because of what is inside it, which is reported by itself.
    if (data.details?.error?.failureType === "subtestsFailed") return "";
    this.failed.push(`  ✖ ${data.name} (${data.file}:${data.line})\n`);
    return failure(data);
  }

  *summary() {
    yield* this.skipped;
    if (this.failed.length > 0) yield `\nfailed:\n${this.failed.join("")}`;
    yield `${this.passed} passed, ${this.failed.length} failed, ${this.skipped.length} skipped\n`;
  }
}

export default async function* report(events) {
  const totals = new Totals();
  for await (const { type, data } of events) {
    if (type === "test:stdout" || type === "test:stderr") yield data.message;
    if (type === "test:pass" || type === "test:fail") yield totals.take(type, data);
  }
  yield* totals.summary();
}
