// ElectLeaders, versions 0 to 2: every partition is led by its only replica, so there is never an election (KIP-460).
import { apis, type ElectLeadersRequest, type ElectLeadersResponse, errors, type KafkaError } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import type { MetadataImage } from "../metadata/image.ts";
import { isTooLate } from "./deadline.ts";
import { handler, type RequestContext } from "./handler.ts";

type Result = ElectLeadersResponse["replicaElectionResults"][number]["partitionResult"][number];

const unclean = 1;
const firstVersionWithError = 1;

export const electLeaders = handler({
  api: apis.electLeaders,
  versions: [0, 2],
  needs: onCluster(aclOperations.ALTER),
  handle({ electionType, topicPartitions, timeoutMs }: ElectLeadersRequest, { apiVersion, broker }: RequestContext) {
    const { image } = broker.metadata;
    // Those that have the wanted leader aren't listed where all are asked for: nothing is left of any topic but its name.
    const asked = topicPartitions ?? [...image.topics()].map(({ name }) => ({ topic: name, partitions: [] }));
    const [error, message] = refusalOf(electionType, timeoutMs);
    if (error !== errors.NONE) {
      const results = (topicPartitions ?? []).map(({ topic, partitions }) => ({
        topic,
        partitionResult: partitions.map((partition) => result(partition, error, message)),
      }));
      return { ...(apiVersion >= firstVersionWithError ? { errorCode: error.code } : {}), replicaElectionResults: results };
    }
    return {
      replicaElectionResults: asked.map(({ topic, partitions }) => ({
        topic,
        partitionResult: partitions.map((partition) => elect(image, topic, partition)),
      })),
    };
  },
});

function refusalOf(electionType: number, timeoutMs: number): [KafkaError, string | null] {
  if (isTooLate(timeoutMs)) return [errors.REQUEST_TIMED_OUT, null];
  if (electionType < 0 || electionType > unclean) return [errors.INVALID_REQUEST, `Unknown election type ${electionType}`];
  return [errors.NONE, null];
}

function elect(image: MetadataImage, name: string, partition: number): Result {
  const topic = image.topic(name);
  if (topic === undefined) return result(partition, errors.UNKNOWN_TOPIC_OR_PARTITION, `No such topic as ${name}`);
  if (partition < 0 || partition >= topic.partitionCount) {
    return result(partition, errors.UNKNOWN_TOPIC_OR_PARTITION, `No such partition as ${name}-${partition}`);
  }
  return result(partition, errors.ELECTION_NOT_NEEDED, "Leader election not needed for topic partition.");
}

function result(partitionId: number, { code }: KafkaError, errorMessage: string | null): Result {
  return { partitionId, errorCode: code, errorMessage };
}
