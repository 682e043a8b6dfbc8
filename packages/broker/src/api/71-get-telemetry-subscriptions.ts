// GetTelemetrySubscriptions, version 0: which metrics a client is to push, and how often (KIP-714).
//
// Differences from Apache Kafka: served without a plug-in; a client's connection is not watched, but a new one counts as a new client.
import { apis, type GetTelemetrySubscriptionsRequest } from "@millrace/protocol";
import type { TelemetryClient } from "../telemetry/client-telemetry.ts";
import { handler, type RequestContext } from "./handler.ts";

export const getTelemetrySubscriptions = handler({
  api: apis.getTelemetrySubscriptions,
  versions: [0, 0],
  borrowsFrame: true,
  handle(request: GetTelemetrySubscriptionsRequest, context: RequestContext) {
    return context.broker.telemetry.subscriptions(request, telemetryClientOf(context));
  },
});

/** Who sent a request, as subscriptions pick clients. */
export function telemetryClientOf({ clientId, connection }: RequestContext): TelemetryClient {
  const { id, remoteHost, remotePort, softwareName, softwareVersion } = connection;
  return {
    connectionId: id,
    attributes: {
      client_id: clientId ?? undefined,
      client_software_name: softwareName,
      client_software_version: softwareVersion,
      client_source_address: remoteHost,
      client_source_port: remotePort === undefined ? undefined : String(remotePort),
    },
  };
}
