import { type ClientNodeCase, configMapOf, topicOf } from "./trial.ts";

export const refusalCases: readonly ClientNodeCase[] = [
  {
    name: "refusals: bodies as exceptions have them",
    async run(trial) {
      const { objects, core, namespace, library, server } = trial;
      await trial.answered("not there", core.readNamespacedConfigMap({ name: "none", namespace }));
      await trial.answered("no topic", objects.read({ ...topicOf(namespace, "none"), metadata: { namespace, name: "none" } }));
      await objects.create(configMapOf(namespace, "one"));
      await trial.answered("there already", objects.create(configMapOf(namespace, "one")));
      await trial.answered("bad name", objects.create(configMapOf(namespace, "Not_A_Name")));
      await trial.answered("bad spec", objects.create(topicOf(namespace, "bad", -1)));
      await trial.answered("no namespace", objects.create(configMapOf("no-such-namespace", "one")));
      const [someone, wrong] = ["", "wrong"].map((token) => trial.configFor({ ...server, token }).makeApiClient(library.CoreV1Api));
      await trial.answered("nobody", someone?.listNamespacedConfigMap({ namespace }));
      await trial.answered("somebody unknown", wrong?.listNamespacedConfigMap({ namespace }));
      await trial.answered("unknown selector", core.listNamespacedConfigMap({ namespace, fieldSelector: "data.a=b" }));
    },
  },
  {
    name: "refusals: a write of what has changed meanwhile",
    async run(trial) {
      const { objects, core, namespace } = trial;
      const stale = await core.createNamespacedConfigMap({ namespace, body: configMapOf(namespace, "counter", { by: "one" }) });
      await core.replaceNamespacedConfigMap({ namespace, name: "counter", body: { ...stale, data: { by: "two" } } });
      const again = () => core.replaceNamespacedConfigMap({ namespace, name: "counter", body: { ...stale, data: { by: "three" } } });
      await trial.answered("stale", again());
      const uid = "11111111-2222-4333-8444-555555555555";
      const { resourceVersion } = stale.metadata ?? {};
      const remove = (preconditions: { readonly uid?: string; readonly resourceVersion?: string }) =>
        core.deleteNamespacedConfigMap({ namespace, name: "counter", body: { preconditions } });
      await trial.answered("another's id", remove({ uid }));
      await trial.answered("stale deletion", remove(resourceVersion === undefined ? {} : { resourceVersion }));
      await trial.answered("deleted", objects.delete(configMapOf(namespace, "counter")));
      await trial.answered("replaced what is gone", again());
    },
  },
];
