// WriteTxnMarkers, versions 1 to 2: ends transactions on partitions (KIP-98), by hand if need be (KIP-664); fencing by the
// transaction version that the end was asked for with (KIP-1228).
//
// Difference from Apache Kafka: a partition that is named twice in a marker gets one, where Kafka never answers.
import { apis, type Draft, errors, type KafkaError, type WriteTxnMarkersRequest, type WriteTxnMarkersResponse } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import type { Marker } from "../transactions/marker-writer.ts";
import { handler, type RequestContext } from "./handler.ts";

type AskedMarker = WriteTxnMarkersRequest["markers"][number];
type Rows = Map<number, KafkaError>;
/** Outcomes by partition, topic and producer. */
type Outcomes = Map<number, Map<string, Rows>>;

/** Kafka's mark for a version that is not known; a marker has to have one. */
const unknownTransactionVersion = -1;

export const writeTxnMarkers = handler({
  api: apis.writeTxnMarkers,
  versions: [1, 2],
  needs: onCluster(aclOperations.CLUSTER_ACTION, { instead: aclOperations.ALTER }),
  handle(
    { markers }: WriteTxnMarkersRequest,
    context: RequestContext,
  ): Draft<WriteTxnMarkersResponse> | Promise<Draft<WriteTxnMarkersResponse>> {
    context.meter?.exempt(); // a broker's own
    const outcomes: Outcomes = new Map();
    const late: Promise<void>[] = [];
    for (const asked of markers) {
      for (const { name, partitionIndexes } of asked.topics.filter(({ partitionIndexes }) => partitionIndexes.length > 0)) {
        const rows = rowsOf(outcomes, asked.producerId, name);
        for (const partition of new Set(partitionIndexes)) {
          const written = write(context, { topic: name, partition }, asked);
          if (written instanceof Promise) late.push(written.then((error) => void rows.set(partition, error ?? errors.NONE)));
          else rows.set(partition, written ?? errors.NONE);
        }
      }
    }
    return late.length === 0 ? reply(outcomes) : Promise.all(late).then(() => reply(outcomes));
  },
});

function write({ broker }: RequestContext, where: { topic: string; partition: number }, asked: AskedMarker) {
  const { producerId, producerEpoch, coordinatorEpoch, transactionVersion, transactionResult: committed } = asked;
  const marker: Marker = { producerId, producerEpoch, coordinatorEpoch, committed, transactionVersion };
  if (broker.partitions.get(where.topic, where.partition) === undefined) return errors.UNKNOWN_TOPIC_OR_PARTITION;
  if (transactionVersion === unknownTransactionVersion || producerId < 0 || producerEpoch < 0) return errors.UNKNOWN_SERVER_ERROR;
  return broker.markers.write(where, marker);
}

function rowsOf(outcomes: Outcomes, producerId: number, topic: string): Rows {
  const topics = outcomes.get(producerId) ?? new Map<string, Rows>();
  const rows = topics.get(topic) ?? new Map<number, KafkaError>();
  outcomes.set(producerId, topics.set(topic, rows));
  return rows;
}

function reply(outcomes: Outcomes): Draft<WriteTxnMarkersResponse> {
  return {
    markers: [...outcomes].map(([producerId, topics]) => ({
      producerId,
      topics: [...topics].map(([name, rows]) => ({
        name,
        partitions: [...rows].map(([partitionIndex, { code }]) => ({ partitionIndex, errorCode: code })),
      })),
    })),
  };
}
