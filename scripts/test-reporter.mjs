// Prints failures in full, skipped tests with their reasons, and one line of totals at the end.
import { inspect } from "node:util";

/** A test of node:test with tests inside is reported too; only the innermost count. */
const isSuite = (data) => data.details?.type === "suite";

function failure({ name, file, line, details }) {
  const error = details.error?.cause ?? details.error;
  return `\n✖ ${name}\n  ${file}:${line}\n${inspect(error).replaceAll(/^/gm, "  ")}\n`;
}

export default async function* report(events) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const skipped = [];
  const failed = [];
  const files = new Set();
  for await (const { type, data } of events) {
    if (type === "test:stdout" || type === "test:stderr") yield data.message;
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.file && !files.has(data.file)) {
      files.add(data.file);
      if (process.stdout.isTTY) yield `\r\u001b[K${files.size} files, ${count.passed} passed`;
    }
    if (isSuite(data) && type === "test:pass") continue;
    if (data.skip !== undefined) {
      count.skipped++;
      skipped.push(`- skipped: ${data.name}: ${data.skip === true ? "no reason given" : data.skip}\n`);
    } else if (type === "test:pass") count.passed++;
    else {
      if (data.details?.error?.failureType !== "subtestsFailed") {
        count.failed++;
        failed.push(`  ✖ ${data.name} (${data.file}:${data.line})\n`);
        yield failure(data);
      }
    }
  }
  if (process.stdout.isTTY) yield "\r\u001b[K";
  yield* skipped;
  if (failed.length > 0) yield `\nfailed:\n${failed.join("")}`;
  yield `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`;
}
