export { Canary, type CanaryOptions, type RecordFate } from "./canary.ts";
