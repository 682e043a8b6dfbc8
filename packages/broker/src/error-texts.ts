/** Kafka's general text of INVALID_REQUEST, sent where a request is refused as a whole. */
export const invalidRequestText: string =
  "This most likely occurs because of a request being malformed by the client library or the message was sent to an incompatible broker. " +
  "See the broker logs for more details.";

/** The general text of UNKNOWN_SERVER_ERROR. */
export const unknownErrorText = "The server experienced an unexpected error when processing the request.";

/** The general text of UNKNOWN_TOPIC_OR_PARTITION. */
export const absentText = "This server does not host this topic-partition.";

/** The general text of INVALID_GROUP_ID. */
export const invalidGroupText = "The group id is invalid.";

/** The general text of UNSUPPORTED_VERSION. */
export const unsupportedText = "The version of API is not supported.";

/** The general text of UNKNOWN_TOPIC_OR_PARTITION. */
export const unknownPartitionText = "This server does not host this topic-partition.";

/** Kafka's general texts of what may not be done, sent where an answer has room for one. */
export const deniedTexts = {
  topic: "Topic authorization failed.",
  group: "Group authorization failed.",
  cluster: "Cluster authorization failed.",
  transactionalId: "Transactional Id authorization failed.",
} as const;
