export { applyDefaults } from "./defaults.ts";
export { withoutEmptyCollections, withoutNullEntries } from "./empty-collections.ts";
export { misfit, misfitOfMap } from "./misfit.ts";
export { prune } from "./prune.ts";
export { validateRules } from "./rules.ts";
export { type StructuralSchema, structuralSchema } from "./structural.ts";
export { validateObject } from "./validate.ts";
