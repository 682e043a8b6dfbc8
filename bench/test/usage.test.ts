import assert from "node:assert/strict";
import { test } from "node:test";
import { cpuSecondsOf, statusBytes, usageOf } from "../src/process/usage.ts";

test("CPU time is user and system time of the process and of its ended children", () => {
  const stat = "77 (a (b) c) S 1 77 77 0 -1 4194304 97 0 0 0 150 25 3 2 20 0 9 0 304025 3133440 382";
  assert.equal(cpuSecondsOf(stat), 1.8);
});

test("sizes are read from the status by name", () => {
  const status = "Name:\tnode\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n";
  assert.equal(statusBytes(status, "VmRSS"), 1024 * 1024);
  assert.equal(statusBytes(status, "VmHWM"), 2 * 1024 * 1024);
  assert.equal(statusBytes(status, "VmSwap"), 0);
});

test("a running process has a usage", { skip: process.platform === "linux" ? false : "needs Linux's /proc" }, () => {
  const usage = usageOf(process.pid);
  assert.ok(usage.cpuSeconds > 0);
  assert.ok(usage.residentBytes > 10e6);
  assert.ok(usage.peakResidentBytes >= usage.residentBytes);
});
