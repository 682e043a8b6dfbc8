import type { LogLevels } from "@millrace/kit";
import type { FeatureName } from "../metadata/features.ts";
import type { Overrides } from "./parse.ts";
import type { BrokerSettings } from "./settings.ts";

/** The configs of everything, as they are at this moment. */
export interface ConfigStore {
  readonly settings: BrokerSettings;
  /** Of the broker's loggers. */
  readonly logLevels: LogLevels;
  /** Level of a feature that is in force; 0 where it is off. */
  featureLevel(name: FeatureName): number;
  /** Why the listeners can't go on with these settings: their keys or certificates can't be used. */
  listenerProblem(next: BrokerSettings): string | undefined;
  topicExists(name: string): boolean;
  /** What is set for a topic, group or broker ("" for all brokers). `resourceType` is one of `configResourceType`. */
  overrides(resourceType: number, resourceName: string): Overrides;
}
