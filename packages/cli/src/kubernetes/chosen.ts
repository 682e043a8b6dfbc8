import type { ObjectName } from "@millrace/kube";
import type { ServedKind } from "@millrace/kube/browse";
import { UsageError } from "../command.ts";
import type { Api } from "./access.ts";
import type { AccessOptions } from "./find-platform.ts";
import { declaredObjects, type readManifests } from "./manifests.ts";
import { objectName, type Target, targetsOf } from "./targets.ts";

/** How objects are chosen that something is done to: by arguments, by a selection, or by what files declare. */
export interface ChoiceOptions extends AccessOptions {
  readonly filename?: readonly string[];
  readonly selector?: string;
  readonly all: boolean;
  readonly allNamespaces: boolean;
}

export interface Chosen {
  readonly kind: ServedKind;
  readonly name: ObjectName;
}

/** What is wrong with names beside a selection (`isMany`), or without one; undefined if nothing is. */
export type ChoiceFault = (isMany: boolean, targets: readonly Target[]) => string | undefined;

/** The objects that `read` files declare, or else those that arguments and options say. Throws UsageError with what `fault` finds. */
export async function chosenObjects(
  api: Api,
  args: readonly string[],
  options: ChoiceOptions,
  read: ReturnType<typeof readManifests> | undefined,
  fault: ChoiceFault,
): Promise<readonly Chosen[]> {
  if (read === undefined) return selected(api, args, options, fault);
  const declared = await declaredObjects(api, read.objects, options.namespace);
  return declared.map(({ kind, object }) => ({ kind, name: object.metadata }));
}

async function selected(api: Api, args: readonly string[], options: ChoiceOptions, fault: ChoiceFault): Promise<readonly Chosen[]> {
  const { selector: labelSelector, all, allNamespaces } = options;
  const targets = targetsOf(args, await api.browser.kinds());
  const wrong = fault(labelSelector !== undefined || all, targets);
  if (wrong !== undefined) throw new UsageError(wrong);
  const found = targets.map(async ({ kind, name }): Promise<readonly Chosen[]> => {
    if (name !== undefined) return [{ kind, name: objectName(kind, api.namespace, name) }];
    const namespace = kind.namespaced && !allNamespaces ? { namespace: api.namespace } : {};
    const { items } = await api.client.list(kind, { ...namespace, labelSelector });
    return items.map(({ metadata }) => ({ kind, name: metadata }));
  });
  return (await Promise.all(found)).flat();
}
