export { carryOut } from "./carry-out.ts";
export { type DrainOutcome, moveReplicasOff } from "./drain.ts";
export { observeCluster } from "./observe-cluster.ts";
