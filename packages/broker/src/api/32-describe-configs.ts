// DescribeConfigs, versions 1 to 4: topics, this broker, the defaults of all brokers, groups, subscriptions to clients' metrics; sources,
// synonyms, documentation (KIP-226, KIP-569, KIP-714).
//
// Differences from Apache Kafka: the documentation is our own and says of a config without effect that it has none; there are no loggers.
import { apis, type DescribeConfigsRequest } from "@millrace/protocol";
import { describeConfigs as describe } from "../config/describe.ts";
import { handler, type RequestContext } from "./handler.ts";

export const describeConfigs = handler({
  api: apis.describeConfigs,
  versions: [1, 4],
  handle(request: DescribeConfigsRequest, { broker }: RequestContext) {
    return { results: request.resources.map((resource) => describe(resource, request, broker.configs)) };
  },
});
