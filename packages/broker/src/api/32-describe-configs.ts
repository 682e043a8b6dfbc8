// DescribeConfigs, versions 1 to 4: topics, this broker, the defaults of all brokers, groups, subscriptions to clients' metrics, levels
// of loggers; sources, synonyms, documentation (KIP-226, KIP-412, KIP-569, KIP-714).
//
// Differences from Apache Kafka: the documentation is our own and says of a config without effect that it has none; the loggers are our own.
import { apis, type DescribeConfigsRequest, type DescribeConfigsResponse, type Draft, errors } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { configDenial } from "../authorization/config-denial.ts";
import { describeConfigs as describe } from "../config/describe.ts";
import { invalidRequestText } from "../error-texts.ts";
import { configResourceType } from "../metadata/image.ts";
import { handler, type RequestContext } from "./handler.ts";

type Resource = DescribeConfigsRequest["resources"][number];

const types: ReadonlySet<number> = new Set(Object.values(configResourceType));

export const describeConfigs = handler({
  api: apis.describeConfigs,
  versions: [1, 4],
  handle(request: DescribeConfigsRequest, { broker, access }: RequestContext) {
    const { resources } = request;
    // Of a type that there is not, Kafka refuses the request as a whole.
    if (resources.some(({ resourceType }) => !types.has(resourceType))) return { results: resources.map(refused) };
    const visible: Resource[] = [];
    const hidden: Draft<DescribeConfigsResponse["results"][number]>[] = [];
    for (const resource of resources) {
      const { resourceType, resourceName } = resource;
      const denial = configDenial(resource, aclOperations.DESCRIBE_CONFIGS, access);
      if (denial === undefined) visible.push(resource);
      else hidden.push({ resourceType, resourceName, errorCode: denial.error.code, errorMessage: denial.message });
    }
    return { results: [...visible.map((resource) => describe(resource, request, broker.configs)), ...hidden] };
  },
});

function refused({ resourceType, resourceName }: DescribeConfigsRequest["resources"][number]) {
  return { errorCode: errors.INVALID_REQUEST.code, errorMessage: invalidRequestText, resourceType, resourceName };
}
