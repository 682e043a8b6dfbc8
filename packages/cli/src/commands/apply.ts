import { isDeepStrictEqual } from "node:util";
import { systemClock } from "@millrace/kit";
import { isConflict, KubeRequestError, keyOf, type Stored } from "@millrace/kube";
import { type AnyObject, awaitObject } from "@millrace/kube/browse";
import { type Api, printRefusal, withApi } from "../kubernetes/access.ts";
import { type Outcome, outcomeOf } from "../kubernetes/conditions.ts";
import { isEmbedded, lookedAfterHere, lookedAfterInCluster } from "../kubernetes/embedded-api.ts";
import type { AccessOptions } from "../kubernetes/find-platform.ts";
import { inOrder } from "../kubernetes/in-order.ts";
import { type ManagerOptions, managerOf } from "../kubernetes/manager.ts";
import { type Declared, declaredObjects, readManifests } from "../kubernetes/manifests.ts";
import { type PruneOptions, prune, refusePruningAll } from "../kubernetes/prune.ts";
import { objectsText, shownObject } from "../kubernetes/shown-objects.ts";
import { objectText, printTimedOut, rehearsalText } from "../kubernetes/words.ts";
import { output } from "../output.ts";
import { reportProblems } from "../report.ts";

interface Options extends AccessOptions, ManagerOptions, PruneOptions {
  readonly filename: readonly string[];
  readonly forceConflicts: boolean;
  readonly validate: "strict" | "warn" | "ignore";
  readonly wait: boolean;
  readonly timeout?: number;
  readonly output?: "json" | "yaml" | "name";
}

interface Applied extends Declared {
  readonly stored: Stored<AnyObject>;
}

/** Makes objects be as files declare them, by server-side apply. */
export async function apply(_args: readonly string[], options: Options): Promise<number> {
  refusePruningAll(options);
  const { objects, problems } = readManifests(options.filename);
  if (problems.length > 0) return reportProblems(problems);
  return withApi(options, async (api) => {
    const declared = await declaredObjects(api, objects, options.namespace);
    const applied: Applied[] = [];
    // In the order of the files, and the others all the same if one is refused: as kubectl does.
    for (const batch of batchesOf(declared)) {
      for await (const { stored, report } of inOrder(batch, (each) => applyOne(each, api, options))) {
        await report();
        if (stored !== undefined) applied.push(stored);
      }
    }
    await printObjects(applied, options);
    // What could not be applied may be what is to take the place of the others.
    const isApplied = applied.length === declared.length;
    const isWhole = isApplied && (!options.prune || (await prune(api, declared, options)));
    if (!options.wait || options.dryRun === "server") return isWhole ? 0 : 1;
    return (await untilSettled(applied, api, options)) && isWhole ? 0 : 1;
  });
}

/** What may be applied together: what stands first may be what others need, and what stands twice is to be as it stands last. */
function batchesOf(declared: readonly Declared[]): ReadonlyArray<readonly Declared[]> {
  const batches: Declared[][] = [];
  let names = new Set<string>();
  for (const each of declared) {
    const batch = batches.at(-1);
    const name = keyOf(each.object.metadata);
    if (batch === undefined || batch[0]?.kind !== each.kind || names.has(name)) {
      batches.push([each]);
      names = new Set();
    } else batch.push(each);
    names.add(name);
  }
  return batches;
}

interface Attempt {
  /** Undefined if it was refused. */
  readonly stored: Applied | undefined;
  /** Tells what has come of it. */
  readonly report: () => Promise<void> | void;
}

async function applyOne({ kind, object }: Declared, api: Api, options: Options): Promise<Attempt> {
  const { forceConflicts: force, output: format } = options;
  const dryRun = options.dryRun === "server";
  try {
    const live = await api.client.get(kind, object.metadata);
    const fieldManager = managerOf(live, options);
    const fieldValidation = validations[options.validate];
    const stored = await api.client.apply(kind, object, { fieldManager, force, dryRun, fieldValidation });
    const text = `${objectText(kind, stored.metadata.name)} ${change(live, stored)}${rehearsalText(dryRun)}`;
    return { stored: { kind, object, stored }, report: () => (format === undefined ? output.line(text) : undefined) };
  } catch (thrown) {
    if (!(thrown instanceof KubeRequestError)) throw thrown;
    return { stored: undefined, report: () => reportRefusal(thrown, objectText(kind, object.metadata.name)) };
  }
}

function reportRefusal(refusal: KubeRequestError, name: string): void {
  const { message } = refusal.status;
  if (!isConflict(refusal) || !message.startsWith("Apply failed")) {
    printRefusal(refusal);
    return;
  }
  process.stderr.write(`error: ${name}: ${message.replaceAll("\n", " ")}\n`);
  process.stderr.write("hint: --force-conflicts takes these fields from whoever has set them\n");
}

const validations = { strict: "Strict", warn: "Warn", ignore: "Ignore" } as const;

/** A rehearsal gives no new version. */
function change(live: Stored<AnyObject> | undefined, stored: Stored<AnyObject>): string {
  if (live === undefined) return "created";
  const isSame = live.metadata.resourceVersion === stored.metadata.resourceVersion && isDeepStrictEqual(content(live), content(stored));
  return isSame ? "unchanged" : "configured";
}

function content(object: AnyObject): unknown {
  const { managedFields: _, generation: __, ...metadata } = object.metadata;
  return { ...object, metadata };
}

async function printObjects(applied: readonly Applied[], { output: format }: Options): Promise<void> {
  if (format === "name") for (const { kind, stored } of applied) await output.line(objectText(kind, stored.metadata.name));
  if (format !== "json" && format !== "yaml") return;
  const shown = applied.map(({ stored }) => shownObject(stored, false));
  if (shown.length > 0) await output.write(objectsText(shown, format, shown.length > 1));
}

async function untilSettled(applied: readonly Applied[], api: Api, { timeout }: Options): Promise<boolean> {
  const known = (await isEmbedded(api)) ? lookedAfterHere : lookedAfterInCluster;
  const beganMs = systemClock.monotonicMs();
  const waiting = applied.filter(({ kind }) => known.has(kind.kind));
  const settled = inOrder(waiting, async ({ kind, stored }) => {
    let outcome: Outcome = { type: "pending", why: "it is gone" };
    const holds = (object: Stored<AnyObject> | undefined): boolean => {
      if (object !== undefined) outcome = outcomeOf(object);
      return object !== undefined && outcome.type !== "pending";
    };
    const timeoutMs = timeout === undefined ? undefined : Math.max(1, timeout - (systemClock.monotonicMs() - beganMs));
    await awaitObject({ client: api.client, kind, name: stored.metadata, holds, timeoutMs, clock: systemClock });
    return () => report(outcome, kind, stored.metadata.name);
  });
  let allSettled = true;
  for await (const tell of settled) allSettled = tell() && allSettled;
  return allSettled;
}

function report(outcome: Outcome, kind: Declared["kind"], name: string): boolean {
  if (outcome.type === "pending") printTimedOut(kind, name, outcome.why);
  if (outcome.type === "refused") process.stderr.write(`error: ${objectText(kind, name)}: ${outcome.why}\n`);
  if (outcome.type === "awaited") process.stderr.write(`warning: ${objectText(kind, name)}: ${outcome.why}\n`);
  return outcome.type === "settled" || outcome.type === "awaited";
}
