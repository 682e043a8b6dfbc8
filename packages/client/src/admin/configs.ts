import { apis } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { type Answer, routed, toNamedBrokers } from "../cluster/routing.ts";
import { requestFailed } from "../errors.ts";
import type { Broker } from "../net/broker.ts";
import { answersFrom, type Outcome, outcomes } from "./outcome.ts";

/** What configs belong to, with the protocol's numbers. */
const resourceTypes = { topic: 2, broker: 4, "broker-logger": 8, "client-metrics": 16, group: 32 } as const;

const kindsByNumber: ReadonlyMap<number, keyof typeof resourceTypes> = new Map(
  Object.entries(resourceTypes).map(([name, number]) => [number, name as keyof typeof resourceTypes]),
);

/** Where a config's value comes from, by the protocol's numbers. */
const sources = [
  "UNKNOWN",
  "DYNAMIC_TOPIC_CONFIG",
  "DYNAMIC_BROKER_CONFIG",
  "DYNAMIC_DEFAULT_BROKER_CONFIG",
  "STATIC_BROKER_CONFIG",
  "DEFAULT_CONFIG",
  "DYNAMIC_BROKER_LOGGER_CONFIG",
  "DYNAMIC_CLIENT_METRICS_CONFIG",
  "DYNAMIC_GROUP_CONFIG",
] as const;

/** A config's type, by the protocol's numbers. */
const types = ["UNKNOWN", "BOOLEAN", "STRING", "INT", "SHORT", "LONG", "DOUBLE", "LIST", "CLASS", "PASSWORD"] as const;

const operations = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

export type ConfigSource = (typeof sources)[number];
export type ConfigType = (typeof types)[number];

export interface ConfigResource {
  readonly type: keyof typeof resourceTypes;
  /** A topic's or group's name, a broker's id, or "" for the default of all brokers. */
  readonly name: string;
}

export interface ConfigEntry {
  readonly name: string;
  /** Null for a secret, and where there is no value. */
  readonly value: string | null;
  readonly source: ConfigSource;
  readonly type: ConfigType;
  readonly readOnly: boolean;
  readonly sensitive: boolean;
  /** All values that the config has in different places, the effective one first. */
  readonly synonyms: ReadonlyArray<{ readonly name: string; readonly value: string | null; readonly source: ConfigSource }>;
  readonly documentation: string | null;
}

export interface DescribedConfigs extends Outcome, ConfigResource {
  readonly entries: readonly ConfigEntry[];
}

export interface ConfigChange {
  readonly name: string;
  readonly operation: keyof typeof operations;
  /** For `append` and `subtract`, list elements separated by commas; for `delete`, nothing. */
  readonly value?: string | null;
}

/** The configs of each resource: all, or those that `names` says. */
export async function describeConfigs(
  cluster: Cluster,
  resources: readonly ConfigResource[],
  { names, synonyms = false, documentation = false }: { names?: readonly string[]; synonyms?: boolean; documentation?: boolean } = {},
): Promise<DescribedConfigs[]> {
  const answers = await routed(cluster, resources, toNamedBrokers(ownerOf), async (broker, items) => {
    const wanted = items.map((resource) => ({ ...numbered(resource), configurationKeys: names ?? null }));
    const options = { includeSynonyms: synonyms, includeDocumentation: documentation };
    const reply = await broker.request(apis.describeConfigs, () => ({ resources: wanted, ...options }));
    return answersFrom(items, keyOfResource, reply.results, keyOfRow);
  });
  return outcomes(resources, answers, named).map((outcome, position) => {
    const rows = answers[position]?.value?.configs ?? [];
    const entries = rows.map((row) => ({
      name: row.name,
      value: row.value,
      source: sourceOf(row.configSource),
      type: types[row.configType] ?? "UNKNOWN",
      readOnly: row.readOnly,
      sensitive: row.isSensitive,
      synonyms: row.synonyms.map(({ name, value, source }) => ({ name, value, source: sourceOf(source) })),
      documentation: row.documentation,
    }));
    return { ...outcome, entries };
  });
}

/** What has configs of its own: all kinds, or those that `kinds` says. Throws REQUEST_FAILED. */
export async function listConfigResources(cluster: Cluster, kinds: ReadonlyArray<ConfigResource["type"]> = []): Promise<ConfigResource[]> {
  const wanted = kinds.map((type) => resourceTypes[type]);
  // Version 0 knows nothing but client metrics.
  const minVersion = wanted.length === 1 && wanted[0] === resourceTypes["client-metrics"] ? 0 : 1;
  const draft = (version: number) => (version === 0 ? {} : { resourceTypes: wanted });
  const reply = await cluster.requestAny(apis.listConfigResources, draft, { minVersion });
  if (reply.errorCode !== 0) throw requestFailed("config resources could not be listed", reply.errorCode);
  return reply.configResources.flatMap(({ resourceType, resourceName: name }) => {
    const type = kindsByNumber.get(resourceType);
    return type === undefined ? [] : [{ type, name }];
  });
}

/** Changes single configs and leaves all others as they are. */
export function incrementalAlterConfigs(
  cluster: Cluster,
  changes: ReadonlyArray<ConfigResource & { readonly changes: readonly ConfigChange[] }>,
  { validateOnly = false } = {},
): Promise<Array<Outcome & ConfigResource>> {
  return altered(cluster, changes, async (broker, items) => {
    const resources = items.map((item) => ({
      ...numbered(item),
      configs: item.changes.map(({ name, operation, value = null }) => ({ name, configOperation: operations[operation], value })),
    }));
    return (await broker.request(apis.incrementalAlterConfigs, () => ({ resources, validateOnly }))).responses;
  });
}

/** Replaces all configs of each resource: what is not named goes back to its default. */
export function alterConfigs(
  cluster: Cluster,
  replacements: ReadonlyArray<ConfigResource & { readonly configs: Readonly<Record<string, string>> }>,
  { validateOnly = false } = {},
): Promise<Array<Outcome & ConfigResource>> {
  return altered(cluster, replacements, async (broker, items) => {
    const resources = items.map((item) => ({
      ...numbered(item),
      configs: Object.entries(item.configs).map(([name, value]) => ({ name, value })),
    }));
    return (await broker.request(apis.alterConfigs, () => ({ resources, validateOnly }))).responses;
  });
}

interface AlteredRow {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

async function altered<Item extends ConfigResource>(
  cluster: Cluster,
  resources: readonly Item[],
  send: (broker: Broker, items: readonly Item[]) => Promise<readonly AlteredRow[]>,
): Promise<Array<Outcome & ConfigResource>> {
  const answers: Array<Answer<AlteredRow>> = await routed(cluster, resources, toNamedBrokers<Item>(ownerOf), async (broker, items) =>
    answersFrom(items, keyOfResource, await send(broker, items), keyOfRow),
  );
  return outcomes(resources, answers, named);
}

/** The broker that alone knows its own configs and loggers; the controller takes all else. */
function ownerOf({ type, name }: ConfigResource): number | undefined {
  return (type === "broker" || type === "broker-logger") && name !== "" ? Number(name) : undefined;
}

function numbered({ type, name }: ConfigResource): { resourceType: number; resourceName: string } {
  return { resourceType: resourceTypes[type], resourceName: name };
}

function keyOfResource({ type, name }: ConfigResource): string {
  return `${resourceTypes[type]}/${name}`;
}

function keyOfRow(row: { readonly resourceType: number; readonly resourceName: string }): string {
  return `${row.resourceType}/${row.resourceName}`;
}

function named({ type, name }: ConfigResource): ConfigResource {
  return { type, name };
}

function sourceOf(number: number): ConfigSource {
  return sources[number] ?? "UNKNOWN";
}
