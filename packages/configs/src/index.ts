export { type ConfigDef, type ConfigRow, type ConfigTable, type ConfigTypeName, configTable } from "./config-def.ts";
export { type OffsetReset, offsetResetOf } from "./offset-reset.ts";
export { brokerConfigs, clientMetricsConfigs, dynamicConfigs, groupConfigs, topicConfigs } from "./tables/index.ts";
export { updateModeOf } from "./update-mode.ts";
export { atLeast, autoOffsetReset, invalidValue, listOf, nonEmptyListOf, type Validator, validationProblem } from "./validators.ts";
