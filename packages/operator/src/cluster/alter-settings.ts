import type { Admin, ConfigChange, ConfigResource, Outcome } from "@millrace/client";
import { type SettingChange, type SettingChanges, type SettingsView, settingChanges } from "@millrace/plans/settings";
import type { KafkaCluster } from "../model/cluster.ts";
import { type Describing, everywhere, ofBroker, runningSettings } from "./running-settings.ts";
import { nothingSettled, type Settled } from "./settled.ts";

type Brokers = Describing & Pick<Admin, "incrementalAlterConfigs">;

/** How Kafka answers a change that it will not have, now or later. Anything else may be otherwise in a moment. */
const refusing: readonly string[] = ["INVALID_CONFIG", "INVALID_REQUEST", "POLICY_VIOLATION"];

/**
 * Has running brokers take what is declared as far as Kafka changes it while they run. `unable`: nodes that were not started with all of it, and
 * don't take it otherwise.
 */
export async function settleRunning(admin: Brokers, cluster: KafkaCluster): Promise<Settled> {
  const view = await runningSettings(admin, cluster);
  if (view.brokers.length === 0) return nothingSettled;
  const changes = settingChanges(view);
  return settledBy(cluster, view, changes, await alter(admin, view, changes));
}

/** What would come of it: nothing is altered, only asked. */
export async function rehearseRunning(admin: Brokers, cluster: KafkaCluster): Promise<Settled> {
  const view = await runningSettings(admin, cluster);
  const changes = settingChanges(view);
  return settledBy(cluster, view, changes, await refusals(admin, view, changes));
}

function settledBy(cluster: KafkaCluster, view: SettingsView, changes: SettingChanges, refused: ReadonlyMap<string, string>): Settled {
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
  const refused = new Map(await refusals(admin, view, changes));
  const accepted = changes.everywhere.filter(({ name }) => !refused.has(name));
  for (const [name, why] of await alterEach(admin, everywhere, accepted)) refused.set(name, why);
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

/**
 * Why brokers would not have what is to be set for all of them, by name. Kafka has one broker judge that; another one that can't take it logs so, and takes
 * nothing any more that is set for all.
 */
async function refusals(
  admin: Brokers,
  { brokers }: SettingsView,
  { everywhere: changes }: SettingChanges,
): Promise<ReadonlyMap<string, string>> {
  const ofEach = await Promise.all(
    brokers.map(({ id, settings }) => {
      const wouldHave = changes.flatMap(({ name, value }) => {
        const { atStart, otherwise } = settings.get(name) ?? {};
        const then = value ?? atStart ?? otherwise;
        return then === undefined ? [] : [{ name, value: then }];
      });
      return alterEach(admin, ofBroker(id), wouldHave, { validateOnly: true });
    }),
  );
  return new Map(ofEach.flatMap((refused) => [...refused]));
}

/** All in one request, which Kafka takes as a whole or not at all; then one after the other, to learn which of them it is. */
async function alterEach(
  admin: Brokers,
  resource: ConfigResource,
  changes: ReadonlyArray<Pick<SettingChange, "name" | "value">>,
  { validateOnly = false } = {},
): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  if (changes.length === 0) return refused;
  const [together] = await admin.incrementalAlterConfigs([{ ...resource, changes: changes.map(configChange) }], { validateOnly });
  if (whyRefused(together) === undefined) return refused;
  for (const change of changes) {
    const [alone] = await admin.incrementalAlterConfigs([{ ...resource, changes: [configChange(change)] }], { validateOnly });
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
  if (outcome === undefined || !refusing.includes(outcome.error.name)) return undefined;
  return outcome.errorMessage ?? outcome.error.message;
}

/** They can't be asked what they have, and are told nothing that brokers are not. */
const controllersAlone = ({ nodes }: KafkaCluster): readonly number[] => nodes.filter(({ isBroker }) => !isBroker).map(({ id }) => id);

/** What an Event says of a setting that is another one from now on. */
export const changeText = ({ name, value }: Pick<SettingChange, "name" | "value">): string =>
  value === undefined
    ? `${name} is what brokers are started with from now on, in the whole cluster`
    : `${name} is ${value} from now on, in the whole cluster`;

const refusalText = (name: string, value: string | undefined, why: string): string =>
  `Kafka refuses that ${name} is ${value ?? "set no more"} while brokers run: ${why}`;
