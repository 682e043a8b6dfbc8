import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { seededRandom, sleep, systemClock } from "@millrace/kit";
import { kubectl } from "../test/on-cluster.ts";
import type { Ground } from "./ground.ts";
import { Load } from "./load.ts";
import type { Place } from "./place.ts";
import type { Step } from "./steps.ts";
import type { Tally } from "./tally.ts";
import { kafkaVersions } from "./versions.ts";

export interface DayOptions {
  readonly steps: readonly Step[];
  /** Whether the operator dies in the middle of each step. */
  readonly killsOperator: boolean;
}

/** What clients are promised, whatever is done to their Kafka. */
const ackedPerSecondMin = 500;
const gapsShown = 3;
const partitions = 12;
/** Four programs start at once, two of them on a JVM, beside six nodes of Kafka: minutes where they share two cores with more. */
const warmUpMsMax = 240_000;
const killWithinMs = 40_000;
const chance = seededRandom(11);
const seenByPeople = [
  "get pods --all-namespaces --output wide",
  "get kafka,kafkanodepool,kafkatopic,kafkauser --output yaml",
  "get events",
];

/**
 * Runs a Kafka under a load that goes on, and does one step after the other. Fails where a client sees an error, where fewer records than promised are
 * acknowledged during a step, and where any that was acknowledged is lost or there twice.
 */
export async function runDay(test: TestContext, ground: Ground, options: DayOptions): Promise<void> {
  const place: Place = { ...ground, test };
  const folder = await mkdtemp(join(tmpdir(), "millrace-day-"));
  try {
    await begin(place);
    const load = await Load.start(await targetOf(place, folder));
    try {
      await warmUp(load);
      const slow: string[] = [];
      for (const step of options.steps) slow.push(...(await tryStep(place, load, step, options)));
      const { lost, doubled } = await load.finish();
      test.diagnostic(`${load.tally.ackedCount} records were acknowledged; lost: ${lost.length}, doubled: ${doubled.length}`);
      assert.deepEqual({ lost: lost.slice(0, 10), doubled: doubled.slice(0, 10) }, { lost: [], doubled: [] });
      assert.deepEqual(slow, [], `each step shall see ${ackedPerSecondMin} records/s acknowledged`);
    } finally {
      await load.close();
    }
  } catch (thrown) {
    for (const look of seenByPeople) test.diagnostic(await kubectl(ground.cluster, look).catch(String));
    test.diagnostic(await ground.operatorLogs().catch(String));
    throw thrown;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function begin({ cluster, storageClass }: Place): Promise<void> {
  const declared = await readFile(join(import.meta.dirname, "platform.yaml"), "utf8");
  const platform = declared.replaceAll("$VERSION", kafkaVersions[0]).replaceAll("$CLASS", storageClass);
  await kubectl(cluster, "apply --filename=-", platform);
  await kubectl(cluster, "wait --for=condition=Ready --timeout=600s kafka/flow");
  await kubectl(cluster, "wait --for=condition=Ready --timeout=300s kafkatopic/numbers kafkauser/load");
}

const brokers = [10, 11, 12].map((id) => `flow-brokers-${id}.flow-kafka-brokers.default.svc:9092`);

async function targetOf({ cluster, withNames }: Place, folder: string) {
  const decoded = async (what: string): Promise<string> => Buffer.from(await kubectl(cluster, what), "base64").toString();
  const authority = join(folder, "ca.crt");
  await writeFile(authority, await decoded("get secret flow-cluster-ca-cert --output jsonpath={.data.ca\\.crt}"));
  const password = await decoded("get secret load --output jsonpath={.data.password}");
  return { bootstrapServers: brokers.join(), user: "load", password, authority, topic: "numbers", partitions, withNames };
}

/** Until both producers have written for a while. */
async function warmUp(load: Load): Promise<void> {
  const endMs = systemClock.monotonicMs() + warmUpMsMax;
  while ((await load.look()).ackedCount < 10 * ackedPerSecondMin) {
    assert.ok(systemClock.monotonicMs() < endMs, `the load does not begin: ${load.tally.span(0, systemClock.now()).failures.join("; ")}`);
    await sleep(systemClock, 200);
  }
}

/** Why the step was too slow for its clients, if it was: told at the end of the day, so that one slow step hides no other. */
async function tryStep(place: Place, load: Load, step: Step, { killsOperator }: DayOptions): Promise<readonly string[]> {
  const fromMs = systemClock.now();
  await Promise.all([step.run(place), killsOperator ? operatorDies(place) : undefined]);
  return judge(place.test, step, await load.look(), fromMs, systemClock.now());
}

async function operatorDies({ killOperator }: Place): Promise<void> {
  await sleep(systemClock, chance.below(killWithinMs));
  await killOperator();
}

function judge(test: TestContext, { name }: Step, tally: Tally, fromMs: number, endMs: number): readonly string[] {
  const { ackedPerSecond, gaps, failures } = tally.span(fromMs, endMs);
  const shown = gaps.slice(0, gapsShown).map(({ partition, ms }) => `${partition}: ${ms} ms`);
  const took = `${Math.round((endMs - fromMs) / 1000)} s`;
  test.diagnostic(
    `${name}: ${took}, ${Math.round(ackedPerSecond)} records/s acknowledged; longest without any, by partition: ${shown.join(", ")}`,
  );
  assert.deepEqual(failures, [], `clients saw errors while ${name}`);
  return ackedPerSecond < ackedPerSecondMin ? [`${Math.round(ackedPerSecond)} records/s while ${name}`] : [];
}
