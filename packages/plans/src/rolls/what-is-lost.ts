import type { RollNode, RollState } from "./cluster-state.ts";

/** Where no majority of controllers trusts each other there is no quorum, without which a node that was started anew can't become ready. */
export function isTrustLost(nodes: readonly RollNode[]): boolean {
  const controllers = nodes.filter(({ isController }) => isController);
  const estranged = controllers.filter(({ isEstranged }) => isEstranged);
  return estranged.length > 0 && estranged.length >= controllers.length / 2;
}

/**
 * Where too few controllers are ready for a quorum, one that is not ready has nothing to lose by a restart, which may be what brings it back. If it is a
 * broker, too, nobody knows any more what is in sync with it.
 */
export function isQuorumLost(node: RollNode, nodes: readonly RollNode[], quorum: RollState["quorum"]): boolean {
  const controllers = nodes.filter(({ isController }) => isController);
  const ready = controllers.filter(({ state }) => state === "ready");
  return node.isController && quorum === undefined && node.state !== "ready" && ready.length <= controllers.length / 2;
}

/** The same of brokers where none is ready. */
export function areBrokersLost(node: RollNode, nodes: readonly RollNode[], partitions: RollState["partitions"]): boolean {
  return partitions === undefined && node.state !== "ready" && !nodes.some(({ isBroker, state }) => isBroker && state === "ready");
}
