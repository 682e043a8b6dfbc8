import type { Admin } from "@millrace/client";
import { brokersOf, type KafkaCluster, type Leaving } from "../model/cluster.ts";
import { metadataLevel } from "../model/versions.ts";
import { atRest, type Progress } from "./progress.ts";
import { ofBroker } from "./running-settings.ts";

/** Log directories of a broker that take no new partitions (KIP-1066); `*`: none does. */
const setting = "cordoned.log.dirs";
/** The first metadata in which that can be said. */
const firstVersion = metadataLevel("4.3-IV0") ?? 0;

/** Has those brokers and log directories take no new partitions that are to go, and all others take them. What an older Kafka can't do is left. */
export async function settleCordons(
  admin: Pick<Admin, "describeConfigs" | "incrementalAlterConfigs">,
  cluster: KafkaCluster,
  leaving: Leaving,
): Promise<Progress> {
  if ((metadataLevel(cluster.metadataVersion) ?? firstVersion) < firstVersion) return atRest;
  const brokers = brokersOf(cluster).map(({ id }) => ofBroker(id));
  const described = await admin.describeConfigs(brokers, { names: [setting] });
  const differing = described.flatMap(({ name, entries, error }) => {
    const [has, shall] = [entries[0]?.value ?? "", cordonOf(Number(name), leaving)];
    return error.code === 0 && has !== shall ? [{ name, shall }] : [];
  });
  if (differing.length === 0) return atRest;
  const altered = await admin.incrementalAlterConfigs(
    differing.map(({ name, shall }) => ({
      ...{ type: "broker" as const, name },
      changes: [
        shall === "" ? { name: setting, operation: "delete" as const } : { name: setting, operation: "set" as const, value: shall },
      ],
    })),
  );
  const refused = altered.filter(({ error }) => error.code !== 0);
  const changed = differing.filter(({ name }) => !refused.some((each) => each.name === name));
  return {
    ...atRest,
    done: changed.map(({ name, shall }) => ({ type: "Normal", reason: "Cordoned", message: cordonText(name, shall) })),
    warnings: refused.map(({ name, error, errorMessage }) => ({
      reason: "CordonRefused",
      message: `Kafka does not keep new partitions off broker ${name}: ${errorMessage ?? error.message}`,
    })),
  };
}

/** Those of some brokers that take no new partitions at all. One that does not answer is none of them. */
export async function cordonedAmong(admin: Pick<Admin, "describeConfigs">, ids: readonly number[]): Promise<readonly number[]> {
  if (ids.length === 0) return [];
  const described = await admin.describeConfigs(ids.map(ofBroker), { names: [setting] }).catch(() => []);
  return described.filter(({ error, entries }) => error.code === 0 && entries[0]?.value === "*").map(({ name }) => Number(name));
}

function cordonOf(id: number, { brokers, directories }: Leaving): string {
  if (brokers.includes(id)) return "*";
  return directories
    .flatMap(({ brokerId, path }) => (brokerId === id ? [path] : []))
    .sort()
    .join(",");
}

const cordonText = (name: string, shall: string): string => {
  if (shall === "") return `Broker ${name} takes new partitions again`;
  return shall === "*" ? `Broker ${name} takes no new partitions` : `Broker ${name} puts no new partitions into ${shall}`;
};
