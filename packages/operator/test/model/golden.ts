import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readObjects, type Value, valueFromYaml, yamlText } from "@millrace/resources";
import {
  awaitedAddresses,
  brokersOf,
  certificateNames,
  type DesiredObject,
  type KafkaCluster,
  kafkaCluster,
  listenerStatuses,
  type NodeFacts,
  nodeObjects,
  observedAddresses,
  standingObjects,
} from "../../src/index.ts";
import type { Observed } from "../../src/model/observed-addresses.ts";
import { declaredOf, noFacts, settings } from "./declared.ts";

export const folder = join(import.meta.dirname, "../golden");

export const goldenNames: readonly string[] = globSync("*/kafka.yaml", { cwd: folder })
  .map((path) => path.split("/")[0] ?? "")
  .sort();

export interface Golden {
  readonly cluster: KafkaCluster;
  readonly warnings: readonly string[];
  readonly objects: readonly DesiredObject[];
  readonly facts: NodeFacts;
}

/** Works out all that is made for one of the inputs. */
export function golden(name: string): Golden {
  const text = readFileSync(join(folder, name, "kafka.yaml"), "utf8");
  const result = kafkaCluster(declaredOf(text), noFacts, settings);
  if (result.type === "refused") throw new Error(JSON.stringify(result.problems));
  const { cluster, warnings } = result;
  const facts = factsOf(cluster, text, observedOf(name));
  const awaited = awaitedAddresses(cluster, facts.addresses);
  if (awaited.length > 0) throw new Error(`no address of ${awaited.join(", ")}`);
  const all = [...warnings, ...cluster.pools.flatMap((pool) => pool.warnings)];
  return {
    cluster,
    facts,
    warnings: all.map(({ reason, message }) => `${reason}: ${message}`),
    objects: [...standingObjects(cluster), ...nodeObjects(cluster, facts)],
  };
}

function factsOf(cluster: KafkaCluster, text: string, observed: Observed): NodeFacts {
  const configMaps = readObjects(text, "kafka.yaml").objects.filter(({ object }) => object.kind === "ConfigMap");
  const texts = configMaps.flatMap(({ object }) =>
    Object.entries((object.data ?? {}) as Record<string, string>).map(([key, value]) => [`${object.metadata.name}/${key}`, value] as const),
  );
  const withOwn = cluster.listeners.filter(({ configuration }) => configuration?.brokerCertChainAndKey !== undefined);
  return {
    addresses: observedAddresses(cluster, observed),
    texts: new Map(texts),
    certificates: {
      clusterCaCertGeneration: 0,
      clusterCaKeyGeneration: 0,
      clientsCaCertGeneration: 0,
      trustedKeys: { clusterCa: ["c1"], clientsCa: ["u1"] },
      serverCertHashes: new Map(cluster.nodes.map(({ podName }) => [podName, `hash-of-${podName}`])),
      listenerCertThumbprints: new Map(withOwn.map((listener) => [listener.name, `thumbprint-of-${listener.name}`])),
    },
  };
}

function observedOf(name: string): Observed {
  const path = join(folder, name, "observed.yaml");
  if (!existsSync(path)) return { services: [], routes: [], machines: new Map() };
  const { value } = valueFromYaml(readFileSync(path, "utf8"), basename(path));
  const { services, routes, machines } = value as unknown as {
    services: Observed["services"];
    routes: Observed["routes"];
    machines: object;
  };
  return { services, routes, machines: new Map(Object.entries(machines)) };
}

/** What is expected of an input, for people to read: what statuses say, and all objects. A text that was there before is not repeated. */
export function goldenText(name: string): string {
  const { cluster, warnings, objects, facts } = golden(name);
  const certificates = new Map(cluster.listeners.map((listener) => [listener.name, [`certificate of ${listener.name}`]]));
  const broker = brokersOf(cluster)[0];
  const summary = {
    warnings,
    listeners: listenerStatuses(cluster, facts.addresses, certificates),
    ...(broker && { namesOfFirstBroker: certificateNames(cluster, broker, facts.addresses) }),
  };
  const seen = new Map<string, string>();
  return [summary, ...objects.map((object) => withoutRepetition(object, seen))].map(yamlText).join("---\n");
}

function withoutRepetition(object: DesiredObject, seen: Map<string, string>): unknown {
  if (object.kind !== "ConfigMap") return object;
  const data = Object.entries(object.data as Record<string, Value>).map(([key, value]) => {
    const text = String(value);
    const before = seen.get(text);
    if (before === undefined) seen.set(text, `${object.metadata.name}, ${key}`);
    return [key, before === undefined || text.length < 100 ? text : `(as in ${before})`];
  });
  return { ...object, data: Object.fromEntries(data) };
}
