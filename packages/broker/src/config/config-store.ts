import type { Overrides } from "./parse.ts";
import type { BrokerSettings } from "./settings.ts";

/** The configs of everything, as they are at this moment. */
export interface ConfigStore {
  readonly settings: BrokerSettings;
  topicExists(name: string): boolean;
  /** What is set for a topic, group or broker ("" for all brokers). `resourceType` is one of `configResourceType`. */
  overrides(resourceType: number, resourceName: string): Overrides;
}
