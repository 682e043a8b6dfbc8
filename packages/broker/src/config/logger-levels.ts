import { LogLevels, type LogThreshold, logThresholds } from "@millrace/kit";
import {
  type DescribeConfigsResponseDescribeConfigsResourceResult as Described,
  errors,
  type IncrementalAlterConfigsRequestAlterableConfig as Operation,
} from "@millrace/protocol";
import { type ConfigChange, operationNames } from "./alter-operations.ts";
import { alterOperation, configSource, unknownConfigType } from "./config-source.ts";
import { parseInteger } from "./java-text.ts";
import type { ConfigRefusal } from "./topic-settings.ts";

// Levels of loggers as configs of a broker (KIP-412): they hold until the broker stops.

const levelsByKafkasName: ReadonlyMap<string, LogThreshold> = new Map(logThresholds.map((level) => [level.toUpperCase(), level]));

const invalidRequest = (message: string): ConfigRefusal => ({ error: errors.INVALID_REQUEST, message });
const invalidConfig = (message: string): ConfigRefusal => ({ error: errors.INVALID_CONFIG, message });

/** Every logger with the level that it has. */
export function describeLoggers(levels: LogLevels): Described[] {
  return [...levels.all()].map(([name, level]) => ({
    name,
    value: level.toUpperCase(),
    readOnly: false,
    configSource: configSource.brokerLogger,
    isSensitive: false,
    synonyms: [],
    configType: unknownConfigType,
    documentation: "",
  }));
}

/** The levels that operations ask for, null where a logger is to follow the one above it; or why they can't be set, in Kafka's words. */
export function loggerChanges(
  resourceName: string,
  operations: readonly Operation[],
  levels: LogLevels,
  nodeId: number,
): ConfigChange[] | ConfigRefusal {
  const id = parseInteger(resourceName, 32);
  if (id === undefined) return invalidRequest(`Node id must be an integer, but it is: ${resourceName}`);
  if (Number(id) !== nodeId) return invalidRequest(`Unexpected node id. Expected ${nodeId}, but received ${id}`);
  for (const operation of operations) {
    const refused = operationRefusal(operation, levels);
    if (refused !== undefined) return refused;
  }
  return operations.map(({ name, configOperation, value }) => ({ name, value: configOperation === alterOperation.set ? value : null }));
}

function operationRefusal({ name, configOperation, value }: Operation, levels: LogLevels): ConfigRefusal | undefined {
  if (configOperation !== alterOperation.set && configOperation !== alterOperation.delete) {
    return invalidRequest(`${operationNames[configOperation]} operation is not allowed for the BROKER_LOGGER resource`);
  }
  if (!levels.has(name)) return invalidConfig(`Logger ${name} does not exist!`);
  if (configOperation === alterOperation.delete) {
    return name === LogLevels.root ? invalidRequest("Removing the log level of the root logger is not allowed") : undefined;
  }
  if (levelsByKafkasName.has(value ?? "")) return undefined;
  const valid = [...levelsByKafkasName.keys()].sort().join(", ");
  return invalidConfig(`Cannot set the log level of ${name} to ${value} as it is not a supported log level. Valid log levels are ${valid}`);
}

/** Lets changes take effect that were found good. */
export function setLevels(levels: LogLevels, changes: readonly ConfigChange[]): void {
  for (const { name, value } of changes) levels.set(name, value === null ? undefined : levelsByKafkasName.get(value));
}
