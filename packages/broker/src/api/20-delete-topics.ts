// DeleteTopics, versions 1 to 6: by name or by id (KIP-516). The files go after `file.delete.delay.ms`.
import {
  apis,
  type DeleteTopicsRequest,
  type DeleteTopicsResponse,
  type Draft,
  errors,
  type KafkaError,
  ZERO_UUID,
} from "@millrace/protocol";
import { handler, type RequestContext } from "./handler.ts";

type Reply = Draft<DeleteTopicsResponse["responses"][number]>;
interface Asked {
  readonly name: string | null;
  readonly topicId: string;
}

const firstVersionWithIds = 6;
/** Before, `delete.topic.enable=false` had no error of its own. */
const firstVersionWithDisabled = 3;

export const deleteTopics = handler({
  api: apis.deleteTopics,
  versions: [1, 6],
  async handle(request: DeleteTopicsRequest, context: RequestContext) {
    const asked =
      context.apiVersion >= firstVersionWithIds ? request.topics : request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }));
    const twice = askedTwice(asked);
    return { responses: await Promise.all(asked.map((one) => remove(one, context, twice))) };
  },
});

async function remove(asked: Asked, context: RequestContext, twice: ReadonlySet<string>): Promise<Reply> {
  const { broker, apiVersion } = context;
  if (!broker.configs.broker.deleteTopicEnable) {
    return refused(
      asked,
      apiVersion < firstVersionWithDisabled ? errors.INVALID_REQUEST : errors.TOPIC_DELETION_DISABLED,
      "This cluster does not support topic deletion.",
    );
  }
  const problem = malformed(asked, twice);
  if (problem !== undefined) return refused(asked, errors.INVALID_REQUEST, problem);
  const { image } = broker.metadata;
  const topic = asked.name === null ? image.topicById(asked.topicId) : image.topic(asked.name);
  if (topic === undefined)
    return asked.name === null ? refused(asked, errors.UNKNOWN_TOPIC_ID) : refused(asked, errors.UNKNOWN_TOPIC_OR_PARTITION);
  const refusal = await broker.topics.remove(topic);
  if (refusal !== undefined) return refused(asked, refusal.error, refusal.message);
  return { name: topic.name, topicId: topic.id };
}

function malformed({ name, topicId }: Asked, twice: ReadonlySet<string>): string | undefined {
  if (name === null && topicId === ZERO_UUID) return "Neither topic name nor id were specified.";
  if (name !== null && topicId !== ZERO_UUID) return "You may not specify both topic name and topic id.";
  if (twice.has(name ?? topicId)) return name === null ? "Duplicate topic id." : "Duplicate topic name.";
  return undefined;
}

function askedTwice(asked: readonly Asked[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { name, topicId } of asked) {
    const key = name ?? topicId;
    (seen.has(key) ? twice : seen).add(key);
  }
  return twice;
}

function refused({ name, topicId }: Asked, error: KafkaError, message?: string): Reply {
  return { name, topicId, errorCode: error.code, errorMessage: message ?? wireMessages.get(error) ?? null };
}

/** What Kafka's clients show for these, which Kafka's controller sends along. */
const wireMessages: ReadonlyMap<KafkaError, string> = new Map([
  [errors.UNKNOWN_TOPIC_OR_PARTITION, "This server does not host this topic-partition."],
  [errors.UNKNOWN_TOPIC_ID, "This server does not host this topic ID."],
]);
