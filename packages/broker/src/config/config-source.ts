import type { ConfigTypeName } from "@millrace/configs";

/** Where a config's value comes from, as DescribeConfigs numbers it. */
export const configSource = {
  topic: 1,
  broker: 2,
  allBrokers: 3,
  startProperties: 4,
  builtIn: 5,
  brokerLogger: 6,
  clientMetrics: 7,
  group: 8,
} as const;

/** Types of configs, as DescribeConfigs numbers them. */
export const configTypeNumber: Readonly<Record<ConfigTypeName, number>> = {
  BOOLEAN: 1,
  STRING: 2,
  INT: 3,
  SHORT: 4,
  LONG: 5,
  DOUBLE: 6,
  LIST: 7,
  CLASS: 8,
  PASSWORD: 9,
};
export const unknownConfigType = 0;

/** What an alteration does to a config, as IncrementalAlterConfigs numbers it. */
export const alterOperation = { set: 0, delete: 1, append: 2, subtract: 3 } as const;
