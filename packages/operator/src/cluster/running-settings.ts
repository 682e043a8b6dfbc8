import type { Admin, ConfigChange, ConfigEntry, ConfigResource, Outcome } from "@millrace/client";
import {
  type RunningBroker,
  type RunningSetting,
  type SettingChange,
  type SettingChanges,
  type SettingsView,
  settingChanges,
} from "@millrace/plans/settings";
import type { KafkaCluster } from "../model/cluster.ts";
import { dynamicSettingNames, dynamicSettings } from "../model/config/dynamic-settings.ts";
import { nothingSettled, type Settled } from "./settled.ts";

type Brokers = Pick<Admin, "describeCluster" | "describeConfigs" | "incrementalAlterConfigs">;

const everywhere: ConfigResource = { type: "broker", name: "" };
const ofBroker = (id: number): ConfigResource => ({ type: "broker", name: String(id) });

/** How Kafka answers a change that it will not have, now or later. Anything else may be otherwise in a moment. */
const refusals: readonly string[] = ["INVALID_CONFIG", "INVALID_REQUEST", "POLICY_VIOLATION"];

/**
 * Has running brokers take what is declared as far as Kafka changes it while they run. `unable`: nodes that were not started with all of it, and
 * don't take it otherwise.
 */
export async function settleRunning(admin: Brokers, cluster: KafkaCluster): Promise<Settled> {
  const view = await viewOf(admin, cluster);
  if (view.brokers.length === 0) return nothingSettled;
  const changes = settingChanges(view);
  const refused = await alter(admin, view, changes);
  const late = [...changes.atStartOnly, ...changes.everywhere.filter(({ name }) => isLate(name, refused.get(name)))];
  return {
    done: changes.everywhere
      .filter(({ name }) => !refused.has(name))
      .map((change) => ({ type: "Normal", reason: "ConfigAltered", message: changeText(change) })),
    warnings: [...refused].map(([name, why]) => ({ reason: "ConfigRefused", message: refusalText(name, view.declared[name], why) })),
    unable: new Set(late.length === 0 ? [] : [...late.flatMap(({ brokers }) => brokers), ...controllersAlone(cluster)]),
  };
}

/** Changes what is to be changed; why Kafka would not have it, by name. */
async function alter(admin: Brokers, view: SettingsView, changes: SettingChanges): Promise<ReadonlyMap<string, string>> {
  const refused = await alterEach(admin, everywhere, changes.everywhere);
  for (const { broker, names } of changes.own) {
    const removed = names.map((name) => ({ name, value: undefined }));
    for (const [name, why] of await alterEach(admin, ofBroker(broker), removed)) refused.set(name, why);
  }
  // What was set before would go before what brokers are started with.
  const hiding = changes.everywhere.filter(({ name, value }) => refused.has(name) && value !== undefined && view.everywhere.has(name));
  await alterEach(
    admin,
    everywhere,
    hiding.map(({ name }) => ({ name, value: undefined })),
  );
  return refused;
}

/** All in one request, which Kafka takes as a whole or not at all; then one after the other, to learn which of them it is. */
async function alterEach(
  admin: Brokers,
  resource: ConfigResource,
  changes: ReadonlyArray<Pick<SettingChange, "name" | "value">>,
): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  if (changes.length === 0) return refused;
  const [together] = await admin.incrementalAlterConfigs([{ ...resource, changes: changes.map(configChange) }]);
  if (whyRefused(together) === undefined) return refused;
  for (const change of changes) {
    const [alone] = await admin.incrementalAlterConfigs([{ ...resource, changes: [configChange(change)] }]);
    const why = whyRefused(alone);
    if (why !== undefined) refused.set(change.name, why);
  }
  return refused;
}

/** A value that Kafka would not start with either is no reason to end what runs. */
const isLate = (name: string, why: string | undefined): boolean => why !== undefined && !why.includes(` for configuration ${name}:`);

const configChange = ({ name, value }: Pick<SettingChange, "name" | "value">): ConfigChange =>
  value === undefined ? { name, operation: "delete" } : { name, operation: "set", value };

function whyRefused(outcome: Outcome | undefined): string | undefined {
  if (outcome === undefined || !refusals.includes(outcome.error.name)) return undefined;
  return outcome.errorMessage ?? outcome.error.message;
}

async function viewOf(admin: Brokers, cluster: KafkaCluster): Promise<SettingsView> {
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
async function runningBroker(admin: Brokers, id: number, names: readonly string[]): Promise<readonly RunningBroker[]> {
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

/** They can't be asked what they have, and are told nothing that brokers are not. */
const controllersAlone = ({ nodes }: KafkaCluster): readonly number[] => nodes.filter(({ isBroker }) => !isBroker).map(({ id }) => id);

const changeText = ({ name, value }: SettingChange): string =>
  value === undefined
    ? `${name} is what brokers are started with from now on, in the whole cluster`
    : `${name} is ${value} from now on, in the whole cluster`;

const refusalText = (name: string, value: string | undefined, why: string): string =>
  `Kafka refuses that ${name} is ${value ?? "set no more"} while brokers run: ${why}`;
