export { applyServerSide, trackUpdate } from "./field-manager.ts";
export { trackScale } from "./scale.ts";
