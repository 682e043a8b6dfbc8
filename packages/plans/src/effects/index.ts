export type { Effect } from "./effect.ts";
export { type FieldChange, fieldChanges } from "./field-changes.ts";
export { kafkaEffects, nodePoolEffects } from "./kafka-effects.ts";
export { topicEffects } from "./topic-effects.ts";
export { userEffects } from "./user-effects.ts";
