// FindCoordinator, versions 0 to 6: this node coordinates all groups and transactions; many keys in one request from 4 on (KIP-699).
//
// Differences from Apache Kafka: a first request waits until the internal topic is made, where Kafka answers COORDINATOR_NOT_AVAILABLE
// and lets the client ask again. There are no share groups yet, so their type is refused as unknown types are.
import { apis, type Draft, errors, type FindCoordinatorRequest, type FindCoordinatorResponse, type KafkaError } from "@millrace/protocol";
import { invalidRequestText } from "../error-texts.ts";
import { handler, type RequestContext } from "./handler.ts";

const firstVersionOfSeveralKeys = 4;
const coordinatorType = { group: 0, transaction: 1 } as const;

type Coordinator = NonNullable<Draft<FindCoordinatorResponse>["coordinators"]>[number];
type Found = Pick<Coordinator, "errorCode" | "errorMessage" | "nodeId" | "host" | "port">;

export const findCoordinator = handler({
  api: apis.findCoordinator,
  versions: [0, 6],
  borrowsFrame: true,
  handle({ keyType, coordinatorKeys }: FindCoordinatorRequest, context: RequestContext) {
    const answer = (found: Found): Draft<FindCoordinatorResponse> => {
      if (context.apiVersion < firstVersionOfSeveralKeys) return { errorMessage: "NONE", ...found };
      return { coordinators: coordinatorKeys.map((each) => ({ key: each, ...found })) };
    };
    const { groups, transactions } = context.broker;
    const runtime = keyType === coordinatorType.group ? groups : keyType === coordinatorType.transaction ? transactions : undefined;
    if (runtime === undefined) return answer(nobody(errors.INVALID_REQUEST, invalidRequestText));
    if (context.apiVersion >= firstVersionOfSeveralKeys && coordinatorKeys.length === 0) return answer(thisNode(context));
    const ready = runtime.ready();
    if (ready === undefined) return answer(thisNode(context));
    return ready.then((error) => answer(error === undefined ? thisNode(context) : nobody(errors.COORDINATOR_NOT_AVAILABLE)));
  },
});

function thisNode({ broker, connection }: RequestContext): Found {
  return { nodeId: broker.nodeId, host: connection.listener.advertisedHost, port: connection.listener.advertisedPort };
}

function nobody(error: KafkaError, errorMessage: string | null = null): Found {
  return { errorCode: error.code, errorMessage, nodeId: -1, host: "", port: -1 };
}
