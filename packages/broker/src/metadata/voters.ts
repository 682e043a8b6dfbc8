import { type AddRaftVoterRequest, errors, type RemoveRaftVoterRequest, ZERO_UUID } from "@millrace/protocol";
import type { Failure } from "../api/error-replies.ts";
import type { BrokerParts } from "../broker-parts.ts";

type Quorum = Pick<BrokerParts, "nodeId" | "clusterId" | "directoryId" | "configs">;
type Voter = Pick<AddRaftVoterRequest, "clusterId" | "voterId" | "voterDirectoryId">;

/** The listener that controllers talk over, where the properties name none. */
const controllerListenerDefault = "CONTROLLER";

/** Why no voter joins the quorum of this node alone (KIP-853), as Kafka's leader answers a voter that it can't have. */
export function addVoterRefusal(quorum: Quorum, request: AddRaftVoterRequest): Failure {
  const bad = badVoter(quorum, request, "Add");
  if (bad !== undefined) return bad;
  const name = controllerListener(quorum);
  if (!request.listeners.some((listener) => listener.name === name)) {
    const given = request.listeners.map((listener) => `ListenerName(${listener.name})=${listener.host}/<unresolved>:${listener.port}`);
    const message = `Add voter request didn't include the endpoint (Endpoints(endpoints={${given.join(", ")}})) for the default listener ListenerName(${name})`;
    return { code: errors.INVALID_REQUEST.code, message };
  }
  if (request.voterId === quorum.nodeId) {
    const message = `The voter id for ${replicaKey(request)} is already part of the set of voters ${votersOf(quorum)}.`;
    return { code: errors.DUPLICATE_VOTER.code, message };
  }
  // Nothing but this process takes part in the quorum: whoever wants to never catches up.
  return {
    code: errors.REQUEST_TIMED_OUT.code,
    message: `Aborted add voter operation for ${replicaKey(request)} since it is lagging behind`,
  };
}

/** Why no voter leaves the quorum: there is only this node, and Kafka's last voter stays, too. */
export function removeVoterRefusal(quorum: Quorum, request: RemoveRaftVoterRequest): Failure {
  const bad = badVoter(quorum, request, "Remove");
  if (bad !== undefined) return bad;
  const message = `Cannot remove voter ${replicaKey(request)} from the set of voters ${votersOf(quorum)}`;
  return { code: errors.VOTER_NOT_FOUND.code, message };
}

function badVoter(quorum: Quorum, { clusterId, voterId, voterDirectoryId }: Voter, what: string): Failure | undefined {
  if (clusterId !== null && clusterId !== quorum.clusterId) {
    const message = `The given id "${clusterId}" doesn't match the cluster id "${quorum.clusterId}"`;
    return { code: errors.INCONSISTENT_CLUSTER_ID.code, message };
  }
  if (voterId >= 0 && voterDirectoryId !== ZERO_UUID) return undefined;
  return { code: errors.INVALID_REQUEST.code, message: `${what} voter request didn't include a valid voter` };
}

function controllerListener({ configs }: Quorum): string {
  const [name] = (configs.settings.properties["controller.listener.names"] ?? controllerListenerDefault).split(",");
  return name?.trim() || controllerListenerDefault;
}

const replicaKey = ({ voterId, voterDirectoryId }: Voter) => `ReplicaKey(id=${voterId}, directoryId=${voterDirectoryId})`;

const votersOf = ({ nodeId, directoryId }: Quorum) => `[ReplicaKey(id=${nodeId}, directoryId=${directoryId})]`;
