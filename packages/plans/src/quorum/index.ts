export { nextQuorumStep, type QuorumStep } from "./next-step.ts";
export type { QuorumNode, QuorumReplica, QuorumState } from "./state.ts";
