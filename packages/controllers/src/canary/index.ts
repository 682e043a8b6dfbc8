export { Canary, type CanaryOptions } from "./canary.ts";
