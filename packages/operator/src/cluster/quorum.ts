import type { Admin } from "@millrace/client";
import { MillraceError, messageOf } from "@millrace/kit";
import { nextQuorumStep, type QuorumNode, type QuorumStep } from "@millrace/plans/quorum";
import type { RollNode } from "@millrace/plans/rolls";
import type { Kafka } from "@millrace/resources";
import type { KafkaCluster } from "../model/cluster.ts";
import { controlPlane } from "../model/listeners/names.ts";
import { podHost } from "../model/names.ts";
import { atRest, type Progress, type Tended } from "./progress.ts";
import { fetchTimeoutMsOf, lagsIn } from "./quorum-lags.ts";

type QuorumAdmin = Pick<Admin, "describeMetadataQuorum" | "addRaftVoter" | "removeRaftVoter">;

/** Takes the next step to a quorum of the controllers that are to stay, if there is one to take (KIP-853). */
export async function advanceQuorum(admin: QuorumAdmin, { kafka, cluster, nodes }: Tended): Promise<Progress> {
  const step = await nextStep(admin, kafka, cluster, nodes);
  switch (step.type) {
    case "done":
      return atRest;
    case "wait":
      return { ...atRest, underWay: step.why };
    default:
      return carriedOut(admin, cluster, step);
  }
}

async function nextStep(admin: QuorumAdmin, kafka: Kafka, cluster: KafkaCluster, nodes: readonly RollNode[]): Promise<QuorumStep> {
  const described = await admin.describeMetadataQuorum();
  const lagOf = lagsIn(described);
  const replicaOf = (row: (typeof described.voters)[number]) => ({ id: row.id, directoryId: row.directoryId, lagMs: lagOf(row) });
  return nextQuorumStep({
    nodes: cluster.nodes.filter(({ isController }) => isController).map((node) => quorumNode(node, nodes)),
    leaderId: described.leaderId,
    voters: described.voters.map(replicaOf),
    observers: described.observers.map(replicaOf),
    fetchTimeoutMs: fetchTimeoutMsOf(kafka),
  });
}

function quorumNode({ id, podName, votes }: KafkaCluster["nodes"][number], nodes: readonly RollNode[]): QuorumNode {
  const node = nodes.find((each) => each.id === id);
  return { id, podName, votes, isSettled: node === undefined || node.state === "absent" || node.reasons.length === 0 };
}

async function carriedOut(
  admin: QuorumAdmin,
  cluster: KafkaCluster,
  { type, replica, why }: QuorumStep & { readonly type: "add" | "remove" },
): Promise<Progress> {
  const { id, directoryId } = replica;
  try {
    if (type === "add") await admin.addRaftVoter({ id, directoryId, endpoints: [endpointOf(cluster, id)] });
    else await admin.removeRaftVoter({ id, directoryId });
    return { ...atRest, underWay: why, done: [{ type: "Normal", reason: "QuorumChanged", message: why }] };
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown;
    // A controller may have joined by itself in the same moment, or another change is on its way.
    return { ...atRest, underWay: why, warnings: [{ reason: "QuorumChangeRefused", message: `${why}; not yet: ${messageOf(thrown)}` }] };
  }
}

function endpointOf({ nodes, names, namespace }: KafkaCluster, id: number) {
  const podName = nodes.find((node) => node.id === id)?.podName ?? "";
  return { listener: controlPlane.name, host: podHost(podName, names.brokersService, namespace), port: controlPlane.port };
}
