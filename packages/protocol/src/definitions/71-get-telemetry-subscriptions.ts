import { field, type MessageDefinition, message } from "./schema.ts";

export const getTelemetrySubscriptionsRequest: MessageDefinition = message("request", "GetTelemetrySubscriptionsRequest", {
  apiKey: 71,
  versions: "0",
  flexible: "0+",
  fields: [field("ClientInstanceId", "uuid", "0+", "The client's id (KIP-714); zero: it has none yet and is to be given one.")],
});

export const getTelemetrySubscriptionsResponse: MessageDefinition = message("response", "GetTelemetrySubscriptionsResponse", {
  apiKey: 71,
  versions: "0",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("ClientInstanceId", "uuid", "0+", "The client's id, possibly just given."),
    field("SubscriptionId", "int32", "0+", "Stands for what this client is asked for; what it pushes has to name it."),
    field("AcceptedCompressionTypes", "[]int8", "0+", "Codecs that pushed metrics may be compressed by, the preferred one first."),
    field("PushIntervalMs", "int32", "0+", "How often the client is to push, in milliseconds."),
    field("TelemetryMaxBytes", "int32", "0+", "How large what is pushed may be, compressed."),
    field("DeltaTemporality", "bool", "0+", "Whether counters are to be told as what has been added since the last push."),
    field(
      "RequestedMetrics",
      "[]string",
      "0+",
      "Beginnings of the names of metrics that are asked for; none: no metrics, one empty text: all.",
    ),
  ],
});
