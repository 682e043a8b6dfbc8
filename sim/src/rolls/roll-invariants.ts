import type { RollNode, RollPartition, RollState } from "@millrace/plans/rolls";

/** Nodes that are about to be started anew, and how the cluster really is just before. */
export interface Restart {
  readonly view: RollState;
  readonly nodes: readonly RollNode[];
  readonly partitions: readonly RollPartition[];
  readonly caughtUpVoters: ReadonlySet<number>;
}

export interface RollInvariant {
  readonly name: string;
  /** What is wrong with a restart; undefined: nothing. */
  readonly broken: (restart: Restart) => string | undefined;
}

const isDue = ({ reasons }: RollNode): boolean => reasons.length > 0;
const idsOf = (nodes: readonly RollNode[]): string => nodes.map(({ id }) => id).join();

/** Replicas that are in sync and there, of those that are not about to go. */
function serving(partition: RollPartition, { view, nodes }: Restart, isBefore: boolean): readonly number[] {
  const isThere = (id: number): boolean => view.nodes.some((node) => node.id === id && node.state === "ready");
  const isLeft = (id: number): boolean => isBefore || !nodes.some((node) => node.id === id);
  return partition.inSyncReplicas.filter((id) => isThere(id) && isLeft(id));
}

function partitionsThat(restart: Restart, are: (partition: RollPartition, before: number, after: number) => boolean): string | undefined {
  const wrong = restart.partitions.filter((each) => are(each, serving(each, restart, true).length, serving(each, restart, false).length));
  return wrong.length === 0 ? undefined : wrong.map(({ partition, replicas }) => `partition ${partition} of ${replicas.join()}`).join("; ");
}

const others = ({ view, nodes }: Restart): readonly RollNode[] => view.nodes.filter(({ id }) => !nodes.some((node) => node.id === id));
const isStuck = ({ nodes }: Restart): boolean => nodes.some(({ state }) => state === "stuck");
/**
 * Nodes that ought to have been started anew before one that is. The first one has its turn, others go with it; one that serves nobody may go before
 * its turn.
 */
function cameTooEarly({ view, nodes }: Restart, goesBefore: (other: RollNode, node: RollNode) => boolean): string | undefined {
  const [node] = nodes;
  if (node === undefined || node.state !== "ready") return undefined;
  const earlier = view.nodes.filter((other) => !nodes.includes(other) && isDue(other) && goesBefore(other, node));
  return earlier.length === 0 ? undefined : `${node.id} is restarted before ${idsOf(earlier)}`;
}

const isSameKind = (one: RollNode, other: RollNode): boolean => one.isController === other.isController;

/** What holds of every restart, told otherwise than the rules by which it is decided. */
export const rollInvariants: readonly RollInvariant[] = [
  {
    name: "only what is due is restarted",
    broken: ({ nodes }) => (nodes.every(isDue) ? undefined : `${idsOf(nodes.filter((node) => !isDue(node)))} is as declared`),
  },
  {
    name: "no partition falls below min.insync.replicas that need not",
    broken: (restart) =>
      partitionsThat(
        restart,
        ({ replicas, minInSyncReplicas: min }, before, after) => replicas.length > min && after < before && after < min,
      ),
  },
  {
    name: "no partition loses all that can be read from while there is more than one",
    broken: (restart) => partitionsThat(restart, (_, before, after) => before > 1 && after === 0),
  },
  {
    name: "the quorum keeps its majority",
    broken: ({ view, nodes, caughtUpVoters }) => {
      const voters = view.nodes.filter(({ isController }) => isController);
      const going = nodes.filter(({ id, state }) => state === "ready" && voters.some((voter) => voter.id === id));
      if (going.length === 0 || voters.length === 1) return undefined;
      const left = [...caughtUpVoters].filter((id) => !going.some((node) => node.id === id)).length;
      const needed = voters.length === 2 ? 1 : Math.floor(voters.length / 2) + 1;
      return left >= needed ? undefined : `${left} of ${voters.length} are left`;
    },
  },
  {
    name: "a broker that recovers its logs is left alone",
    broken: ({ nodes }) => (nodes.some(({ state }) => state === "recovering") ? `${idsOf(nodes)} recovers` : undefined),
  },
  {
    name: "nothing is restarted while others come back",
    broken: (restart) => {
      const coming = others(restart).filter(
        (node) => node.state === "absent" || node.state === "recovering" || (node.state === "unready" && !isDue(node) && !isStuck(restart)),
      );
      return coming.length === 0 ? undefined : `${idsOf(coming)} is not back`;
    },
  },
  {
    name: "a stuck pod stops the roll, and is restarted first if it is declared otherwise",
    broken: (restart) => {
      const stuck = others(restart).filter(({ state }) => state === "stuck");
      return stuck.length === 0 || isStuck(restart) ? undefined : `${idsOf(stuck)} is stuck`;
    },
  },
  {
    name: "no more are restarted at a time than are allowed, of one rack, and no controller with others",
    broken: ({ view: { maxParallelRestarts = 1 }, nodes }) => {
      if (nodes.length > maxParallelRestarts) return `${nodes.length} are restarted, ${maxParallelRestarts} are allowed`;
      if (new Set(nodes.map(({ rack }) => rack)).size > 1) return `${idsOf(nodes)} are of several racks`;
      return nodes.length > 1 && nodes.some(({ isController }) => isController) ? `${idsOf(nodes)} has a controller` : undefined;
    },
  },
  {
    name: "nobody follows a canary that is watched, but for a pod that is stuck, and none goes with it",
    broken: (restart) => {
      const { canaries } = restart.view;
      if (canaries === undefined || isStuck(restart)) return undefined;
      const isRestarted = (podName: string): boolean => restart.view.nodes.some((node) => node.podName === podName && !isDue(node));
      const watched = Object.values(canaries).filter(({ podName, outcome }) => outcome === "watching" && isRestarted(podName));
      if (watched.length > 0) return `${watched.map(({ podName }) => podName).join()} is watched`;
      return restart.nodes.length > 1 && canaries.broker?.outcome !== "passed"
        ? `${idsOf(restart.nodes)} go with the first one`
        : undefined;
    },
  },
  {
    name: "one Kafka comes after the other, but for a pod that is stuck",
    broken: (restart) => (restart.view.before === undefined || isStuck(restart) ? undefined : `${restart.view.before} has its turn`),
  },
  {
    name: "controllers come first",
    broken: (restart) => cameTooEarly(restart, (other, node) => other.isController && !node.isController),
  },
  {
    name: "who serves nobody comes first",
    broken: (restart) => cameTooEarly(restart, (other, node) => isSameKind(other, node) && other.state === "unready"),
  },
  {
    name: "the active controller comes last",
    broken: (restart) =>
      cameTooEarly(restart, (other, node) => node.isController && node.id === restart.view.quorum?.leaderId && other.isController),
  },
  {
    name: "one comes after the other: racks by their names, nodes by their ids",
    broken: (restart) => {
      const { quorum, maxParallelRestarts = 1 } = restart.view;
      const placeOf = ({ rack = "" }: RollNode): string => (maxParallelRestarts > 1 ? rack : "");
      const isActive = ({ id, isController }: RollNode): boolean => isController && id === quorum?.leaderId;
      return cameTooEarly(restart, (other, node) => {
        if (!isSameKind(other, node) || isActive(other) || isActive(node)) return false;
        return placeOf(other) === placeOf(node) ? other.id < node.id : placeOf(other) < placeOf(node);
      });
    },
  },
];
