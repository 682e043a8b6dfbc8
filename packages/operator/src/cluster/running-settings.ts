import type { Admin, ConfigEntry, ConfigResource } from "@millrace/client";
import type { RunningBroker, RunningSetting, SettingsView } from "@millrace/plans/settings";
import type { KafkaCluster } from "../model/cluster.ts";
import { dynamicSettingNames, dynamicSettings } from "../model/config/dynamic-settings.ts";

export type Describing = Pick<Admin, "describeCluster" | "describeConfigs">;

/** The defaults of all brokers, and one broker's own. */
export const everywhere: ConfigResource = { type: "broker", name: "" };
export const ofBroker = (id: number): ConfigResource => ({ type: "broker", name: String(id) });

/** What brokers of a Kafka run with, of all that is looked after while they run. */
export async function runningSettings(admin: Describing, cluster: KafkaCluster): Promise<SettingsView> {
  const names = dynamicSettingNames(cluster);
  const { brokers } = await admin.describeCluster();
  const [[ofAll], ...ofEach] = await Promise.all([
    admin.describeConfigs([everywhere], { names }),
    ...brokers.map(async ({ id }) => runningBroker(admin, id, names)),
  ]);
  const entries = ofAll?.entries ?? [];
  return {
    ...{ names, declared: dynamicSettings(cluster) },
    everywhere: new Map(entries.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const]))),
    brokers: ofEach.flat(),
  };
}

/** One that does not answer is left out: it has what is declared when it is started anew, and is asked again if it is not. */
async function runningBroker(admin: Describing, id: number, names: readonly string[]): Promise<readonly RunningBroker[]> {
  const [described] = await admin.describeConfigs([ofBroker(id)], { names, synonyms: true }).catch(() => []);
  if (described?.error.name !== "NONE") return [];
  const known = new Map(described.entries.map((entry) => [entry.name, entry]));
  return [{ id, settings: new Map(names.flatMap((name) => settingOf(name, known))) }];
}

/** Kafka lists a listener's own settings only where they are set, and calls them read-only, which they are not. */
function settingOf(name: string, known: ReadonlyMap<string, ConfigEntry>): ReadonlyArray<readonly [string, RunningSetting]> {
  const [, general] = /^listener\.name\.[^.]+\.(.+)$/.exec(name) ?? [];
  const entry = known.get(name);
  if (general === undefined) return entry === undefined ? [] : [[name, runningSetting(entry)]];
  const setting = entry === undefined ? { own: undefined, atStart: undefined } : runningSetting(entry);
  return [[name, { ...setting, otherwise: known.get(general)?.value ?? undefined, isReadOnly: false }]];
}

function runningSetting({ name, synonyms, readOnly }: ConfigEntry): RunningSetting {
  const from = (source: ConfigEntry["source"]): string | undefined =>
    synonyms.find((synonym) => synonym.name === name && synonym.source === source)?.value ?? undefined;
  // Kafka works such a setting out of another one where it is not set itself.
  const isDerived = synonyms.some((synonym) => synonym.name !== name && synonym.source === "STATIC_BROKER_CONFIG");
  return {
    own: from("DYNAMIC_BROKER_CONFIG"),
    atStart: from("STATIC_BROKER_CONFIG"),
    otherwise: isDerived ? undefined : from("DEFAULT_CONFIG"),
    isReadOnly: readOnly,
  };
}
