// DeleteTopics, versions 1 to 6: by name or by id (KIP-516). The files go after `file.delete.delay.ms`.
//
// Differences from Apache Kafka: answers come in the order of the request, where Kafka shuffles them.
import {
  apis,
  type DeleteTopicsRequest,
  type DeleteTopicsResponse,
  type Draft,
  errors,
  type KafkaError,
  ZERO_UUID,
} from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { absentText, deniedTexts } from "../error-texts.ts";
import { isTooLate } from "./deadline.ts";
import { handler, type RequestContext } from "./handler.ts";
import { admitsMutations } from "./mutation-quota.ts";

type Reply = Draft<DeleteTopicsResponse["responses"][number]>;
interface Asked {
  readonly name: string | null;
  readonly topicId: string;
}

const { DELETE, DESCRIBE } = aclOperations;
const { TOPIC } = resourceTypes;

const firstVersionWithIds = 6;
const firstVersionWithQuotaError = 5;
/** Before, `delete.topic.enable=false` had no error of its own. */
const firstVersionWithDisabled = 3;

export const deleteTopics = handler({
  api: apis.deleteTopics,
  versions: [1, 6],
  async handle(request: DeleteTopicsRequest, context: RequestContext) {
    const asked =
      context.apiVersion >= firstVersionWithIds ? request.topics : request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }));
    if (!context.broker.configs.broker.deleteTopicEnable) {
      const error = context.apiVersion < firstVersionWithDisabled ? errors.INVALID_REQUEST : errors.TOPIC_DELETION_DISABLED;
      return { responses: asked.map((one) => refused(one, error)) };
    }
    const malformed = asked.flatMap((one) => malformation(one) ?? []);
    const times = Map.groupBy(
      asked.filter((one) => malformation(one) === undefined),
      keyOf,
    );
    if (isTooLate(request.timeoutMs) && [...times.values()].some((same) => same.length === 1))
      return { responses: asked.map((one) => refused(one, errors.REQUEST_TIMED_OUT)) };
    const answers = await Promise.all([...times.values()].map((same) => answer(same, times, context)));
    return { responses: [...malformed, ...answers.filter((reply) => reply !== undefined)] };
  },
});

type Times = ReadonlyMap<string, readonly Asked[]>;

function keyOf({ name, topicId }: Asked): string {
  return name === null ? `id ${topicId}` : `name ${name}`;
}

function malformation(asked: Asked): Reply | undefined {
  const { name, topicId } = asked;
  if (name === null && topicId === ZERO_UUID) return refused(asked, errors.INVALID_REQUEST, "Neither topic name nor id were specified.");
  if (name === null || topicId === ZERO_UUID) return undefined;
  return refused(asked, errors.INVALID_REQUEST, "You may not specify both topic name and topic id.");
}

/** Nothing is said of an id whose topic is asked for by its name too: that is said of the name. */
async function answer(same: readonly Asked[], times: Times, context: RequestContext): Promise<Reply | undefined> {
  const asked = same[0] as Asked;
  const { name } = asked;
  if (same.length > 1) return refused(asked, errors.INVALID_REQUEST, name === null ? "Duplicate topic id." : "Duplicate topic name.");
  const { broker } = context;
  const { image } = broker.metadata;
  const topic = name === null ? image.topicById(asked.topicId) : image.topic(name);
  if (topic === undefined && name === null) return refused(asked, ...unknownId);
  const denied = denial(asked, topic?.name ?? name ?? "", context);
  if (denied !== undefined) return denied;
  if (topic === undefined) return refused(asked, ...unknownName);
  if (name !== null && times.has(keyOf({ name: null, topicId: topic.id }))) {
    const named = { name, topicId: topic.id };
    return refused(named, errors.INVALID_REQUEST, "The provided topic name maps to an ID that was already supplied.");
  }
  if (name === null && times.get(keyOf({ name: topic.name, topicId: ZERO_UUID }))?.length === 1) return undefined;
  const refusal = await broker.topics.remove(topic, admitsMutations(context, firstVersionWithQuotaError));
  if (refusal !== undefined) return refused(asked, refusal.error, refusal.message);
  return { name: topic.name, topicId: topic.id };
}

/** Who may not delete a topic, but describe it, learns its name. To whom may do neither, a topic that is not there is like one that is. */
function denial(asked: Asked, topic: string, { access, broker }: RequestContext): Reply | undefined {
  if (access.mayCluster(DELETE, "silent")) return undefined;
  const [mayDescribe, mayDelete] = [access.may(DESCRIBE, TOPIC, topic), access.may(DELETE, TOPIC, topic)];
  if (asked.name !== null) {
    const exists = broker.metadata.image.topic(topic) !== undefined;
    return mayDescribe && (mayDelete || !exists) ? undefined : refused(asked, ...notAuthorized);
  }
  if (mayDelete) return undefined;
  return refused(mayDescribe ? { ...asked, name: topic } : asked, ...notAuthorized);
}

/** The texts that Kafka's controller sends along with these. */
const unknownName = [errors.UNKNOWN_TOPIC_OR_PARTITION, absentText] as const;
const notAuthorized = [errors.TOPIC_AUTHORIZATION_FAILED, deniedTexts.topic] as const;
const unknownId = [errors.UNKNOWN_TOPIC_ID, "This server does not host this topic ID."] as const;

function refused({ name, topicId }: Asked, error: KafkaError, errorMessage: string | null = null): Reply {
  return { name, topicId, errorCode: error.code, errorMessage };
}
