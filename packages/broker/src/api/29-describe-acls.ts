// DescribeAcls, versions 1 to 3: the ACLs that a filter chooses, by the resources that they are for.
//
// Differences from Apache Kafka: they are sorted.
import { apis, type DescribeAclsRequest, type DescribeAclsResponse, type Draft, errors } from "@millrace/protocol";
import { type Acl, aclOperations } from "@millrace/security";
import { filterOf, isMalformedFilter } from "../authorization/acl-filters.ts";
import { onCluster } from "../authorization/needs.ts";
import { handler, type RequestContext } from "./handler.ts";

export const describeAcls = handler({
  api: apis.describeAcls,
  versions: [1, 3],
  needs: onCluster(aclOperations.DESCRIBE),
  malformed: (request) => (isMalformedFilter(request) ? "a filter says UNKNOWN" : undefined),
  handle(request: DescribeAclsRequest, { broker }: RequestContext): Draft<DescribeAclsResponse> {
    const { authorization, metadata } = broker;
    if (!authorization.isEnabled) {
      return { errorCode: errors.SECURITY_DISABLED.code, errorMessage: "No Authorizer is configured on the broker" };
    }
    const acls = metadata.image.acls.matching(filterOf(request)).map(([, acl]) => acl);
    const byPattern = Map.groupBy(acls, ({ resourceType, patternType, resourceName }) => `${resourceType}:${patternType}:${resourceName}`);
    return { errorMessage: "", resources: [...byPattern.values()].map((acls) => ({ ...patternOf(acls), acls })) };
  },
});

function patternOf([first]: readonly Acl[]) {
  return { resourceType: first?.resourceType, resourceName: first?.resourceName, patternType: first?.patternType };
}
