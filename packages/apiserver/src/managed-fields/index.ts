export { applyServerSide, sameButForTimes, trackUpdate } from "./field-manager.ts";
