// FindCoordinator, versions 0 to 6: this node coordinates all groups and transactions; many keys in one request from 4 on (KIP-699); share
// groups' state from 6 on, for brokers (KIP-932).
//
// Differences from Apache Kafka: a first request waits until the internal topic is made, where Kafka answers COORDINATOR_NOT_AVAILABLE
// and lets the client ask again.
import { isCoordinatorKey } from "@millrace/coordinators";
import { apis, type Draft, errors, type FindCoordinatorRequest, type FindCoordinatorResponse, type KafkaError } from "@millrace/protocol";
import { aclOperations, type ResourceType, resourceTypes } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { deniedTexts, invalidRequestText } from "../error-texts.ts";
import { handler, type RequestContext } from "./handler.ts";

const firstVersionOfSeveralKeys = 4;

const firstVersionOfShareState = 6;
const shareStateType = 2;

interface Type {
  readonly runtime: "groups" | "transactions" | "shareState";
  /** Why a key's coordinator is not told. */
  readonly refusal: (key: string, context: RequestContext) => Found | undefined;
}

type Coordinator = NonNullable<Draft<FindCoordinatorResponse>["coordinators"]>[number];
type Found = Pick<Coordinator, "errorCode" | "errorMessage" | "nodeId" | "host" | "port">;

function shown(resourceType: ResourceType, error: KafkaError, text: string): Type["refusal"] {
  return (key, context) => {
    if (context.access.may(aclOperations.DESCRIBE, resourceType, key)) return undefined;
    return nobody(error, context.apiVersion >= firstVersionOfSeveralKeys ? "" : text);
  };
}

/** Kinds of coordinators, by the numbers that requests have for them. */
const types: ReadonlyMap<number, Type> = new Map<number, Type>([
  [0, { runtime: "groups", refusal: shown(resourceTypes.GROUP, errors.GROUP_AUTHORIZATION_FAILED, deniedTexts.group) }],
  [
    1,
    {
      runtime: "transactions",
      refusal: shown(resourceTypes.TRANSACTIONAL_ID, errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, deniedTexts.transactionalId),
    },
  ],
  [
    shareStateType,
    {
      runtime: "shareState",
      refusal(key, { apiVersion }) {
        if (apiVersion < firstVersionOfShareState) return nobody(errors.INVALID_REQUEST, invalidRequestText);
        return isCoordinatorKey(key) ? undefined : nobody(errors.INVALID_REQUEST, "");
      },
    },
  ],
]);

const brokersNeed = onCluster(aclOperations.CLUSTER_ACTION, {});

export const findCoordinator = handler({
  api: apis.findCoordinator,
  versions: [0, 6],
  borrowsFrame: true,
  needs: ({ keyType }, { apiVersion }) => (keyType === shareStateType && apiVersion >= firstVersionOfShareState ? brokersNeed() : []),
  handle(request: FindCoordinatorRequest, context: RequestContext) {
    const isBatched = context.apiVersion >= firstVersionOfSeveralKeys;
    const keys = isBatched ? request.coordinatorKeys : [request.key];
    const answer = (foundOf: (key: string) => Found): Draft<FindCoordinatorResponse> => {
      if (!isBatched) return { errorMessage: "NONE", ...foundOf(request.key) };
      return { coordinators: keys.map((key) => ({ key, ...foundOf(key) })) };
    };
    const type = types.get(request.keyType);
    if (type === undefined) return answer(() => nobody(errors.INVALID_REQUEST, invalidRequestText));
    const refusals = new Map(keys.map((key) => [key, type.refusal(key, context)]));
    const found = (here: Found) => answer((key) => refusals.get(key) ?? here);
    if ([...refusals.values()].every((refusal) => refusal !== undefined)) return found(nobody(errors.INVALID_REQUEST));
    const ready = context.broker[type.runtime].ready();
    if (ready === undefined) return found(thisNode(context));
    return ready.then((error) => found(error === undefined ? thisNode(context) : nobody(errors.COORDINATOR_NOT_AVAILABLE)));
  },
});

function thisNode({ broker, connection }: RequestContext): Found {
  return { nodeId: broker.nodeId, host: connection.listener.advertisedHost, port: connection.listener.advertisedPort };
}

function nobody(error: KafkaError, errorMessage: string | null = null): Found {
  return { errorCode: error.code, errorMessage, nodeId: -1, host: "", port: -1 };
}
