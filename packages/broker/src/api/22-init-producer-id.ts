// InitProducerId, versions 0 to 5: ids for idempotent producers (KIP-98).
//
// Differences from Apache Kafka: there are no transactions yet, so a transactional id is refused with UNSUPPORTED_VERSION. The first producer
// gets its id at once, where Kafka says COORDINATOR_LOAD_IN_PROGRESS until its controller has given it a block of ids.
import { MillraceError } from "@millrace/kit";
import { apis, type Draft, errors, type InitProducerIdRequest, type InitProducerIdResponse, type KafkaError } from "@millrace/protocol";
import { handler, type RequestContext } from "./handler.ts";

const none = -1;

export const initProducerId = handler({
  api: apis.initProducerId,
  versions: [0, 5],
  handle(
    request: InitProducerIdRequest,
    { broker }: RequestContext,
  ): Draft<InitProducerIdResponse> | Promise<Draft<InitProducerIdResponse>> {
    const { transactionalId, producerId, producerEpoch } = request;
    if ((producerId === none) !== (producerEpoch === none)) return refused(errors.INVALID_REQUEST);
    if (transactionalId === "") return refused(errors.INVALID_REQUEST);
    if (transactionalId !== null) return refused(errors.UNSUPPORTED_VERSION);
    const next = broker.producerIds.next();
    return next instanceof Promise ? next.then(given, notReserved) : given(next);
  },
});

function given(producerId: number): Draft<InitProducerIdResponse> {
  return { producerId, producerEpoch: 0 };
}

/** What Kafka says when it can get no ids; producers try again. */
function notReserved(error: unknown): Draft<InitProducerIdResponse> {
  if (error instanceof MillraceError) return refused(errors.COORDINATOR_LOAD_IN_PROGRESS);
  throw error;
}

function refused(error: KafkaError): Draft<InitProducerIdResponse> {
  return { errorCode: error.code, producerId: none, producerEpoch: none };
}
