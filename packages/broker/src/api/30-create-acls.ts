// CreateAcls, versions 1 to 3: the ACLs of a request that can be made are made together; those that are there already are made already.
import { apis, type CreateAclsRequest, type CreateAclsResponse, type Draft, errors, type KafkaError } from "@millrace/protocol";
import { AclIndex, aclOperations } from "@millrace/security";
import { aclProblem, leavesOpen } from "../authorization/acl-rules.ts";
import { onCluster } from "../authorization/needs.ts";
import { aclOf } from "../authorization/numbered-acl.ts";
import { aclRecord } from "../metadata/acl-records.ts";
import { failureOf } from "../metadata/failure-of.ts";
import { handler, type RequestContext } from "./handler.ts";

/** Records that Kafka's controller writes for one request. */
const recordsMax = 10_000;

export const createAcls = handler({
  api: apis.createAcls,
  versions: [1, 3],
  needs: onCluster(aclOperations.ALTER),
  malformed: ({ creations }: CreateAclsRequest) => (creations.some(saysUnknown) ? "an ACL says UNKNOWN" : undefined),
  async handle({ creations }: CreateAclsRequest, { broker }: RequestContext): Promise<Draft<CreateAclsResponse>> {
    if (!broker.authorization.isEnabled) return allFailed(creations, errors.SECURITY_DISABLED, "No Authorizer is configured.");
    const asked = creations.map(({ resourcePatternType: patternType, ...parts }) => ({ acl: aclOf({ ...parts, patternType }) }));
    if (asked.some(({ acl }) => leavesOpen(acl))) return allFailed(creations, errors.UNKNOWN_SERVER_ERROR, null);
    const checked = asked.map(({ acl }) => ({ acl, problem: aclProblem(acl) }));
    const fresh = new AclIndex();
    const { acls } = broker.metadata.image;
    for (const { acl, problem } of checked) {
      if (problem === undefined && !acls.has(acl) && !fresh.has(acl)) fresh.add(broker.random.uuid(), acl);
    }
    if (fresh.size > recordsMax) return allFailed(creations, errors.UNKNOWN_SERVER_ERROR, null);
    const failure = await failureOf(broker.metadata.commit([...fresh.entries()].map(([id, acl]) => aclRecord(id, acl))));
    if (failure !== undefined) return allFailed(creations, errors.KAFKA_STORAGE_ERROR, failure);
    return { results: checked.map(({ problem }) => resultOf(problem)) };
  },
});

function saysUnknown({ resourceType, resourcePatternType, operation, permissionType }: CreateAclsRequest["creations"][number]): boolean {
  return [resourceType, resourcePatternType, operation, permissionType].includes(0);
}

function resultOf(problem: string | undefined) {
  return problem === undefined ? { errorMessage: "" } : { errorCode: errors.INVALID_REQUEST.code, errorMessage: problem };
}

function allFailed(creations: CreateAclsRequest["creations"], error: KafkaError, errorMessage: string | null): Draft<CreateAclsResponse> {
  return { results: creations.map(() => ({ errorCode: error.code, errorMessage })) };
}
