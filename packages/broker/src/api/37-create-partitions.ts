// CreatePartitions, versions 0 to 3.
//
// Differences from Apache Kafka: more than 10,000 new partitions are refused with POLICY_VIOLATION, where Kafka stumbles and answers
// UNKNOWN_SERVER_ERROR.
import { apis, type CreatePartitionsRequest, errors } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { isTooLate } from "./deadline.ts";
import { handler, type RequestContext } from "./handler.ts";
import { admitsMutations } from "./mutation-quota.ts";

const firstVersionWithQuotaError = 3;

export const createPartitions = handler({
  api: apis.createPartitions,
  versions: [0, 3],
  async handle(request: CreatePartitionsRequest, context: RequestContext) {
    const byName = Map.groupBy(request.topics, ({ name }) => name);
    const mayAlter = (name: string) => context.access.may(aclOperations.ALTER, resourceTypes.TOPIC, name);
    if (isTooLate(request.timeoutMs) && [...byName].some(([name, same]) => same.length === 1 && mayAlter(name))) {
      const errorCode = errors.REQUEST_TIMED_OUT.code;
      return { results: request.topics.map(({ name }) => ({ name, errorCode, errorMessage: null })) };
    }
    const admits = admitsMutations(context, firstVersionWithQuotaError);
    const results = [...byName].map(async ([name, [asked, ...others]]) => {
      if (asked === undefined || others.length > 0)
        return { name, errorCode: errors.INVALID_REQUEST.code, errorMessage: "Duplicate topic name." };
      if (!mayAlter(name)) return { name, errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code, errorMessage: null };
      const refusal = await context.broker.topics.grow(asked, request.validateOnly, admits);
      return { name, errorCode: refusal?.error.code ?? 0, errorMessage: refusal?.message ?? null };
    });
    return { results: await Promise.all(results) };
  },
});
