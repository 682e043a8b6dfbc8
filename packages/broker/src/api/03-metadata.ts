// Metadata, versions 0 to 13: by name, by id (KIP-516), all topics; creates what is asked for where `auto.create.topics.enable` and the
// client allow it.
//
// Differences from Apache Kafka: a topic that is created by asking for it is answered with its partitions at once, where Kafka
// says UNKNOWN_TOPIC_OR_PARTITION until the controller's record has come round. A topic without name and id is answered with
// INVALID_TOPIC_EXCEPTION in version 12 and later, where Kafka stumbles and answers UNKNOWN_SERVER_ERROR.
import { apis, type Draft, errors, type KafkaError, type MetadataRequest, type MetadataResponse, ZERO_UUID } from "@millrace/protocol";
import { aclOperations, clusterName, resourceTypes } from "@millrace/security";
import { divided, operationsNotAsked } from "../authorization/access.ts";
import type { Topic } from "../metadata/image.ts";
import { isInternalTopic, topicNameProblem } from "../metadata/topic-names.ts";
import type { Refusal } from "../metadata/topic-requests.ts";
import { handler, type RequestContext } from "./handler.ts";

const firstVersionByTopicId = 12;
/** Cluster operations moved to DescribeCluster (KIP-700). */
const lastVersionWithClusterOperations = 10;

const { CREATE, DESCRIBE } = aclOperations;
const { TOPIC } = resourceTypes;

type TopicReply = Draft<MetadataResponse["topics"][number]>;

export const metadata = handler({
  api: apis.metadata,
  versions: [0, 13],
  handle(request: MetadataRequest, context: RequestContext) {
    const { broker, apiVersion, connection } = context;
    const malformed = malformedTopics(request, apiVersion);
    if (malformed !== undefined) return { topics: malformed };
    const reply = (topics: readonly TopicReply[]): Draft<MetadataResponse> => ({
      brokers: [
        { nodeId: broker.nodeId, host: connection.listener.advertisedHost, port: connection.listener.advertisedPort, rack: broker.rack },
      ],
      clusterId: broker.clusterId,
      controllerId: broker.nodeId,
      topics,
      clusterAuthorizedOperations: clusterOperations(request, context),
    });
    const topics = topicsOf(request, context);
    const durable = broker.metadata.durable();
    if (!(topics instanceof Promise) && durable === undefined) return reply(topics);
    return Promise.all([topics, durable]).then(([settled]) => reply(settled));
  },
});

/** Before ids there had to be a name; Kafka answers such a request with nothing about itself. */
function malformedTopics({ topics }: MetadataRequest, version: number): TopicReply[] | undefined {
  if (topics === null || version >= firstVersionByTopicId) return undefined;
  if (topics.every(({ name, topicId }) => name !== null && topicId === ZERO_UUID)) return undefined;
  return topics.map(({ name, topicId }) => refused(name ?? "", topicId, errors.INVALID_REQUEST));
}

function clusterOperations({ includeClusterAuthorizedOperations }: MetadataRequest, { apiVersion, access }: RequestContext): number {
  const asked = includeClusterAuthorizedOperations && apiVersion <= lastVersionWithClusterOperations;
  if (!asked) return operationsNotAsked;
  return access.mayCluster(DESCRIBE) ? access.operations(resourceTypes.CLUSTER, clusterName) : 0;
}

/** What may be done with a topic, if the request asks. */
type Operations = (topic: string) => number;

function topicsOf(request: MetadataRequest, context: RequestContext): TopicReply[] | Promise<TopicReply[]> {
  const { broker, access, apiVersion } = context;
  const { image } = broker.metadata;
  const { topics } = request;
  const operations: Operations = (topic) =>
    request.includeTopicAuthorizedOperations ? access.operations(TOPIC, topic) : operationsNotAsked;
  // Version 0 had no way to ask for none.
  if (topics === null || (apiVersion === 0 && topics.length === 0)) {
    const visible = [...image.topics()].filter(({ name }) => access.may(DESCRIBE, TOPIC, name, "silent"));
    return visible.map((topic) => found(topic, context, operations));
  }
  const ids = [...new Set(topics.map(({ topicId }) => topicId).filter((id) => id !== ZERO_UUID))];
  if (ids.length > 0) return byIds(ids, context, operations);
  const names = [...new Set(topics.map(({ name }) => name ?? ""))];
  const [visible, invisible] = divided(names, (name) => access.may(DESCRIBE, TOPIC, name));
  const hidden = invisible.map((name) => denied(name, false));
  const present = visible.flatMap((name) => image.topic(name) ?? []).map((topic) => found(topic, context, operations));
  const missing = visible.filter((name) => image.topic(name) === undefined);
  if (missing.length === 0) return [...present, ...hidden];
  const mayCreate = request.allowAutoTopicCreation && broker.configs.broker.autoCreateTopicsEnable;
  if (!mayCreate) return [...present, ...missing.map((name) => absent(name, operations)), ...hidden];
  const isCreatable = (name: string) => access.mayCluster(CREATE, "silent") || access.may(CREATE, TOPIC, name);
  const [creatable, uncreatable] = divided(missing, isCreatable);
  const others = uncreatable.map((name) => denied(name, isInternalTopic(name)));
  const made = Promise.all(creatable.map((name) => created(name, context, operations)));
  return made.then((replies) => [...present, ...replies, ...others, ...hidden]);
}

/** Unknown ones first, as Kafka answers. */
function byIds(ids: readonly string[], context: RequestContext, operations: Operations): TopicReply[] {
  const { broker, access } = context;
  const { image } = broker.metadata;
  const unknown = ids.filter((id) => image.topicById(id) === undefined);
  const known = ids.flatMap((id) => image.topicById(id) ?? []);
  const [visible, hidden] = divided(known, ({ name }) => access.may(DESCRIBE, TOPIC, name));
  return [
    ...unknown.map((id) => refused(null, id, errors.UNKNOWN_TOPIC_ID)),
    ...visible.map((topic) => found(topic, context, operations)),
    ...hidden.map(({ id }) => refused(null, id, errors.TOPIC_AUTHORIZATION_FAILED)),
  ];
}

/** Nothing is said of a topic that may not be described, not even that it is. */
function denied(name: string, isInternal: boolean): TopicReply {
  return { ...refused(name, ZERO_UUID, errors.TOPIC_AUTHORIZATION_FAILED), isInternal };
}

async function created(name: string, context: RequestContext, operations: Operations): Promise<TopicReply> {
  const { topics, metadata } = context.broker;
  const refusal = await topics.createAutomatically(name, (count) => context.meter?.admitsMutations(count, "passed over") ?? true);
  const topic = metadata.image.topic(name);
  if (topic !== undefined) return found(topic, context, operations);
  return refused(name, ZERO_UUID, automaticError(name, refusal), operations(name));
}

/** What Kafka's controller says of a good name is not handed on: the broker, which was asked, knows no such topic. */
function automaticError(name: string, refusal: Refusal | undefined): KafkaError {
  if (topicNameProblem(name) !== undefined) return errors.INVALID_TOPIC_EXCEPTION;
  return refusal?.error === errors.KAFKA_STORAGE_ERROR ? refusal.error : errors.UNKNOWN_TOPIC_OR_PARTITION;
}

function absent(name: string, operations: Operations): TopicReply {
  const error = topicNameProblem(name) === undefined ? errors.UNKNOWN_TOPIC_OR_PARTITION : errors.INVALID_TOPIC_EXCEPTION;
  return refused(name, ZERO_UUID, error, operations(name));
}

function refused(
  name: string | null,
  topicId: string,
  error: KafkaError,
  topicAuthorizedOperations: number = operationsNotAsked,
): TopicReply {
  return { errorCode: error.code, name, topicId, isInternal: name !== null && isInternalTopic(name), topicAuthorizedOperations };
}

function found(topic: Topic, { broker }: RequestContext, operations: Operations): TopicReply {
  const { name, id, partitionCount } = topic;
  const leaderEpoch = broker.metadata.image.leaderEpoch(topic);
  const nodes = [broker.nodeId];
  const partitions = Array.from({ length: partitionCount }, (_, partitionIndex) => ({
    partitionIndex,
    leaderId: broker.nodeId,
    leaderEpoch,
    replicaNodes: nodes,
    isrNodes: nodes,
  }));
  return { name, topicId: id, isInternal: isInternalTopic(name), partitions, topicAuthorizedOperations: operations(name) };
}
