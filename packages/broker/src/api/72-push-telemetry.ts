// PushTelemetry, version 0: a client's metrics, which the broker's own endpoint for metrics tells (KIP-714).
//
// Difference from Apache Kafka: served without a plug-in.
import { apis, type PushTelemetryRequest } from "@millrace/protocol";
import { telemetryClientOf } from "./71-get-telemetry-subscriptions.ts";
import { handler, type RequestContext } from "./handler.ts";

export const pushTelemetry = handler({
  api: apis.pushTelemetry,
  versions: [0, 0],
  borrowsFrame: true,
  handle(request: PushTelemetryRequest, context: RequestContext) {
    return { errorCode: context.broker.telemetry.push(request, telemetryClientOf(context))?.code ?? 0 };
  },
});
