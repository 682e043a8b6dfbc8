// ApiVersions, versions 0 to 4: built from the table of handlers, so that it can't drift from what is served.
//
// Differences from Apache Kafka: APIs and features that are not served here are not listed.
import { type ApiVersionsRequest, type ApiVersionsResponse, apis, type Draft, errors } from "@millrace/protocol";
import type { BrokerParts } from "../broker-parts.ts";
import { finalizedFeatures, supportedFeatures } from "../metadata/features.ts";
import { handler, type RequestContext } from "./handler.ts";

/** KIP-511: letters, digits, "-" and ".", beginning and ending with a letter or a digit. */
const softwareNamePattern = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;
const firstVersionWithSoftware = 3;
/** Clients before take a lowest level of 0 for an error (KAFKA-17011), so they don't see such features. */
const firstVersionWithZero = 4;

export const apiVersions = handler({
  api: apis.apiVersions,
  versions: [0, 4],
  handle(request: ApiVersionsRequest, { apiVersion, connection, broker }: RequestContext): Draft<ApiVersionsResponse> {
    if (apiVersion >= firstVersionWithSoftware) {
      const { clientSoftwareName, clientSoftwareVersion } = request;
      if (!softwareNamePattern.test(clientSoftwareName) || !softwareNamePattern.test(clientSoftwareVersion)) {
        return { errorCode: errors.INVALID_REQUEST.code };
      }
      connection.softwareName = clientSoftwareName;
      connection.softwareVersion = clientSoftwareVersion;
    }
    connection.authentication?.versionsTold();
    return {
      errorCode: 0,
      apiKeys: broker.servedApis,
      supportedFeatures: supportedFeatures().filter(({ minVersion }) => minVersion > 0 || apiVersion >= firstVersionWithZero),
      finalizedFeaturesEpoch: broker.metadata.epoch,
      finalizedFeatures: finalizedFeatures(broker.metadata.image),
    };
  },
});

/** The answer in version 0 to a version that is not served: what is served of this API is enough to try again. */
export function unsupportedApiVersions({ servedApis }: BrokerParts): Draft<ApiVersionsResponse> {
  return { errorCode: errors.UNSUPPORTED_VERSION.code, apiKeys: servedApis.filter(({ apiKey }) => apiKey === apis.apiVersions.key) };
}
