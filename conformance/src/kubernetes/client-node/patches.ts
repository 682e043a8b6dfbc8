import { type ClientNodeCase, configMapOf, type Trial, topicOf, topicsOf } from "./trial.ts";

type Strategy = "JsonPatch" | "MergePatch" | "StrategicMergePatch" | "ServerSideApply";

interface Told {
  readonly data?: unknown;
  readonly spec?: unknown;
  readonly status?: unknown;
  readonly metadata?: {
    readonly generation?: number;
    readonly labels?: unknown;
    readonly finalizers?: unknown;
    readonly managedFields?: ReadonlyArray<{ readonly manager?: string; readonly operation?: string; readonly fieldsV1?: unknown }>;
  };
}

/** What an object holds, and whose its fields are. */
function content(object: unknown): object {
  const { data, spec, status, metadata = {} } = object as Told;
  const { generation, labels, finalizers, managedFields = [] } = metadata;
  const managers = managedFields.map(({ manager = "", operation, fieldsV1 }) => ({ manager, operation, fieldsV1 }));
  return { data, spec, status, generation, labels, finalizers, managers: managers.sort((a, b) => (a.manager < b.manager ? -1 : 1)) };
}

/** How a patch says of which sort it is. */
const as = ({ library }: Trial, strategy: Strategy) => library.setHeaderOptions("Content-Type", library.PatchStrategy[strategy]);

/** Patches a ConfigMap, and sees what came of it. */
async function patchConfigMap(trial: Trial, strategy: Strategy, body: unknown, options: { readonly force?: boolean } = {}): Promise<void> {
  const { core, namespace } = trial;
  const request = { name: "settings", namespace, body, fieldManager: `by-${strategy}`, ...options };
  const seen = core.patchNamespacedConfigMap(request, as(trial, strategy)).then(content);
  await trial.answered(strategy, seen);
}

async function patchTopic(trial: Trial, strategy: Strategy, body: unknown, options: { readonly force?: boolean } = {}): Promise<void> {
  const { custom, namespace } = trial;
  const request = { ...topicsOf(namespace), name: "orders", body, fieldManager: `by-${strategy}`, ...options };
  const seen = custom.patchNamespacedCustomObject(request, as(trial, strategy)).then(content);
  await trial.answered(strategy, seen);
}

export const patchCases: readonly ClientNodeCase[] = [
  {
    name: "patch: a built-in kind, in all four ways",
    async run(trial) {
      const { objects, namespace } = trial;
      await objects.create(configMapOf(namespace, "settings", { a: "1", b: "1" }));
      await patchConfigMap(trial, "JsonPatch", [
        { op: "test", path: "/data/a", value: "1" },
        { op: "replace", path: "/data/a", value: "2" },
        { op: "remove", path: "/data/b" },
      ]);
      await patchConfigMap(trial, "JsonPatch", [{ op: "test", path: "/data/a", value: "1" }]);
      await patchConfigMap(trial, "JsonPatch", [{ op: "remove", path: "/data/none" }]);
      await patchConfigMap(trial, "MergePatch", { data: { a: null, c: "3" }, metadata: { finalizers: ["test.io/one"] } });
      await patchConfigMap(trial, "StrategicMergePatch", { data: { d: "4" }, metadata: { finalizers: ["test.io/two"] } });
      await patchConfigMap(trial, "StrategicMergePatch", { metadata: { "$deleteFromPrimitiveList/finalizers": ["test.io/one"] } });
      const applied = (data: object) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data });
      await patchConfigMap(trial, "ServerSideApply", applied({ c: "4", e: "5" }));
      await patchConfigMap(trial, "ServerSideApply", applied({ c: "4", e: "5" }), { force: true });
      await patchConfigMap(trial, "ServerSideApply", applied({ e: "6" }));
      await patchConfigMap(trial, "MergePatch", { metadata: { finalizers: null } });
    },
  },
  {
    name: "patch: a kind of ours, in the ways that it has",
    async run(trial) {
      const { objects, namespace } = trial;
      await objects.create(topicOf(namespace, "orders"));
      await patchTopic(trial, "JsonPatch", [{ op: "add", path: "/spec/config", value: { "retention.ms": 1000 } }]);
      await patchTopic(trial, "MergePatch", { spec: { config: { "retention.ms": null, "cleanup.policy": "compact" } } });
      await patchTopic(trial, "StrategicMergePatch", { spec: { partitions: 2 } });
      const { metadata: _, ...rest } = topicOf(namespace, "orders", 3);
      const applied = { ...rest, metadata: { name: "orders" } };
      await patchTopic(trial, "ServerSideApply", applied);
      await patchTopic(trial, "ServerSideApply", applied, { force: true });
      await patchTopic(trial, "MergePatch", { spec: { partitions: "many" } });
    },
  },
  {
    name: "patch: objects of any kind, by what the server says it has",
    async run(trial) {
      const { objects, namespace, library } = trial;
      const { ServerSideApply, MergePatch } = library.PatchStrategy;
      const apply = (object: ReturnType<typeof topicOf>) => objects.patch(object, undefined, undefined, "trial", true, ServerSideApply);
      await trial.answered("made", apply(topicOf(namespace, "orders")).then(content));
      await trial.answered("applied", apply(topicOf(namespace, "orders", 2)).then(content));
      const merged = { ...topicOf(namespace, "orders"), spec: { partitions: 4 } };
      const rehearsed = objects.patch(merged, undefined, "All", undefined, undefined, MergePatch);
      await trial.answered("rehearsed", rehearsed.then(content));
      await trial.answered(
        "read",
        objects.read({ ...topicOf(namespace, "orders"), metadata: { namespace, name: "orders" } }).then(content),
      );
    },
  },
];
