export { applyServerSide, trackUpdate } from "./field-manager.ts";
export type { Subresource } from "./stripped.ts";
