// DescribeClientQuotas, versions 0 and 1: quotas of users, client ids and addresses, by parts of the entity (KIP-546, KIP-612).
//
// Differences from Apache Kafka: entities come in the order in which they were given their first quota, where Kafka's order is by chance.
import { apis, type DescribeClientQuotasRequest } from "@millrace/protocol";
import { aclOperations, describeQuotas } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import { entityParts } from "../metadata/quota-entities.ts";
import { handler, type RequestContext } from "./handler.ts";

export const describeClientQuotas = handler({
  api: apis.describeClientQuotas,
  versions: [0, 1],
  needs: onCluster(aclOperations.DESCRIBE_CONFIGS, {}),
  handle({ components, strict }: DescribeClientQuotasRequest, { broker }: RequestContext) {
    const found = describeQuotas(broker.metadata.image.clientQuotas, components, strict);
    if ("error" in found) return { errorCode: found.error.code, errorMessage: found.message, entries: null };
    const entries = found.map(({ entity, values }) => ({
      entity: entityParts(entity),
      values: Array.from(values, ([key, value]) => ({ key, value })),
    }));
    return { errorMessage: "", entries };
  },
});
