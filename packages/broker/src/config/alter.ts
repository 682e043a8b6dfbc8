import { brokerConfigs, type ConfigTable, groupConfigs, topicConfigs } from "@millrace/configs";
import {
  type AlterConfigsRequest,
  errors,
  type IncrementalAlterConfigsRequest,
  type KafkaError,
  type IncrementalAlterConfigsRequestAlterableConfig as Operation,
} from "@millrace/protocol";
import { configResourceType } from "../metadata/image.ts";
import { type ConfigChange, operated, operationNames, replacement } from "./alter-operations.ts";
import { brokerNameProblem, changeChecks } from "./alter-rules.ts";
import { alterOperation } from "./config-source.ts";
import type { ConfigStore } from "./config-store.ts";
import { loggerChanges } from "./logger-levels.ts";
import type { Overrides } from "./parse.ts";
import type { ConfigRefusal } from "./topic-settings.ts";

type IncrementalResource = IncrementalAlterConfigsRequest["resources"][number];
type ReplacingResource = AlterConfigsRequest["resources"][number];
interface Resource {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly configs: readonly ConfigChange[];
}

/** What has configs. */
export interface ConfigResource {
  readonly resourceType: number;
  readonly resourceName: string;
}

/** Why whoever asks may not alter a resource; undefined if they may. */
export type Denied = (resource: ConfigResource) => ConfigRefusal | undefined;

/** What becomes of one resource of a request: what to change, or why nothing is. `message` is null where all is well. */
export interface Alteration {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly error: KafkaError;
  readonly message: string | null;
  /** Only what differs from what is. */
  readonly changes: readonly ConfigChange[];
}

/** What IncrementalAlterConfigs does, for each resource in the order of the request. Nothing is changed by this. */
export function incrementalAlterConfigs(resources: readonly IncrementalResource[], store: ConfigStore, denied: Denied): Alteration[] {
  return resources.map((resource) => {
    const refused = formProblem(
      resource,
      resources,
      ({ configOperation, value }) => configOperation !== alterOperation.delete && value === null,
    );
    return outcome(resource, refused ?? incrementalChanges(resource, store, denied), store);
  });
}

/** What AlterConfigs does, for each resource in the order of the request: what isn't named is taken away. Nothing is changed by this. */
export function alterConfigs(resources: readonly ReplacingResource[], store: ConfigStore, denied: Denied): Alteration[] {
  return resources.map((resource) => {
    const refused = formProblem(resource, resources, ({ value }) => value === null);
    return outcome(resource, refused ?? replacingChanges(resource, store, denied), store);
  });
}

/** Configs by type of resource, where it matters which are lists. Kafka's controller knows of no lists among those of client metrics. */
const listsOf: Readonly<Record<number, ConfigTable>> = {
  [configResourceType.topic]: topicConfigs,
  [configResourceType.group]: groupConfigs,
};
const noLists: ConfigTable = new Map();

type Changed = ConfigChange[] | ConfigRefusal;

const invalid = (message: string): ConfigRefusal => ({ error: errors.INVALID_REQUEST, message });
const unknownType = (resourceType: number): ConfigRefusal => invalid(`Unknown resource type ${resourceType}`);

function outcome({ resourceType, resourceName }: Resource, changed: Changed, store: ConfigStore): Alteration {
  if ("error" in changed) return { resourceType, resourceName, error: changed.error, message: changed.message, changes: [] };
  if (resourceType === configResourceType.brokerLogger)
    return { resourceType, resourceName, error: errors.NONE, message: null, changes: changed };
  const overrides = store.overrides(resourceType, resourceName);
  const changes = changed.filter(({ name, value }) => value !== (Object.hasOwn(overrides, name) ? overrides[name] : null));
  return { resourceType, resourceName, error: errors.NONE, message: null, changes };
}

function formProblem<C extends ConfigChange>(
  { resourceType, resourceName, configs }: Resource & { configs: readonly C[] },
  resources: readonly Resource[],
  lacksValue: (config: C) => boolean,
): ConfigRefusal | undefined {
  const same = resources.filter((other) => other.resourceType === resourceType && other.resourceName === resourceName);
  if (same.length > 1) return invalid("Each resource must appear at most once.");
  if (new Set(configs.map(({ name }) => name)).size < configs.length) return invalid("Error due to duplicate config keys");
  const valueless = configs.filter(lacksValue).map(({ name }) => name);
  return valueless.length === 0 ? undefined : invalid(`Null value not supported for : ${valueless.join(", ")}`);
}

function incrementalChanges(resource: IncrementalResource, store: ConfigStore, denied: Denied): Changed {
  const { resourceType, resourceName, configs } = resource;
  if (!(resourceType in changeChecks) && resourceType !== configResourceType.brokerLogger) return unknownType(resourceType);
  const refused = isCheckedFirst(resource) ? undefined : denied(resource);
  if (refused !== undefined) return refused;
  const unknown = configs.find(({ configOperation }) => operationNames[configOperation] === undefined);
  if (unknown !== undefined) return invalid(`Unknown operations type ${unknown.configOperation}`);
  if (resourceType === configResourceType.brokerLogger) return loggerChanges(resourceName, configs, store.logLevels, store.settings.nodeId);
  return checked(resource, store, denied, (overrides) => {
    if (resourceType === configResourceType.broker) return listProblem(configs) ?? operated(configs, overrides, brokerConfigs);
    return operated(configs, overrides, listsOf[resourceType] ?? noLists);
  });
}

function replacingChanges(resource: ReplacingResource, store: ConfigStore, denied: Denied): Changed {
  const refused = isCheckedFirst(resource) || !(resource.resourceType in changeChecks) ? undefined : denied(resource);
  return refused ?? checked(resource, store, denied, (overrides) => replacement(resource.configs, overrides));
}

/** Kafka's broker looks at its own configs before the controller asks who wants to alter them. */
function isCheckedFirst({ resourceType }: ConfigResource): boolean {
  return resourceType === configResourceType.broker;
}

function checked(resource: ConfigResource, store: ConfigStore, denied: Denied, change: (overrides: Overrides) => Changed): Changed {
  const { resourceType, resourceName } = resource;
  const check = changeChecks[resourceType];
  if (check === undefined) return unknownType(resourceType);
  const unnamed = resourceType === configResourceType.broker ? brokerNameProblem(resourceName, store.settings.nodeId) : undefined;
  if (unnamed !== undefined) return unnamed;
  const changes = change(store.overrides(resourceType, resourceName));
  if ("error" in changes) return changes;
  return check({ resourceName, changes, store, denied: () => denied(resource) }) ?? changes;
}

/** A broker looks at lists before the controller does, and says other things. */
function listProblem(operations: readonly Operation[]): ConfigRefusal | undefined {
  for (const { name, configOperation } of operations) {
    const word = operationNames[configOperation]?.toLowerCase();
    if (word !== "append" && word !== "subtract") continue;
    const def = brokerConfigs.get(name);
    if (def === undefined) return { error: errors.INVALID_CONFIG, message: `Unknown config name: ${name}` };
    if (def.type !== "LIST")
      return { error: errors.INVALID_CONFIG, message: `Config value ${word} is not allowed for config key: ${name}` };
  }
  return undefined;
}
