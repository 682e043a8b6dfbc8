import type { StreamsHeartbeatAnswer } from "@millrace/coordinators";
import type { Draft, StreamsGroupHeartbeatResponse } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import type { RequestContext } from "../api/handler.ts";
import { admitsMutations } from "../api/mutation-quota.ts";

type Response = Draft<StreamsGroupHeartbeatResponse>;
type Missing = NonNullable<Draft<StreamsHeartbeatAnswer>["missing"]>[number];

/** Of the group's statuses: internal topics are missing. */
const missingInternalTopics = 3;
const firstVersionWithQuotaError = 0;
const failuresShownMax = 3;

/** Makes the internal topics of a streams group; the answer, which says what stands in the way. */
export async function createInternalTopics(response: Response, missing: readonly Missing[], context: RequestContext): Promise<Response> {
  const { access } = context;
  const mayAll = access.mayCluster(aclOperations.CREATE, "silent");
  const denied = mayAll ? [] : missing.filter(({ name = "" }) => !access.may(aclOperations.CREATE, resourceTypes.TOPIC, name));
  if (denied.length > 0) return told(response, `Unauthorized to CREATE on topics ${denied.map(({ name }) => name).join(", ")}.`);
  const failures = (await Promise.all(missing.map((topic) => create(topic, context)))).flatMap((failure) => failure ?? []);
  if (failures.length === 0) return response;
  const more = failures.length - failuresShownMax;
  const shown = failures.slice(0, failuresShownMax).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return told(response, `Creation failed: ${shown}.`);
}

/** Why the topic is not made. */
async function create(topic: Missing, context: RequestContext): Promise<string | undefined> {
  const { name = "", partitions = 1, replicationFactor = 0, topicConfigs = [] } = topic;
  const asked = {
    name,
    numPartitions: partitions,
    replicationFactor: replicationFactor === 0 ? -1 : replicationFactor,
    assignments: [],
    configs: topicConfigs.map(({ key = "", value = "" }) => ({ name: key, value })),
  };
  if (context.broker.metadata.image.topic(name) !== undefined) return undefined;
  const created = await context.broker.topics.create(asked, admitsMutations(context, firstVersionWithQuotaError));
  return "error" in created ? `${name} (${created.message ?? created.error.message})` : undefined;
}

function told(response: Response, detail: string): Response {
  const status = (response.status ?? []).map((each) =>
    each.statusCode === missingInternalTopics ? { ...each, statusDetail: `${each.statusDetail}; ${detail}` } : each,
  );
  return { ...response, status };
}
