export { applyServerSide, trackUpdate } from "./field-manager.ts";
export { trackScale } from "./scale.ts";
export type { Subresource } from "./stripped.ts";
