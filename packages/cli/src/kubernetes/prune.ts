import { KubeRequestError, keyOf, type Stored } from "@millrace/kube";
import type { AnyObject, ServedKind } from "@millrace/kube/browse";
import { kinds as ownKinds } from "@millrace/resources";
import { UsageError } from "../command.ts";
import { output } from "../output.ts";
import { type Api, printRefusal } from "./access.ts";
import { allInOrder } from "./in-order.ts";
import { applyManager } from "./manager.ts";
import type { Declared } from "./manifests.ts";
import { objectText, rehearsalText } from "./words.ts";

export interface PruneOptions {
  readonly prune: boolean;
  readonly selector?: string;
  readonly all: boolean;
  readonly fieldManager?: string;
  readonly dryRun: "none" | "server";
}

/** What kubectl says of the same. */
export function refusePruningAll({ prune, selector, all }: PruneOptions): void {
  if (!prune && (selector !== undefined || all)) throw new UsageError("--selector and --all say what --prune may delete; it is not there");
  if (!prune || selector !== undefined || all) return;
  const instead = "To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector";
  throw new UsageError(`all resources selected for prune without explicitly passing --all. ${instead}`);
}

interface Candidate {
  readonly kind: ServedKind;
  readonly object: Stored<AnyObject>;
}

/**
 * Deletes what has been applied before, by the same manager, and is not among what is declared now: of the kinds that are declared and all of
 * Strimzi's, in the namespaces of what is declared. Whether nothing of it was refused.
 */
export async function prune(api: Api, declared: readonly Declared[], options: PruneOptions): Promise<boolean> {
  const { fieldManager = applyManager, selector: labelSelector } = options;
  const dryRun = options.dryRun === "server";
  const names = new Set(declared.map(({ kind, object }) => `${kind.plural}.${kind.group}/${keyOf(object.metadata)}`));
  const candidates = await applied(api, declared, labelSelector);
  const doomed = candidates.filter(({ kind, object: { metadata } }) => {
    const isApplied = (metadata.managedFields ?? []).some(({ manager, operation }) => operation === "Apply" && manager === fieldManager);
    return isApplied && metadata.deletionTimestamp === undefined && !names.has(`${kind.plural}.${kind.group}/${keyOf(metadata)}`);
  });
  const outcomes = await allInOrder(doomed, async ({ kind, object: { metadata } }) => {
    try {
      await api.client.delete(kind, metadata, { uid: metadata.uid, dryRun });
      await output.line(`${objectText(kind, metadata.name)} pruned${rehearsalText(dryRun)}`);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof KubeRequestError)) throw thrown;
      return printRefusal(thrown) === 0;
    }
  });
  return outcomes.every((isPruned) => isPruned);
}

async function applied(api: Api, declared: readonly Declared[], labelSelector: string | undefined): Promise<readonly Candidate[]> {
  const served = await api.browser.kinds();
  const isOwn = ({ apiVersion, verbs }: ServedKind) => apiVersion === ownKinds.KafkaTopic.apiVersion && verbs.includes("delete");
  const kinds = [
    ...new Set([...declared.map(({ kind }) => kind), ...served.filter(isOwn)].map((kind) => `${kind.apiVersion}/${kind.plural}`)),
  ];
  const namespaces = [...new Set(declared.map(({ object }) => object.metadata.namespace ?? ""))].filter((namespace) => namespace !== "");
  const lists: ReadonlyArray<{ readonly kind: ServedKind; readonly namespace: string | undefined }> = served
    .filter((kind) => kinds.includes(`${kind.apiVersion}/${kind.plural}`))
    .flatMap((kind) => (kind.namespaced ? namespaces : [undefined]).map((namespace) => ({ kind, namespace })));
  const found = await allInOrder(lists, async ({ kind, namespace }) => {
    const { items } = await api.client.list(kind, { namespace, labelSelector });
    return items.map((object) => ({ kind, object }));
  });
  return found.flat();
}
