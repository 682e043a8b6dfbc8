// CreateTopics, versions 2 to 7: all topics of a request are checked first; each is made, or refused in Kafka's words.
//
// Differences from Apache Kafka: topics of one request are written one after the other, so that a failing disk may leave the first of them
// made.
import { apis, type CreateTopicsRequest, type CreateTopicsResponse, type Draft, errors } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { divided } from "../authorization/access.ts";
import { createdTopicConfigs } from "../config/created-topic.ts";
import { metadataTopic } from "../metadata/topic-names.ts";
import type { Refusal } from "../metadata/topic-requests.ts";
import { isTooLate } from "./deadline.ts";
import { handler, type RequestContext } from "./handler.ts";
import { admitsMutations } from "./mutation-quota.ts";

type Asked = CreateTopicsRequest["topics"][number];
type Reply = Draft<CreateTopicsResponse["topics"][number]>;

const firstVersionWithQuotaError = 6;

export const createTopics = handler({
  api: apis.createTopics,
  versions: [2, 7],
  async handle(request: CreateTopicsRequest, context: RequestContext): Promise<Draft<CreateTopicsResponse>> {
    const times = Map.groupBy(request.topics, ({ name }) => name);
    const once = [...times.values()].flatMap((same) => (same.length === 1 ? same : []));
    const twice = [...times].filter(([, same]) => same.length > 1).map(([name]) => duplicate(name));
    const mayAll = context.access.mayCluster(aclOperations.CREATE, "silent");
    const mayCreate = ({ name }: Asked) =>
      mayAll || name === metadataTopic || context.access.may(aclOperations.CREATE, resourceTypes.TOPIC, name);
    const [allowed, uncreatable] = divided(once, mayCreate);
    const denied = uncreatable.map(({ name }) => refused(name, notAuthorized));
    if (isTooLate(request.timeoutMs) && allowed.some(({ name }) => name !== metadataTopic))
      return { topics: request.topics.map(({ name }) => refused(name, { error: errors.REQUEST_TIMED_OUT, message: null })) };
    const refusal = context.broker.topics.refuseTogether(allowed);
    const made = allowed.map((asked) =>
      refusal === undefined ? create(asked, request.validateOnly, context) : refused(asked.name, refusal),
    );
    return { topics: [...twice, ...(await Promise.all(made)), ...denied] };
  },
});

async function create(asked: Asked, validateOnly: boolean, context: RequestContext): Promise<Reply> {
  const { name } = asked;
  const { broker } = context;
  const admits = admitsMutations(context, firstVersionWithQuotaError);
  const created = validateOnly ? broker.topics.plan(asked, admits) : await broker.topics.create(asked, admits);
  if ("error" in created) return refused(name, created);
  if (!context.access.may(aclOperations.DESCRIBE_CONFIGS, resourceTypes.TOPIC, name, "silent")) {
    return { name, topicId: created.id, errorMessage: null, topicConfigErrorCode: errors.TOPIC_AUTHORIZATION_FAILED.code, ...nothingKnown };
  }
  const configs = createdTopicConfigs(broker.configs.settings, created.configs);
  return { name, topicId: created.id, errorMessage: null, numPartitions: created.partitionCount, replicationFactor: 1, configs };
}

const notAuthorized: Refusal = { error: errors.TOPIC_AUTHORIZATION_FAILED, message: "Authorization failed." };
const nothingKnown = { numPartitions: -1, replicationFactor: -1, configs: [] };

function refused(name: string, { error, message }: Refusal): Reply {
  return { name, errorCode: error.code, errorMessage: message, ...nothingKnown };
}

function duplicate(name: string): Reply {
  return refused(name, { error: errors.INVALID_REQUEST, message: "Duplicate topic name." });
}
