import { MillraceError } from "@millrace/kit";
import { isConflict, KubeRequestError } from "@millrace/kube";
import type { AnyObject } from "@millrace/kube/browse";
import { type Effect, type FieldChange, fieldChanges } from "@millrace/plans/effects";
import { pathText, type Value } from "@millrace/resources";
import { printFailure } from "../failures.ts";
import { type Api, withApi } from "../kubernetes/access.ts";
import { type Change, effectsOf } from "../kubernetes/effects.ts";
import { isEmbedded } from "../kubernetes/embedded-api.ts";
import type { AccessOptions } from "../kubernetes/find-platform.ts";
import { type ForeseenRoll, foreseenRolls } from "../kubernetes/foreseen-rolls.ts";
import { allInOrder } from "../kubernetes/in-order.ts";
import { type ManagerOptions, managerOf } from "../kubernetes/manager.ts";
import { type Declared, declaredObjects, readManifests } from "../kubernetes/manifests.ts";
import { jsonText } from "../kubernetes/shown-objects.ts";
import { output } from "../output.ts";
import { reportProblems } from "../report.ts";

interface Options extends AccessOptions, ManagerOptions {
  readonly filename: readonly string[];
  readonly forceConflicts: boolean;
  readonly output: "text" | "json";
}

/** As kubectl: no difference, some difference, and what can't be told. */
const exitCodes = { same: 0, different: 1, failed: 2 } as const;

/** Shows what applying files would change, field by field, and what that does. */
export async function diff(_args: readonly string[], options: Options): Promise<number> {
  try {
    return await compare(options);
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown;
    printFailure(thrown);
    return exitCodes.failed;
  }
}

async function compare(options: Options): Promise<number> {
  const { objects, problems } = readManifests(options.filename);
  if (problems.length > 0) {
    reportProblems(problems);
    return exitCodes.failed;
  }
  let compared = false;
  const exitCode = await withApi(options, async (api) => {
    const declared = await declaredObjects(api, objects, options.namespace);
    const rehearsed = await allInOrder(declared, (each) => rehearse(each, api, options));
    const refused = rehearsed.filter((each) => "refused" in each);
    const changes = rehearsed.flatMap((each) => ("fields" in each && each.fields.length > 0 ? [each] : []));
    const effects = changes.length === 0 ? [] : await effectsOf(changes, api);
    const rolls =
      refused.length > 0 || (await isEmbedded(api))
        ? []
        : await foreseenRolls(
            changes.map(({ after }) => after),
            api,
          );
    if (options.output === "json")
      await output.json([...changes.map((change, at) => changeJson(change, effects[at] ?? [])), ...rolls.map(rollJson), ...refused]);
    else {
      for (const [at, change] of changes.entries()) await output.write(changeText(change, effects[at] ?? []));
      for (const roll of rolls) await output.write(rollText(roll));
      for (const { name, refused: why } of refused) await output.write(`${name} would be refused:\n  → refused: ${why}\n`);
    }
    compared = true;
    if (refused.length > 0) return exitCodes.failed;
    return changes.length > 0 ? exitCodes.different : exitCodes.same;
  });
  return compared ? exitCode : exitCodes.failed;
}

interface Refused {
  readonly name: string;
  readonly refused: string;
}

/** What would come of an object, told by the API server itself. */
async function rehearse({ kind, object }: Declared, { client }: Api, options: Options): Promise<Change | Refused> {
  try {
    const before = await client.get(kind, object.metadata);
    const fieldManager = managerOf(before, options);
    const after = await client.apply(kind, object, {
      fieldManager,
      force: options.forceConflicts,
      dryRun: true,
      fieldValidation: "Strict",
    });
    return { before, after, fields: fieldChanges(contentOf(before), contentOf(after)) };
  } catch (thrown) {
    if (!(thrown instanceof KubeRequestError)) throw thrown;
    const hint = isConflict(thrown) ? "; --force-conflicts takes these fields" : "";
    return { name: nameOf(object), refused: `${thrown.status.message.replaceAll("\n", " ")}${hint}` };
  }
}

/** What the API server keeps for itself is nobody's change. */
function contentOf(object: AnyObject | undefined): Value | undefined {
  if (object === undefined) return undefined;
  const { metadata, status: _, ...rest } = object;
  const {
    managedFields: _fields,
    resourceVersion: _version,
    generation: _generation,
    uid: _uid,
    creationTimestamp: _since,
    ...own
  } = metadata;
  return { metadata: own, ...rest } as unknown as Value;
}

const nameOf = ({ kind, metadata: { namespace, name } }: AnyObject): string =>
  `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;

function changeText({ before, after, fields }: Change, effects: readonly Effect[]): string {
  const isSecret = after.kind === "Secret";
  const told = before === undefined ? fields.filter(({ path }) => !said.has(pathText(path))) : fields;
  const lines = told.map((field) => `  ${fieldText(field, isSecret, before === undefined)}`);
  const what = before === undefined ? "would be created" : "would be changed";
  return [`${nameOf(after)} ${what}:`, ...lines, ...effects.map(effectText)].map((line) => `${line}\n`).join("");
}

/** Stands in the line above. */
const said: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata.name", "metadata.namespace"]);

function fieldText({ path, from, to }: FieldChange, isSecret: boolean, isNew: boolean): string {
  const hidden = isSecret && /^(data|stringData)/.test(pathText(path));
  const text = (value: Value | undefined): string => (value === undefined ? "(not set)" : hidden ? "***" : jsonText(value, 0));
  return isNew ? `${pathText(path)}: ${text(to)}` : `${pathText(path)}: ${text(from)} → ${text(to)}`;
}

const words: Readonly<Record<Effect["type"], string>> = {
  created: "created",
  altered: "altered live",
  restarted: "restarted",
  refused: "refused",
  none: "no effect",
};

const effectText = ({ type, text }: Effect): string => `  → ${words[type]}: ${text}`;

/** What the operator says of its pods, under a heading. */
const rollText = (roll: ForeseenRoll): string =>
  [`Kafka's pods, of ${roll.kafka}:`, ...rollLines(roll)].map((line) => `${line}\n`).join("");

function rollLines(roll: ForeseenRoll): readonly string[] {
  switch (roll.type) {
    case "planned":
      return roll.lines.map((line) => `  ${line}`);
    case "refused":
      return roll.problems.map((problem) => `  → refused: ${problem}`);
    case "unknown":
      return [`  what happens to them can't be told: ${roll.why}`];
  }
}

const rollJson = ({ kafka, ...roll }: ForeseenRoll) => ({ name: kafka, roll });

function changeJson({ before, after, fields }: Change, effects: readonly Effect[]) {
  const hidden = after.kind === "Secret";
  const shown = fields.map(({ path, from, to }) => ({ path: pathText(path), ...(hidden ? {} : { from, to }) }));
  return { name: nameOf(after), change: before === undefined ? "created" : "changed", fields: shown, effects };
}
