import { type ClientNodeCase, configMapOf, type Trial } from "./trial.ts";

/** Follows ConfigMaps of the case with a watch of its own. */
function watching(trial: Trial, query: Readonly<Record<string, string | boolean>>) {
  const { library, config, namespace } = trial;
  const events: Array<{ readonly type: string; readonly object: unknown }> = [];
  const ended = Promise.withResolvers<unknown>();
  const begun = new library.Watch(config).watch(
    `/api/v1/namespaces/${namespace}/configmaps`,
    query,
    (type, object) => events.push({ type, object: told(type, object) }),
    ended.resolve,
  );
  const isTold = (count: number) => () => events.length >= count;
  return {
    events,
    told: (count: number) => trial.until(`${count} events`, isTold(count), () => events),
    ended: ended.promise,
    stop: async () => (await begun).abort(),
  };
}

/** Where a watch has come to is any version. */
function told(type: string, object: { readonly kind: string; readonly metadata?: { readonly [field: string]: unknown } }): unknown {
  const { resourceVersion, name, annotations } = object.metadata ?? {};
  if (type === "ERROR") return object;
  return type === "BOOKMARK" ? { kind: object.kind, has: typeof resourceVersion, annotations } : { kind: object.kind, name };
}

const nameOf = ({ metadata }: { readonly metadata?: { readonly name?: string } }) => metadata?.name;

async function someConfigMaps({ objects, namespace }: Trial, count: number): Promise<void> {
  for (let at = 0; at < count; at++) await objects.create(configMapOf(namespace, `m-${String(at).padStart(2, "0")}`));
}

export const readingCases: readonly ClientNodeCase[] = [
  {
    name: "watch: what there is, a bookmark, and what comes",
    async run(trial) {
      await someConfigMaps(trial, 2);
      const query = { sendInitialEvents: true, resourceVersionMatch: "NotOlderThan", allowWatchBookmarks: true };
      const watch = watching(trial, query);
      await watch.told(3);
      const { core, namespace } = trial;
      const made = await core.createNamespacedConfigMap({ namespace, body: configMapOf(namespace, "new") });
      await core.replaceNamespacedConfigMap({ namespace, name: "new", body: { ...made, data: { a: "1" } } });
      await core.deleteNamespacedConfigMap({ namespace, name: "new" });
      await watch.told(6);
      await watch.stop();
      trial.see("told", watch.events);
    },
  },
  {
    name: "watch: ends in time, and is refused in plain words",
    async run(trial) {
      const watch = watching(trial, { timeoutSeconds: "1" });
      trial.see("ended with", await watch.ended);
      const refused = watching(trial, { resourceVersion: "x" });
      trial.see("refused", String(await refused.ended));
    },
  },
  {
    name: "pages: of the same moment",
    async run(trial) {
      const { core, namespace } = trial;
      await someConfigMaps(trial, 7);
      const page = async (from?: string) => {
        const list = await core.listNamespacedConfigMap({ namespace, limit: 3, ...(from !== undefined && { _continue: from }) });
        trial.see("page", { names: list.items.map(nameOf), remaining: list.metadata?.remainingItemCount });
        return list.metadata?._continue || undefined;
      };
      let next = await page();
      await core.deleteNamespacedConfigMap({ namespace, name: "m-04" });
      await core.createNamespacedConfigMap({ namespace, body: configMapOf(namespace, "m-03-more") });
      while (next !== undefined) next = await page(next);
    },
  },
  {
    name: "the past: is gone for those who come too late",
    alone: true,
    async run(trial) {
      const { core, namespace, server } = trial;
      await someConfigMaps(trial, 5);
      const first = await core.listNamespacedConfigMap({ namespace, limit: 2 });
      const { resourceVersion = "", _continue = "" } = first.metadata ?? {};
      await core.deleteNamespacedConfigMap({ namespace, name: "m-03" });
      await server.restart();
      await core.createNamespacedConfigMap({ namespace, body: configMapOf(namespace, "new") });
      const watch = watching(trial, { resourceVersion });
      trial.see("watch ended with", await watch.ended);
      trial.see("watch told", watch.events);
      const page = (from: string) => core.listNamespacedConfigMap({ namespace, limit: 2, _continue: from });
      const refused = await page(_continue).catch((thrown: unknown) => trial.refusal(thrown));
      trial.see("the next page", refused);
      const { continue: offered = "" } = (refused as { readonly body: { readonly metadata: { readonly continue?: string } } }).body
        .metadata;
      trial.see("as it is offered instead", (await page(offered)).items.map(nameOf));
      const exactly = { namespace, resourceVersion, resourceVersionMatch: "Exact" };
      await trial.answered("as it was then", core.listNamespacedConfigMap(exactly));
      const since = await core.listNamespacedConfigMap({ ...exactly, resourceVersionMatch: "NotOlderThan" });
      trial.see("as it is now", since.items.map(nameOf));
    },
  },
  {
    name: "secrets: are base64",
    async run(trial) {
      const { core, namespace } = trial;
      const text = (bytes: string) => Buffer.from(bytes).toString("base64");
      const metadata = { name: "login", namespace };
      const body = { metadata, type: "Opaque", data: { user: text("alice"), empty: "" }, stringData: { password: "grün", user: "bob" } };
      const seen = ({ data, type, immutable }: { readonly data?: unknown; readonly type?: string; readonly immutable?: boolean }) => ({
        ...{ data, type, immutable },
      });
      await trial.answered("made", core.createNamespacedSecret({ namespace, body }).then(seen));
      await trial.answered("read", core.readNamespacedSecret({ namespace, name: "login" }).then(seen));
      const patch = { stringData: { password: "new" }, immutable: true };
      const { setHeaderOptions, PatchStrategy } = trial.library;
      const merging = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);
      await trial.answered("patched", core.patchNamespacedSecret({ namespace, name: "login", body: patch }, merging).then(seen));
      await trial.answered(
        "is fixed",
        core.patchNamespacedSecret({ namespace, name: "login", body: patch, dryRun: "All" }, merging).then(seen),
      );
      const changed = { data: { user: text("carol") } };
      await trial.answered("changed", core.patchNamespacedSecret({ namespace, name: "login", body: changed }, merging).then(seen));
      const bad = { metadata: { name: "bad", namespace }, data: { a: "no base64!" } };
      await trial.answered("no base64", core.createNamespacedSecret({ namespace, body: bad }).then(seen));
    },
  },
];
