import { processSettings } from "../process/common-settings.ts";
import { flag, integer, names, text } from "../process/setting-types.ts";
import { type Environment, readTable, setting, type ValuesOf } from "../process/settings-table.ts";

/** What the settings call all namespaces. */
const everywhere = "*";

/** Settings of the Drain Cleaner, by Strimzi's names where it has them. */
export const drainCleanerSettings = {
  namespace: setting("STRIMZI_OPERATOR_NAMESPACE", "Its own namespace.", text),
  drainsKafka: setting("STRIMZI_DRAIN_KAFKA", "Whether it looks after pods of Kafkas.", flag, "true"),
  denies: setting(
    "STRIMZI_DENY_EVICTION",
    "Whether an eviction is denied, so that whoever asks for it asks again; otherwise a PodDisruptionBudget with `maxUnavailable: 0` has to.",
    flag,
    "true",
  ),
  namespaces: setting("STRIMZI_DRAIN_NAMESPACES", "Namespaces whose pods it looks after, with commas between them.", names, everywhere),
  name: setting(
    "MILLRACE_WEBHOOK_NAME",
    "Name of its Service, of the Secret with its certificate and of its webhook.",
    text,
    "millrace-drain-cleaner",
  ),
  hosts: setting(
    "MILLRACE_WEBHOOK_HOSTS",
    "Further hosts and addresses by which the webhook is reached, with commas between them.",
    names,
    "",
  ),
  webhookPort: setting("MILLRACE_WEBHOOK_PORT", "Port of the webhook.", integer(0, 65_535), "8443"),
  ...processSettings,
} as const;

export type DrainCleanerSettings = ValuesOf<typeof drainCleanerSettings>;

/** Throws CONFIG_INVALID with a line for each setting that is wrong or missing. */
export const readDrainCleanerSettings = (environment: Environment): DrainCleanerSettings =>
  readTable(drainCleanerSettings, [], environment);

/** Whether pods of a namespace are looked after. */
export const isDrained = ({ namespaces }: Pick<DrainCleanerSettings, "namespaces">, namespace: string): boolean =>
  namespaces.some((each) => each === everywhere || each === namespace);
