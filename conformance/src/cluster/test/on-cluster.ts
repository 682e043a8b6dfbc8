import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { MillraceError, sleep, systemClock } from "@millrace/kit";
import type { Cluster } from "../cluster.ts";

/** Where a tool is missing, that is said and the test is skipped, or fails if `CI=true`. */
export async function unlessMissing(test: TestContext, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (thrown) {
    if (!(thrown instanceof MillraceError && thrown.code === "NOT_FOUND") || process.env.CI === "true") throw thrown;
    test.skip(`${thrown.message}. ${thrown.hint ?? ""}`);
  }
}

/** Tries something on a cluster of its own, unless a tool is missing. */
export async function onCluster<C extends Cluster>(
  test: TestContext,
  start: (folder: string) => Promise<C>,
  use: (cluster: C) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "millrace-kubernetes-"));
  try {
    await unlessMissing(test, async () => {
      const cluster = await start(folder);
      try {
        await use(cluster);
      } finally {
        await cluster.stop();
      }
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Waits until something holds. Fails, naming it, if it takes too long: two minutes, unless said otherwise. */
export async function until(what: string, holds: () => Promise<boolean>, msMax = 120_000): Promise<void> {
  for (const endMs = systemClock.monotonicMs() + msMax; !(await holds()); await sleep(systemClock, 100))
    assert.ok(systemClock.monotonicMs() < endMs, `not in time: ${what}`);
}

/** What kubectl prints. Fails with what it says otherwise. */
export async function kubectl(cluster: Cluster, command: string, input = ""): Promise<string> {
  const { code, stdout, stderr } = await cluster.kubectl(command.split(" "), { input });
  if (code !== 0) throw new Error(`kubectl ${command}: ${stderr}${stdout}`);
  return stdout;
}

/** Of an object, what it is: another one of the same name is another one. */
export interface Seen {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly uid: string; readonly resourceVersion: string; readonly deletionTimestamp?: string };
}

/** The objects of some kinds, as kubectl has them, that belong to a Kafka. */
export async function objectsOf(cluster: Cluster, kafka: string, kinds: string): Promise<readonly Seen[]> {
  const list = await kubectl(cluster, `get ${kinds} --selector strimzi.io/cluster=${kafka} --output json`);
  return (JSON.parse(list) as { readonly items: readonly Seen[] }).items;
}
