import { type ObservingAdmin, observeCluster } from "./observe-cluster.ts";
import { type ThrottlingAdmin, throttle } from "./throttle.ts";

/** Nothing is held back by this rate any more, whatever it was that moved. */
export async function liftThrottle(admin: ObservingAdmin & ThrottlingAdmin, bytesPerSec: number | undefined): Promise<void> {
  const { state } = await observeCluster(admin);
  await throttle(admin, { bytesPerSec, all: undefined, moving: [] }, state);
}
