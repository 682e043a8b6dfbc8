// DeleteAcls, versions 1 to 3: what the filters of a request choose is deleted together; an ACL that several of them choose is told of each.
//
// Differences from Apache Kafka: the ACLs are sorted.
import { apis, type DeleteAclsRequest, type DeleteAclsResponse, type Draft, errors, type KafkaError } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { filterOf, isMalformedFilter } from "../authorization/acl-filters.ts";
import { filterProblem } from "../authorization/acl-rules.ts";
import { onCluster } from "../authorization/needs.ts";
import { removedAclRecord } from "../metadata/acl-records.ts";
import { failureOf } from "../metadata/failure-of.ts";
import { handler, type RequestContext } from "./handler.ts";

type Filters = DeleteAclsRequest["filters"];

/** ACLs that Kafka's controller deletes for one request. */
const deletedMax = 10_000;

export const deleteAcls = handler({
  api: apis.deleteAcls,
  versions: [1, 3],
  needs: onCluster(aclOperations.ALTER),
  malformed: ({ filters }: DeleteAclsRequest) => (filters.some(isMalformedFilter) ? "a filter says UNKNOWN" : undefined),
  async handle({ filters }: DeleteAclsRequest, { broker }: RequestContext): Promise<Draft<DeleteAclsResponse>> {
    if (!broker.authorization.isEnabled) return allFailed(filters, errors.SECURITY_DISABLED, "No Authorizer is configured.");
    const { acls } = broker.metadata.image;
    const chosen = filters.map(filterOf).map((filter) => {
      const problem = filterProblem(filter);
      return { problem, matching: problem === undefined ? acls.matching(filter) : [] };
    });
    const ids = new Set(chosen.flatMap(({ matching }) => matching.map(([id]) => id)));
    if (ids.size > deletedMax) {
      const message = `Cannot remove more than ${deletedMax} acls in a single delete operation.`;
      return allFailed(filters, errors.INVALID_REQUEST, message);
    }
    const failure = await failureOf(broker.metadata.commit([...ids].map(removedAclRecord)));
    if (failure !== undefined) return allFailed(filters, errors.KAFKA_STORAGE_ERROR, failure);
    const filterResults = chosen.map(({ problem, matching }) => ({
      errorCode: problem === undefined ? errors.NONE.code : errors.INVALID_REQUEST.code,
      errorMessage: problem ?? null,
      matchingAcls: matching.map(([, acl]) => ({ ...acl, errorMessage: null })),
    }));
    return { filterResults };
  },
});

function allFailed(filters: Filters, { code: errorCode }: KafkaError, errorMessage: string | null): Draft<DeleteAclsResponse> {
  return { filterResults: filters.map(() => ({ errorCode, errorMessage })) };
}
