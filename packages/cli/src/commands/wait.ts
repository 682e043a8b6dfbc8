import { systemClock } from "@millrace/kit";
import type { Stored } from "@millrace/kube";
import { type AnyObject, awaitObject } from "@millrace/kube/browse";
import { UsageError } from "../command.ts";
import { type Api, withApi } from "../kubernetes/access.ts";
import { type ChoiceFault, type ChoiceOptions, type Chosen, chosenObjects } from "../kubernetes/chosen.ts";
import { conditionHolds, conditionsOf } from "../kubernetes/conditions.ts";
import { jsonPath } from "../kubernetes/json-path.ts";
import { readManifests } from "../kubernetes/manifests.ts";
import { objectText, printNotFound, printTimedOut } from "../kubernetes/words.ts";
import { output } from "../output.ts";
import { reportProblems } from "../report.ts";

/** What is waited for. */
type Goal =
  | { readonly type: "path"; readonly values: (object: unknown) => readonly unknown[]; readonly value: string | undefined }
  | { readonly type: "delete" }
  | { readonly type: "create" }
  | { readonly type: "condition"; readonly condition: string; readonly value: string };

interface Options extends ChoiceOptions {
  readonly for: string;
  /** 0: look once. */
  readonly timeout?: number;
}

/** `condition=Ready`, `condition=Ready=False`, `jsonpath={.status.topicId}`, `delete`, `create`. */
function goalOf(text: string): Goal {
  const [, condition, value = "True"] = /^condition=([^=]+)(?:=(.+))?$/i.exec(text) ?? [];
  if (condition !== undefined) return { type: "condition", condition, value };
  const [, path, wanted] = /^jsonpath=(\{[^}]*\}|[^=]+)(?:=(.*))?$/i.exec(text) ?? [];
  if (path !== undefined) return { type: "path", values: jsonPath(path), value: wanted };
  const type = text.toLowerCase();
  if (type === "delete" || type === "create") return { type };
  throw new UsageError("condition=NAME, condition=NAME=VALUE, jsonpath={PATH}, jsonpath={PATH}=VALUE, delete or create is expected");
}

/** Waits until something is true of objects. */
export async function wait(args: readonly string[], options: Options): Promise<number> {
  const { filename } = options;
  const goal = goalOf(options.for);
  const read = filename === undefined ? undefined : readManifests(filename);
  if (read !== undefined && read.problems.length > 0) return reportProblems(read.problems);
  return withApi(options, async (api) => {
    const subjects = await chosenObjects(api, args, options, read, choiceFault);
    if (subjects.length === 0 && goal.type !== "delete") {
      process.stderr.write("error: no matching resources found\n");
      return 1;
    }
    const beganMs = systemClock.monotonicMs();
    let exitCode = 0;
    for (const subject of subjects) if (!(await waitForOne(subject, api, { goal, timeout: options.timeout, beganMs }))) exitCode = 1;
    return exitCode;
  });
}

const choiceFault: ChoiceFault = (isMany, targets) =>
  !isMany && targets.some(({ name }) => name === undefined) ? "of which? a name, --selector or --all is expected" : undefined;

/** What is to be true of something can't become so of what is not there, or of another of the same name. */
class NotThere extends Error {}

interface Waiting {
  readonly goal: Goal;
  readonly timeout: number | undefined;
  readonly beganMs: number;
}

async function waitForOne({ kind, name }: Chosen, api: Api, { goal, timeout, beganMs }: Waiting): Promise<boolean> {
  let first: Stored<AnyObject> | undefined;
  let last: Stored<AnyObject> | undefined;
  const holds = (object: Stored<AnyObject> | undefined): boolean => {
    first ??= object;
    last = object;
    if (goal.type === "create") return object !== undefined;
    if (goal.type === "delete") return object === undefined || object.metadata.uid !== first?.metadata.uid;
    if (object === undefined) throw new NotThere();
    if (goal.type === "condition") return conditionHolds(object, goal.condition, goal.value);
    const found = goal.values(object);
    return goal.value === undefined ? found.length > 0 : found.some((each) => String(each) === goal.value);
  };
  const timeoutMs = timeout === undefined ? undefined : Math.max(1, timeout - (systemClock.monotonicMs() - beganMs));
  try {
    const met =
      timeout === 0
        ? holds(await api.client.get(kind, name))
        : await awaitObject({ client: api.client, kind, name, holds, timeoutMs, clock: systemClock });
    // As kubectl: nothing is said of what was not there in the first place.
    if (met && !(goal.type === "delete" && first === undefined)) await output.line(`${objectText(kind, name.name)} condition met`);
    if (!met && timeout === 0) process.stderr.write(`error: condition not met for ${kind.plural}/${name.name}\n`);
    else if (!met) printTimedOut(kind, name.name, whyNot(last));
    return met;
  } catch (thrown) {
    if (!(thrown instanceof NotThere)) throw thrown;
    printNotFound(kind, name.name);
    return false;
  }
}

function whyNot(object: AnyObject | undefined): string | undefined {
  if (object === undefined) return undefined;
  const { finalizers = [], deletionTimestamp } = object.metadata;
  if (deletionTimestamp !== undefined) return `It is being deleted and waits for its finalizers: ${finalizers.join(", ")}.`;
  const isTrouble = ({ type, status }: { readonly type?: string; readonly status?: string }) => status === "False" || type === "NotReady";
  const said = conditionsOf(object).find((condition) => isTrouble(condition) && condition.message !== undefined);
  return said === undefined ? undefined : `${said.type} is ${said.status}: ${said.reason}: ${said.message}`;
}
