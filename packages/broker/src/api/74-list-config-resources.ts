// ListConfigResources, versions 0 and 1: what has configs of its own, topics and the broker whether something is set or not (KIP-1142).
// Version 0 was ListClientMetricsResources (KIP-714).
import { apis, errors, type ListConfigResourcesRequest } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onCluster } from "../authorization/needs.ts";
import type { BrokerParts } from "../broker-parts.ts";
import { configResourceType, type MetadataImage } from "../metadata/image.ts";
import { handler, type RequestContext } from "./handler.ts";

const { topic, broker: brokerType, brokerLogger, clientMetrics, group } = configResourceType;

/** In the order in which Kafka lists them. */
const listed: ReadonlyArray<readonly [type: number, namesOf: (parts: BrokerParts) => Iterable<string>]> = [
  [group, ({ metadata }) => overridden(metadata.image, group)],
  [clientMetrics, ({ metadata }) => overridden(metadata.image, clientMetrics)],
  [brokerLogger, ({ nodeId }) => [String(nodeId)]],
  [brokerType, ({ nodeId }) => [String(nodeId)]],
  [topic, ({ metadata }) => [...metadata.image.topics()].map(({ name }) => name)],
];

export const listConfigResources = handler({
  api: apis.listConfigResources,
  versions: [0, 1],
  needs: onCluster(aclOperations.DESCRIBE_CONFIGS, {}),
  handle({ resourceTypes }: ListConfigResourcesRequest, { apiVersion, broker }: RequestContext) {
    const known = apiVersion === 0 ? [clientMetrics] : listed.map(([type]) => type);
    const wanted = resourceTypes.length === 0 ? known : resourceTypes;
    if (wanted.some((type) => !known.includes(type))) return { errorCode: errors.UNSUPPORTED_VERSION.code };
    const configResources = listed
      .filter(([type]) => wanted.includes(type))
      .flatMap(([resourceType, namesOf]) => [...namesOf(broker)].map((resourceName) => ({ resourceName, resourceType })));
    return { configResources };
  },
});

function overridden(image: MetadataImage, resourceType: number): string[] {
  return [...image.resources()].filter(({ type }) => type === resourceType).map(({ name }) => name);
}
