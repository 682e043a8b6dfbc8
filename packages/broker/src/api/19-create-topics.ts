// CreateTopics, versions 2 to 7: all topics of a request are checked first; each is made, or refused in Kafka's words.
//
// Difference from Apache Kafka: topics of one request are written one after the other, so that a failing disk may leave the first of them made.
import { apis, type CreateTopicsRequest, type CreateTopicsResponse, type Draft, errors } from "@millrace/protocol";
import { createdTopicConfigs } from "../config/created-topic.ts";
import { handler, type RequestContext } from "./handler.ts";

type Asked = CreateTopicsRequest["topics"][number];
type Reply = Draft<CreateTopicsResponse["topics"][number]>;

export const createTopics = handler({
  api: apis.createTopics,
  versions: [2, 7],
  async handle(request: CreateTopicsRequest, context: RequestContext): Promise<Draft<CreateTopicsResponse>> {
    const times = Map.groupBy(request.topics, ({ name }) => name);
    const once = [...times.values()].flatMap((same) => (same.length === 1 ? same : []));
    const twice = [...times].filter(([, same]) => same.length > 1).map(([name]) => duplicate(name));
    const made = await Promise.all(once.map((asked) => create(asked, request.validateOnly, context)));
    return { topics: [...twice, ...made] };
  },
});

async function create(asked: Asked, validateOnly: boolean, { broker }: RequestContext): Promise<Reply> {
  const { name } = asked;
  const created = validateOnly ? broker.topics.plan(asked) : await broker.topics.create(asked);
  if ("error" in created) return { name, errorCode: created.error.code, errorMessage: created.message, ...nothingKnown };
  const configs = createdTopicConfigs(broker.configs.settings, created.configs);
  return { name, topicId: created.id, numPartitions: created.partitionCount, replicationFactor: 1, configs };
}

const nothingKnown = { numPartitions: -1, replicationFactor: -1, configs: [] };

function duplicate(name: string): Reply {
  return { name, errorCode: errors.INVALID_REQUEST.code, errorMessage: "Duplicate topic name.", ...nothingKnown };
}
