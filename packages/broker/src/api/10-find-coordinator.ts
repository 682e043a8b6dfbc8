// FindCoordinator, versions 0 to 6: this node coordinates all groups and transactions; many keys in one request from 4 on (KIP-699).
//
// Differences from Apache Kafka: a first request waits until the internal topic is made, where Kafka answers COORDINATOR_NOT_AVAILABLE
// and lets the client ask again. There are no share groups yet, so their type is refused as unknown types are.
import { apis, type Draft, errors, type FindCoordinatorRequest, type FindCoordinatorResponse, type KafkaError } from "@millrace/protocol";
import { aclOperations, type ResourceType, resourceTypes } from "@millrace/security";
import { deniedTexts, invalidRequestText } from "../error-texts.ts";
import { handler, type RequestContext } from "./handler.ts";

const firstVersionOfSeveralKeys = 4;

interface Type {
  readonly runtime: "groups" | "transactions";
  readonly resourceType: ResourceType;
  readonly denied: KafkaError;
  readonly deniedText: string;
}

/** Kinds of coordinators, by the numbers that requests have for them. */
const types: ReadonlyMap<number, Type> = new Map<number, Type>([
  [0, { runtime: "groups", resourceType: resourceTypes.GROUP, denied: errors.GROUP_AUTHORIZATION_FAILED, deniedText: deniedTexts.group }],
  [
    1,
    {
      runtime: "transactions",
      resourceType: resourceTypes.TRANSACTIONAL_ID,
      denied: errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
      deniedText: deniedTexts.transactionalId,
    },
  ],
]);

type Coordinator = NonNullable<Draft<FindCoordinatorResponse>["coordinators"]>[number];
type Found = Pick<Coordinator, "errorCode" | "errorMessage" | "nodeId" | "host" | "port">;

export const findCoordinator = handler({
  api: apis.findCoordinator,
  versions: [0, 6],
  borrowsFrame: true,
  handle(request: FindCoordinatorRequest, context: RequestContext) {
    const { keyType, coordinatorKeys } = request;
    const isBatched = context.apiVersion >= firstVersionOfSeveralKeys;
    const answer = (foundOf: (key: string) => Found): Draft<FindCoordinatorResponse> => {
      if (!isBatched) return { errorMessage: "NONE", ...foundOf(request.key) };
      return { coordinators: coordinatorKeys.map((key) => ({ key, ...foundOf(key) })) };
    };
    const type = types.get(keyType);
    if (type === undefined) return answer(() => nobody(errors.INVALID_REQUEST, invalidRequestText));
    const denied = nobody(type.denied, isBatched ? "" : type.deniedText);
    const isAllowed = (key: string) => context.access.may(aclOperations.DESCRIBE, type.resourceType, key);
    const found = (here: Found) => answer((key) => (isAllowed(key) ? here : denied));
    if (!(isBatched ? coordinatorKeys : [request.key]).some(isAllowed)) return answer(() => denied);
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
