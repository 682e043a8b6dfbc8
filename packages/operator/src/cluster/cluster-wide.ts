import type { Admin, Outcome } from "@millrace/client";
import type { KafkaLink } from "@millrace/controllers";
import { MillraceError } from "@millrace/kit";
import type { KafkaCluster } from "../model/cluster.ts";
import { clusterSettingNames, clusterSettings } from "../model/config/cluster-settings.ts";
import { defaultQuotaNames, defaultQuotas } from "../model/config/default-quotas.ts";
import { changeText, settleRunning } from "./alter-settings.ts";
import { everywhere } from "./running-settings.ts";
import { nothingSettled, type Settled, settledTogether } from "./settled.ts";

type ClusterWide = Pick<
  Admin,
  "describeCluster" | "describeConfigs" | "incrementalAlterConfigs" | "describeClientQuotas" | "alterClientQuotas"
>;

/** The defaults of all users. */
const allUsers = { user: null } as const;

/**
 * Has Kafka keep as declared what it keeps once for the whole cluster, whatever is in the files of its nodes: some settings, default quotas, and
 * what brokers take while they run. Written only where it differs. A Kafka that can't be asked is left for later: what is the matter shows elsewhere.
 */
export async function settleClusterWide(
  { admin, isUp }: Pick<KafkaLink, "isUp"> & { readonly admin: ClusterWide },
  cluster: KafkaCluster,
): Promise<Settled> {
  if (!isUp) return nothingSettled;
  try {
    return settledTogether(
      await Promise.all([settleSettings(admin, cluster), settleQuotas(admin, cluster), settleRunning(admin, cluster)]),
    );
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown;
    return nothingSettled;
  }
}

async function settleSettings(admin: ClusterWide, cluster: KafkaCluster): Promise<Settled> {
  const [described] = await admin.describeConfigs([everywhere], { names: clusterSettingNames });
  const known = new Map(described?.entries.map(({ name, value }) => [name, value]));
  const differing = Object.entries(clusterSettings(cluster)).filter(([name, value]) => known.get(name) !== value);
  if (described?.error.code !== 0 || differing.length === 0) return nothingSettled;
  const changes = differing.map(([name, value]) => ({ name, operation: "set" as const, value }));
  const [altered] = await admin.incrementalAlterConfigs([{ ...everywhere, changes }]);
  return told(altered, differing.map(([name, value]) => changeText({ name, value })).join("; "));
}

async function settleQuotas(admin: ClusterWide, cluster: KafkaCluster): Promise<Settled> {
  const [described] = await admin.describeClientQuotas({ user: { name: null } }, { strict: true });
  const [known, wanted] = [described?.quotas ?? {}, defaultQuotas(cluster)];
  const set = Object.fromEntries(Object.entries(wanted).filter(([name, value]) => known[name] !== value));
  const remove = defaultQuotaNames.filter((name) => known[name] !== undefined && wanted[name] === undefined);
  if (Object.keys(set).length === 0 && remove.length === 0) return nothingSettled;
  const [altered] = await admin.alterClientQuotas([{ entity: allUsers, set, remove }]);
  const parts = [...Object.entries(set).map(([name, value]) => `${name} ${value}`), ...remove.map((name) => `no ${name}`)];
  return told(altered, `default quotas of users are other ones from now on: ${parts.join(", ")}`);
}

/** What was done as an Event, or why Kafka would not have it. */
function told(outcome: Outcome | undefined, message: string): Settled {
  if (outcome?.error.code === 0) return { ...nothingSettled, done: [{ type: "Normal", reason: "ConfigAltered", message }] };
  const why = outcome?.errorMessage ?? outcome?.error.message ?? "it says nothing about it";
  return { ...nothingSettled, warnings: [{ reason: "ConfigRefused", message: `Kafka refuses that ${message}: ${why}` }] };
}
