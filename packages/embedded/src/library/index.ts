export type { Fault, FaultRule } from "@millrace/broker";
export { type ErrorCode, MillraceError } from "@millrace/kit";
export type { Kafka, KafkaNodePool, KafkaTopic, KafkaUser, Secret } from "@millrace/resources";
export type { ClientAccess } from "../access.ts";
export type { PlatformClock } from "./adjustable-clock.ts";
export type { PlatformResource } from "./given-resources.ts";
export {
  type Platform,
  type PlatformFaults,
  type PlatformListener,
  type StartOptions,
  startPlatform,
  type UserAccessOptions,
} from "./start.ts";
