// InitProducerId, versions 0 to 5: ids for idempotent producers (KIP-98), and for transactional ones, each time with a new epoch (KIP-360).
//
// Differences from Apache Kafka: the first producer gets its id at once, where Kafka says COORDINATOR_LOAD_IN_PROGRESS until its controller
// has given it a block of ids.
import { MillraceError } from "@millrace/kit";
import { apis, type Draft, errors, type InitProducerIdRequest, type InitProducerIdResponse, type KafkaError } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { onTransaction } from "../authorization/needs.ts";
import { fencedAs } from "../transactions/fenced.ts";
import { handler, type RequestContext } from "./handler.ts";

const none = -1;
/** First version in which a producer is told that it is fenced in so many words. */
const firstVersionWithFenced = 4;

type Reply = Draft<InitProducerIdResponse>;

export const initProducerId = handler({
  api: apis.initProducerId,
  versions: [0, 5],
  needs: ({ transactionalId }) => (transactionalId === null ? [] : [onTransaction(aclOperations.WRITE, transactionalId)]),
  handle(request: InitProducerIdRequest, context: RequestContext): Reply | Promise<Reply> {
    const { transactionalId, producerId, producerEpoch } = request;
    if (transactionalId === null && !mayBeIdempotent(context)) return refused(errors.CLUSTER_AUTHORIZATION_FAILED);
    if ((producerId === none) !== (producerEpoch === none)) return refused(errors.INVALID_REQUEST);
    if (transactionalId === "") return refused(errors.INVALID_REQUEST);
    return transactionalId === null ? idempotent(context) : transactional(transactionalId, request, context);
  },
});

/** Whoever may write anything may do so as an idempotent producer (KIP-679). */
function mayBeIdempotent({ access }: RequestContext): boolean {
  return access.mayCluster(aclOperations.IDEMPOTENT_WRITE, "silent") || access.maySomewhere(aclOperations.WRITE, resourceTypes.TOPIC);
}

function idempotent({ broker }: RequestContext): Reply | Promise<Reply> {
  const next = broker.producerIds.next();
  return next instanceof Promise ? next.then(given, notReserved) : given(next);
}

function given(producerId: number): Reply {
  return { producerId, producerEpoch: 0 };
}

/** What Kafka says when it can get no ids; producers try again. */
function notReserved(error: unknown): Reply {
  if (error instanceof MillraceError) return refused(errors.COORDINATOR_LOAD_IN_PROGRESS);
  throw error;
}

function transactional(
  transactionalId: string,
  request: InitProducerIdRequest,
  { broker, apiVersion }: RequestContext,
): Reply | Promise<Reply> {
  const submit = () =>
    broker.transactions.submit<InitProducerIdRequest, InitProducerIdResponse>(
      transactionalId,
      request,
      (coordinator, call) => coordinator.initProducerId(call),
      refused,
    );
  const reserving = broker.producerIds.ready();
  const reply = reserving === undefined ? submit() : reserving.then(submit, notReserved);
  return fencedAs(reply, apiVersion < firstVersionWithFenced);
}

function refused(error: KafkaError): Reply {
  return { errorCode: error.code, producerId: none, producerEpoch: none };
}
