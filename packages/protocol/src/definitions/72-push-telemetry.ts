import { field, type MessageDefinition, message } from "./schema.ts";

export const pushTelemetryRequest: MessageDefinition = message("request", "PushTelemetryRequest", {
  apiKey: 72,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ClientInstanceId", "uuid", "0+", "The client's id (KIP-714)."),
    field("SubscriptionId", "int32", "0+", "The subscription that the metrics answer."),
    field("Terminating", "bool", "0+", "Whether the client ends and pushes for the last time."),
    field("CompressionType", "int8", "0+", "Codec that the metrics are compressed by, numbered as in record batches."),
    field("Metrics", "bytes", "0+", "MetricsData of OpenTelemetry's protocol, version 1, as protobuf."),
  ],
});

export const pushTelemetryResponse: MessageDefinition = message("response", "PushTelemetryResponse", {
  apiKey: 72,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
  ],
});
