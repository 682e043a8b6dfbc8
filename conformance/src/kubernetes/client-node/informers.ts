import type { Informer, KubernetesListObject, ObjectCache } from "@kubernetes/client-node";
import { breakableWay } from "../breakable-way.ts";
import { type ClientNodeCase, type CustomObject, type Trial, topicOf, topicsOf } from "./trial.ts";

/** An informer on the case's topics, with what it has told. */
interface Following {
  readonly events: readonly string[];
  /** Waits until it has told of `count` things. */
  told(count: number): Promise<void>;
  /** Names with their partitions, as its cache has them. */
  cached(): readonly string[];
  stop(): Promise<void>;
}

/** Starts one as its documentation says: whenever it gives up, it is started again a moment later. `url` is the way that it takes. */
async function follow(trial: Trial, url = trial.server.url): Promise<Following> {
  const { server, namespace, library } = trial;
  const config = trial.configFor({ ...server, url });
  const custom = config.makeApiClient(library.CustomObjectsApi);
  const { group, version, plural } = topicsOf(namespace);
  const list = async () => (await custom.listNamespacedCustomObject(topicsOf(namespace))) as KubernetesListObject<CustomObject>;
  const path = `/apis/${group}/${version}/namespaces/${namespace}/${plural}`;
  const informer: Informer<CustomObject> & ObjectCache<CustomObject> = library.makeInformer(config, path, list);
  const events: string[] = [];
  const note = (what: string) => (object: CustomObject) => events.push(`${what} ${text(object)}`);
  informer.on("add", note("added"));
  informer.on("update", note("updated"));
  informer.on("delete", note("deleted"));
  let isStopped = false;
  informer.on("error", () => {
    setTimeout(() => void (isStopped || informer.start()), 100);
  });
  await informer.start();
  return {
    events,
    told: (count) =>
      trial.until(
        `${count} events`,
        () => events.length >= count,
        () => events,
      ),
    cached: () => informer.list(namespace).map(text).sort(),
    async stop() {
      isStopped = true;
      await informer.stop();
    },
  };
}

function text({ metadata, spec, status }: CustomObject): string {
  return `${metadata?.name} partitions ${spec?.partitions} status ${status?.topicName ?? "none"}`;
}

async function setPartitions({ custom, namespace }: Trial, name: string, partitions: number): Promise<void> {
  const body = [{ op: "replace", path: "/spec/partitions", value: partitions }];
  await custom.patchNamespacedCustomObject({ ...topicsOf(namespace), name, body });
}

export const informerCases: readonly ClientNodeCase[] = [
  {
    name: "informer: lists and follows",
    async run(trial) {
      const { objects, custom, namespace } = trial;
      await objects.create(topicOf(namespace, "before"));
      const following = await follow(trial);
      await following.told(1);
      const made = await objects.create(topicOf(namespace, "during"));
      await following.told(2);
      await objects.replace({ ...made, spec: { partitions: 2 } });
      await following.told(3);
      const status = [{ op: "add", path: "/status", value: { topicName: "during" } }];
      await custom.patchNamespacedCustomObjectStatus({ ...topicsOf(namespace), name: "during", body: status });
      await following.told(4);
      await objects.delete(topicOf(namespace, "during"));
      await following.told(5);
      trial.see("told", following.events);
      trial.see("cached", following.cached());
      await following.stop();
    },
  },
  {
    name: "informer: goes on after its connection broke",
    async run(trial) {
      const { objects, namespace, server } = trial;
      const way = await breakableWay(server);
      await objects.create(topicOf(namespace, "gone"));
      await objects.create(topicOf(namespace, "kept"));
      const following = await follow(trial, way.url);
      await following.told(2);
      way.cut();
      await changeMeanwhile(trial);
      way.mend();
      await following.told(5);
      trial.see("told", following.events);
      trial.see("cached", following.cached());
      await following.stop();
      await way.close();
    },
  },
  {
    name: "informer: lists again where the server has forgotten what it missed",
    alone: true,
    async run(trial) {
      const { objects, namespace, server } = trial;
      const way = await breakableWay(server);
      await objects.create(topicOf(namespace, "gone"));
      await objects.create(topicOf(namespace, "kept"));
      const following = await follow(trial, way.url);
      await following.told(2);
      way.cut();
      await changeMeanwhile(trial);
      await server.restart();
      way.mend();
      await following.told(5);
      await setPartitions(trial, "kept", 3);
      await following.told(6);
      trial.see("told", following.events);
      trial.see("cached", following.cached());
      await following.stop();
      await way.close();
    },
  },
];

/** One goes, one is changed, one comes. */
async function changeMeanwhile(trial: Trial): Promise<void> {
  const { objects, namespace } = trial;
  await objects.delete(topicOf(namespace, "gone"));
  await setPartitions(trial, "kept", 2);
  await objects.create(topicOf(namespace, "new"));
}
