import { changeReplicationFactor, defaultLimits } from "@millrace/plans/rebalances";
import { carryOut, type MovingAdmin } from "./carry-out.ts";
import { type ObservingAdmin, observeCluster } from "./observe-cluster.ts";

/** Takes a step of giving topics other numbers of replicas, and says of which that is not possible, and why. To be called again until they have them. */
export async function changeReplicas(
  admin: ObservingAdmin & MovingAdmin,
  factors: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, string>> {
  const { view, state } = await observeCluster(admin);
  // One that can't be had is not to hold up the others.
  const proposed = [...factors].map(([topic, factor]) => ({ topic, ...changeReplicationFactor(view, new Map([[topic, factor]])) }));
  const movements = proposed.flatMap((each) => (each.type === "movements" ? each.movements : []));
  if (movements.length > 0) await carryOut(admin, { movements, diskMovements: [], leaderMovements: [] }, state, defaultLimits);
  return new Map(proposed.flatMap((each) => (each.type === "impossible" ? [[each.topic, each.why] as const] : [])));
}
