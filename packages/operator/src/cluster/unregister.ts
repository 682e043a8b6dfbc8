import type { Admin } from "@millrace/client";
import { brokersOf } from "../model/cluster.ts";
import { atRest, type Progress, type Tended } from "./progress.ts";

/** Has Kafka forget brokers that are gone for good: they would hold up a raise of the metadata's version, and be counted as missing for ever. */
export async function unregisterGone(
  admin: Pick<Admin, "listFencedBrokers" | "unregisterBroker">,
  { cluster, isRolled }: Pick<Tended, "cluster" | "isRolled">,
): Promise<Progress> {
  if (!isRolled) return atRest;
  const declared = new Set(brokersOf(cluster).map(({ id }) => id));
  const gone = (await admin.listFencedBrokers()).filter((id) => !declared.has(id));
  for (const id of gone) await admin.unregisterBroker(id);
  return {
    ...atRest,
    done: gone.map((id) => ({ type: "Normal", reason: "BrokerUnregistered", message: `Broker ${id} is gone, and Kafka has forgotten it` })),
  };
}
