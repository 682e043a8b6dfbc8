export type { RunningBroker, RunningSetting, SettingsView } from "./running-settings.ts";
export { type SettingChange, type SettingChanges, settingChanges } from "./setting-changes.ts";
export { type UpdateModeOf, type WhenTaken, whenTaken } from "./when-taken.ts";
