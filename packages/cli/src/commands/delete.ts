import { systemClock } from "@millrace/kit";
import { KubeRequestError, type Stored } from "@millrace/kube";
import { type AnyObject, awaitObject, singularText } from "@millrace/kube/browse";
import { UsageError } from "../command.ts";
import { type Api, printRefusal, withApi } from "../kubernetes/access.ts";
import { type ChoiceFault, type ChoiceOptions, type Chosen, chosenObjects } from "../kubernetes/chosen.ts";
import { inOrder } from "../kubernetes/in-order.ts";
import { readManifests } from "../kubernetes/manifests.ts";
import { objectText, printNotFound, printTimedOut, rehearsalText } from "../kubernetes/words.ts";
import { output } from "../output.ts";
import { reportProblems } from "../report.ts";

interface Options extends ChoiceOptions {
  readonly ignoreNotFound: boolean;
  readonly wait: boolean;
  readonly timeout?: number;
  readonly cascade: "background" | "foreground" | "orphan";
  readonly dryRun: "none" | "server";
  readonly output?: "name";
}

/** What is being deleted. */
interface Going {
  readonly of: Chosen;
  readonly uid: string;
}

/** Deletes objects, and waits until they are gone. */
export async function remove(args: readonly string[], options: Options): Promise<number> {
  const { filename } = options;
  if (filename !== undefined && args.length > 0) throw new UsageError("either --filename or names of objects, not both");
  const read = filename === undefined ? undefined : readManifests(filename);
  if (read !== undefined && read.problems.length > 0) return reportProblems(read.problems);
  return withApi(options, async (api) => {
    const doomed = await chosenObjects(api, args, options, read, choiceFault);
    if (doomed.length === 0) process.stdout.write("No resources found\n");
    return new Deleting(api, options).all(doomed);
  });
}

/** One or the other: names, or a selection. */
const choiceFault: ChoiceFault = (isMany, targets) => {
  if (isMany !== targets.some(({ name }) => name !== undefined)) return undefined;
  return isMany ? "name cannot be provided when a selector is specified" : "which? a name, --selector or --all is expected";
};

class Deleting {
  readonly #api: Api;
  readonly #options: Options;
  #exitCode = 0;

  constructor(api: Api, options: Options) {
    this.#api = api;
    this.#options = options;
  }

  async all(doomed: readonly Chosen[]): Promise<number> {
    const going: Going[] = [];
    for await (const { uid, of, report } of inOrder(doomed, (each) => this.#begin(each))) {
      await report();
      if (uid !== undefined) going.push({ of, uid });
    }
    if (!this.#options.wait || this.#options.dryRun === "server") return this.#exitCode;
    const beganMs = systemClock.monotonicMs();
    for await (const report of inOrder(going, (each) => this.#untilGone(each, beganMs))) report();
    return this.#exitCode;
  }

  /** The uid of what is going now, and what there is to tell. */
  async #begin(of: Chosen): Promise<{ readonly of: Chosen; readonly uid?: string; readonly report: () => Promise<void> | void }> {
    const { dryRun, cascade, output: format } = this.#options;
    const { kind, name } = of;
    try {
      const live = await this.#api.client.get(kind, name);
      const propagationPolicy = policies[cascade];
      const deleted = live !== undefined && (await this.#api.client.delete(kind, name, { propagationPolicy, dryRun: dryRun === "server" }));
      if (!deleted) return { of, report: () => this.#notFound(of) };
      const from = name.namespace === undefined ? "" : ` from ${name.namespace} namespace`;
      const text = `${singularText(kind)} "${name.name}" deleted${from}${rehearsalText(dryRun === "server")}`;
      return { of, uid: live.metadata.uid, report: () => output.line(format === "name" ? objectText(kind, name.name) : text) };
    } catch (thrown) {
      if (!(thrown instanceof KubeRequestError)) throw thrown;
      this.#exitCode = 1;
      return { of, report: () => void printRefusal(thrown) };
    }
  }

  #notFound({ kind, name }: Chosen): void {
    if (this.#options.ignoreNotFound) return;
    this.#exitCode = 1;
    printNotFound(kind, name.name);
  }

  /** Tells what has come of it. */
  async #untilGone({ of: { kind, name }, uid }: Going, beganMs: number): Promise<() => void> {
    const { timeout } = this.#options;
    let last: Stored<AnyObject> | undefined;
    const isGone = (object: Stored<AnyObject> | undefined): boolean => {
      last = object;
      return object === undefined || object.metadata.uid !== uid;
    };
    const timeoutMs = timeout === undefined ? undefined : Math.max(1, timeout - (systemClock.monotonicMs() - beganMs));
    if (await awaitObject({ client: this.#api.client, kind, name, holds: isGone, timeoutMs, clock: systemClock })) return () => {};
    this.#exitCode = 1;
    const finalizers = last?.metadata.finalizers ?? [];
    const hint = finalizers.length === 0 ? undefined : `It waits for its finalizers: ${finalizers.join(", ")}.`;
    return () => printTimedOut(kind, name.name, hint);
  }
}

const policies = { background: "Background", foreground: "Foreground", orphan: "Orphan" } as const;
