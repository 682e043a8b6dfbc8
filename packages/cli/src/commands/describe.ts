import { events, KubeRequestError } from "@millrace/kube";
import type { AnyObject, ServedKind, Table } from "@millrace/kube/browse";
import { type Api, printRefusal, withApi } from "../kubernetes/access.ts";
import { descriptionOf } from "../kubernetes/description.ts";
import type { AccessOptions } from "../kubernetes/find-platform.ts";
import { objectName, type Target, targetsOf } from "../kubernetes/targets.ts";
import { printNotFound } from "../kubernetes/words.ts";
import { output } from "../output.ts";

interface Options extends AccessOptions {
  readonly selector?: string;
  readonly allNamespaces: boolean;
  readonly showEvents: boolean;
}

/** Shows all that is known of objects, for people. */
export function describe(args: readonly string[], options: Options): Promise<number> {
  return withApi(options, async (api) => {
    const targets = targetsOf(args, await api.browser.kinds());
    let exitCode = 0;
    let printed = 0;
    for (const target of targets) {
      const objects = await found(target, api, options);
      if (objects === undefined) exitCode = 1;
      for (const object of objects ?? []) {
        const happened = options.showEvents ? await eventsOf(object, api) : undefined;
        await output.write(`${printed++ > 0 ? "\n\n" : ""}${descriptionOf(object, happened)}`);
      }
    }
    if (printed === 0 && exitCode === 0) process.stderr.write(`No resources found in ${api.namespace} namespace.\n`);
    return exitCode;
  });
}

/** Undefined, and told, if there is no object of that name. */
async function found({ kind, name }: Target, { client, namespace }: Api, options: Options): Promise<readonly AnyObject[] | undefined> {
  if (name === undefined) {
    const where = kind.namespaced && !options.allNamespaces ? { namespace } : {};
    return (await client.list(kind, { ...where, labelSelector: options.selector })).items;
  }
  try {
    const object = await client.get(kind, objectName(kind, namespace, name));
    if (object !== undefined) return [object];
    return byPrefix(kind, name, { client, namespace });
  } catch (thrown) {
    if (!(thrown instanceof KubeRequestError)) throw thrown;
    printRefusal(thrown);
    return undefined;
  }
}

/** As kubectl: what begins with a name that nothing has. */
async function byPrefix(kind: ServedKind, name: string, { client, namespace }: Pick<Api, "client" | "namespace">) {
  const { items } = await client.list(kind, kind.namespaced ? { namespace } : {});
  const beginning = items.filter(({ metadata }) => metadata.name.startsWith(name));
  if (beginning.length > 0) return beginning;
  printNotFound(kind, name);
  return undefined;
}

function eventsOf({ metadata }: AnyObject, { browser }: Api): Promise<Table> {
  const { namespace = "default", name, uid } = metadata;
  const about = { "involvedObject.name": name, "involvedObject.uid": uid };
  const fieldSelector = Object.entries(about).map(([field, value]) => `${field}=${value}`);
  return browser.table(events, { namespace, fieldSelector: fieldSelector.join(",") });
}
